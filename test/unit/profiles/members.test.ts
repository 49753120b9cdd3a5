import { describe, expect, it } from 'vitest';
import { parseProfiles } from '../../../core/profiles/profiles-file.ts';
import {
  CLIENT_AUTH_METHODS,
  GRANT_TYPES,
  OWN_SECRET_MEMBERS,
  referenceOf,
  SECRET_MEMBERS,
} from '../../../shared/profile.ts';
import { fileOf, profileOf } from './kit.ts';

const problemsOf = (members: object): readonly string[] =>
  parseProfiles(fileOf(members)).problems.map(({ message }) => message);

describe('an endpoint or issuer', () => {
  it.each([
    'https://idp.example',
    'https://idp.example/realms/a%20b',
    'https://idp.example:8443/',
    'https://IDP.example',
    'http://localhost:8080',
    'http://127.0.0.1',
    'http://127.9.8.7:1/x',
    'http://[::1]:3000/t',
  ])('may be %s', (url) => {
    expect(problemsOf({ issuer: url, token_endpoint: url, resource: url })).toEqual([]);
  });

  it.each([
    ['http://idp.example', /https/],
    ['http://localhost.evil.example', /https/],
    ['http://127.0.0.1.evil.example', /https/],
    ['http://10.0.0.1', /https/],
    ['http://0.0.0.0', /https/],
    ['http://[::2]', /https/],
    ['javascript:alert(1)', /https URL, not javascript:/],
    ['file:///etc/passwd', /https URL, not file:/],
    ['data:text/html,x', /https URL, not data:/],
    ['idp.example', /absolute URL/],
    ['//idp.example', /absolute URL/],
    ['/token', /absolute URL/],
    ['', /absolute URL/],
    ['https://', /absolute URL/],
    ['https://me:secret@idp.example', /user name or password/],
    ['https://idp.example/#x', /fragment/],
    ['https://idp.exa\nmple', /spaces or control/],
    [' https://idp.example', /spaces or control/],
    ['https://idp.example/\u0000', /spaces or control/],
  ])('may not be %j', (url, message) => {
    for (const member of ['issuer', 'token_endpoint', 'jwks_uri', 'resource']) {
      expect(problemsOf({ [member]: url })).toEqual([expect.stringMatching(message)]);
    }
  });

  it('of an issuer has no query', () => {
    expect(problemsOf({ issuer: 'https://idp.example/?tenant=1' })).toEqual([
      '"issuer" must not have a query',
    ]);
  });
});

describe('a line break or NUL', () => {
  it.each(['client_id', 'scope', 'audience', 'private_key_id', 'proxy'])('is refused in %s', (member) => {
    for (const character of ['\r', '\n', '\u0000', '\u007f']) {
      expect(problemsOf({ [member]: `http://a${character}b` })[0]).toMatch(/must not contain control char/);
    }
  });

  it.each([
    ['an extra parameter', { extra_token_params: { tenant: 'a\r\nX: b' } }],
    ['a path', { tls: { ca: '/a\u0000b' } }],
    ['a command', { client_secret: { from: 'exec', command: ['pass', 'a\nb'] } }],
    ['a private key in place of its path', { tls: { key: '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END' } }],
  ])('is refused in %s', (_what, members) => {
    expect(problemsOf(members)).toEqual([expect.stringMatching(/must not contain control characters/)]);
  });
});

describe('a secret', () => {
  it.each(OWN_SECRET_MEMBERS)(
    '%s in plain text is refused with the words to mend it, and never repeated',
    (member) => {
      const [problem, ...others] = problemsOf({ [member]: 'hunter2' });
      expect(others).toEqual([]);
      expect(problem).toBe(
        `"${member}" is a secret in plain text; write { "from": "vault" } here and store the value with: fob secret set ADDRESS MEMBER`,
      );
    },
  );

  it.each([
    ['tls.passphrase', { tls: { passphrase: 'hunter2' } }],
    ['the proxy', { proxy: 'http://me:hunter2@proxy.example' }],
    ['extra parameters', { extra_token_params: { client_secret: 'hunter2' } }],
    ['extra parameters, as an assertion', { extra_token_params: { client_assertion: 'hunter2' } }],
    ['a URL', { token_endpoint: 'https://me:hunter2@idp.example' }],
  ])('in %s is refused too', (_where, members) => {
    const problems = problemsOf(members);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it.each([
    [{ from: 'vault' }, true],
    [{ from: 'env', name: 'SALUS_SECRET' }, true],
    [{ from: 'file', path: '/run/secrets/x' }, true],
    [{ from: 'exec', command: ['op', 'read', 'op://dev/salus/secret'] }, true],
    [{ from: 'vault', value: 'x' }, false],
    [{ from: 'env', name: 'A=B' }, false],
    [{ from: 'exec', command: [] }, false],
    [{ from: 'exec', command: 'op read' }, false],
    [{ from: 'keychain' }, false],
    [{}, false],
    [null, false],
  ])('can be kept at %j: %s', (reference, valid) => {
    expect(problemsOf({ client_secret: reference }).length === 0).toBe(valid);
  });
});

describe('extra parameters', () => {
  it.each(['grant_type', 'client_id', 'code_verifier', 'refresh_token', 'username', 'redirect_uri', 'state'])(
    'cannot override %s',
    (name) => {
      expect(problemsOf({ extra_token_params: { [name]: 'x' } })).toEqual([
        `"extra_token_params.${name}" is set by Fob and cannot be overridden`,
      ]);
    },
  );
});

describe('what the file leaves open', () => {
  it('is decided: tier, encoding, refresh, service name', () => {
    expect(profileOf({})).toMatchObject({
      address: 's/e',
      serviceName: 's',
      tier: 'dev',
      token_request_encoding: 'form',
      refresh: { auto: true },
    });
  });

  it.each([
    // RFC 6749 section 4.4: a client without a secret cannot be its own grant.
    [{}, 'client_secret_basic'],
    [{ grant_type: 'authorization_code' }, 'none'],
    [{ tls: { cert: '/c.pem', key: '/k.pem' } }, 'none'],
    [{ client_secret: { from: 'vault' } }, 'client_secret_basic'],
    [{ private_key: { from: 'vault' } }, 'private_key_jwt'],
    [
      { client_secret: { from: 'vault' }, token_endpoint_auth_method: 'client_secret_post' },
      'client_secret_post',
    ],
    [{ token_endpoint_auth_method: 'none', client_secret: { from: 'vault' } }, 'none'],
  ])('of client authentication follows from %j: %s', (members, method) => {
    expect(profileOf(members).token_endpoint_auth_method).toBe(method);
  });

  it.each<[object, readonly string[]]>([
    [{}, ['client_secret']],
    [{ grant_type: 'authorization_code' }, []],
    [{ token_endpoint_auth_method: 'none' }, []],
    [{ token_endpoint_auth_method: 'client_secret_basic' }, ['client_secret']],
    [{ token_endpoint_auth_method: 'private_key_jwt' }, ['private_key']],
    [{ grant_type: 'password' }, ['username', 'password']],
    [{ grant_type: 'refresh_token' }, ['refresh_token']],
  ])('of the secrets that %j needs is expected in the vault', (members, expected) => {
    const profile = profileOf(members);
    expect(SECRET_MEMBERS.filter((member) => referenceOf(profile, member)?.from === 'vault')).toEqual(
      expected,
    );
  });

  it('is not decided where a reference says where the secret is', () => {
    const username = { from: 'env', name: 'ME' };
    expect(profileOf({ grant_type: 'password', username })).toMatchObject({
      username,
      password: { from: 'vault' },
    });
  });

  it.each([
    ['60s', 60_000],
    ['0s', 0],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['99999h', 359_996_400_000],
  ])('of refresh.early %s is %i ms', (early, earlyMs) => {
    expect(profileOf({ refresh: { early, auto: false } }).refresh).toEqual({ auto: false, earlyMs });
  });

  it.each(['60', '1d', '-5s', '1.5m', '', '100000s', ' 5s'])('of refresh.early %j is nothing', (early) => {
    expect(problemsOf({ refresh: { early } })).toEqual([expect.stringMatching(/number with s, m or h/)]);
  });

  it.each([
    ['client_id', '"client_id" is missing'],
    ['grant_type', '"grant_type" is missing'],
    ['token_endpoint', 'either "issuer" or "token_endpoint" is needed'],
  ])('cannot be %s', (member, message) => {
    expect(problemsOf({ [member]: undefined })).toEqual([message]);
  });
});

describe('defaults', () => {
  it("are below an environment's own members, member by member and whole", () => {
    const profile = profileOf(
      { scope: 'own', refresh: { auto: false } },
      { scope: 'default', audience: 'a', tier: 'prod', refresh: { early: '5m' } },
    );
    expect(profile).toMatchObject({ scope: 'own', audience: 'a', tier: 'prod' });
    expect(profile.refresh).toEqual({ auto: false });
  });
});

it('every grant type and client authentication method of the contract can be written', () => {
  for (const grant_type of GRANT_TYPES) expect(problemsOf({ grant_type })).toEqual([]);
  for (const method of CLIENT_AUTH_METHODS)
    expect(problemsOf({ token_endpoint_auth_method: method })).toEqual([]);
});
