import { describe, expect, it } from 'vitest';
import { createConnection } from '../../../core/grants/connection.ts';
import type { Connection } from '../../../core/grants/connection.ts';
import { FobError } from '../../../core/index.ts';
import { readPrivateKey } from '../../../core/node/read-private-key.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import { profileOf } from '../profiles/kit.ts';
import { ISSUER, metadataOf, mint, SECRETS, TOKENS } from './kit.ts';
import type { Handler } from './kit.ts';

const OIDC = '/.well-known/openid-configuration';
const OAUTH = '/.well-known/oauth-authorization-server';
const BY_ISSUER = { issuer: ISSUER, token_endpoint: undefined };

/** Answers well-known URLs as `metadata` says and token requests with a token; all else is not there. */
const idp =
  (metadata: (url: string) => unknown): Handler =>
  ({ method, url }) => {
    if (method === 'POST') return scriptedAnswer(200, TOKENS);
    const found = metadata(url);
    return found === undefined ? scriptedAnswer(404, 'not here') : scriptedAnswer(200, found);
  };
const serving = (url: string, metadata: unknown): Handler =>
  idp((asked) => (asked === url ? metadata : undefined));

describe('discovery', () => {
  it.each([
    [ISSUER, `${ISSUER}${OIDC}`],
    [`${ISSUER}/realms/a`, `${ISSUER}/realms/a${OIDC}`],
    ['http://127.0.0.1:8080', `http://127.0.0.1:8080${OIDC}`],
  ])('of %s asks %s, and then that token endpoint', async (issuer, url) => {
    const { tokens, requests } = mint({ ...BY_ISSUER, issuer }, serving(url, metadataOf(issuer)));
    await tokens;
    expect(requests.map((request) => `${request.method} ${request.url}`)).toEqual([
      `GET ${url}`,
      `POST ${issuer}/token`,
    ]);
    expect(requests[0]?.limits).toEqual({ deadlineMs: 10_000, maxBytes: 512 * 1024 });
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    [ISSUER, `${ISSUER}${OAUTH}`],
    [`${ISSUER}/realms/a`, `${ISSUER}${OAUTH}/realms/a`],
  ])('of %s goes on to %s (RFC 8414) where the first is not there', async (issuer, url) => {
    const { tokens, requests } = mint({ ...BY_ISSUER, issuer }, serving(url, metadataOf(issuer)));
    await tokens;
    expect(requests.map((request) => request.url)).toEqual([`${issuer}${OIDC}`, url, `${issuer}/token`]);
  });

  it.each([
    ['a page', 200, '<html>', 'idp_response_invalid'],
    ['nothing', 200, '', 'idp_response_invalid'],
    ['a list', 200, '[]', 'idp_response_invalid'],
    ['no issuer', 200, '{"token_endpoint":"https://idp.example/token"}', 'idp_response_invalid'],
    ['an issuer that is none', 200, '{"issuer":7}', 'idp_response_invalid'],
    ['a text as issuer', 200, '{"issuer":"idp"}', 'idp_response_invalid'],
    ['403', 403, '{}', 'idp_response_invalid'],
    ['a redirect', 302, '', 'idp_response_invalid'],
    ['429', 429, '', 'idp_unreachable'],
    ['503', 503, '<html>', 'idp_unreachable'],
  ])('that is answered with %s ends there', async (_what, status, text, code) => {
    const answer = scriptedAnswer(status, text, { location: `${ISSUER}/elsewhere` });
    const { tokens, requests } = mint(BY_ISSUER, () => answer);
    await expect(tokens).rejects.toMatchObject({ code });
    expect(requests).toHaveLength(1);
  });

  it('that finds nothing anywhere says what to do', async () => {
    const { tokens, requests } = mint(
      BY_ISSUER,
      idp(() => undefined),
    );
    await expect(tokens).rejects.toMatchObject({
      code: 'idp_response_invalid',
      message: `${ISSUER} has no metadata at its well-known URLs.`,
      hint: expect.stringContaining('token_endpoint') as string,
    });
    expect(requests).toHaveLength(2);
  });

  it('that never arrives says why not', async () => {
    const { tokens } = mint(BY_ISSUER, () => {
      throw new FobError('idp_timeout', 'https://idp.example did not answer within 10 s.');
    });
    await expect(tokens).rejects.toMatchObject({
      code: 'idp_timeout',
      message: expect.stringMatching(/10 s/) as string,
    });
  });
});

describe('metadata that names another issuer is refused, and nothing else is asked (P35, P36)', () => {
  it.each([
    [ISSUER, `${ISSUER}/`],
    [`${ISSUER}/`, ISSUER],
    [ISSUER, 'https://IDP.example'],
    [ISSUER, 'https://idp.example:443'],
    [ISSUER, 'http://idp.example'],
    [ISSUER, 'https://evil.example'],
    [ISSUER, `${ISSUER}/other`],
    [`${ISSUER}/a`, `${ISSUER}/a/../a`],
    [`${ISSUER}/a`, `${ISSUER}/%61`],
    [ISSUER, ISSUER.toUpperCase()],
    ['https://login.microsoftonline.com/common/v2.0', 'https://login.microsoftonline.com/{tenantid}/v2.0'],
  ])('%s, which calls itself %s', async (issuer, named) => {
    const { tokens, requests } = mint({ ...BY_ISSUER, issuer }, () => scriptedAnswer(200, metadataOf(named)));
    await expect(tokens).rejects.toMatchObject({
      code: 'idp_response_invalid',
      hint: expect.stringMatching(/"issuer"/) as string,
    });
    expect(requests).toHaveLength(1);
  });
});

describe('metadata with an endpoint that may not be used is refused', () => {
  it.each([
    ['token_endpoint', 'http://idp.example/token'],
    ['token_endpoint', 'http://127.0.0.1:80/token'],
    ['token_endpoint', '/token'],
    ['token_endpoint', 'javascript:alert(1)'],
    ['token_endpoint', 7],
    ['jwks_uri', 'file:///etc/passwd'],
    ['jwks_uri', 'http://localhost/jwks'],
    ['authorization_endpoint', 'http://idp.example/auth'],
    ['revocation_endpoint', 'https://me:pw@idp.example/revoke'],
    ['end_session_endpoint', ['https://idp.example']],
  ])('%s %j', async (name, value) => {
    const metadata = metadataOf(ISSUER, { [name]: value });
    const { tokens, requests } = mint(BY_ISSUER, () => scriptedAnswer(200, metadata));
    await expect(tokens).rejects.toMatchObject({
      code: 'idp_response_invalid',
      message: expect.stringContaining(`"${name}"`) as string,
    });
    expect(requests).toHaveLength(1);
  });

  it('or without a token endpoint at all', async () => {
    const { tokens, requests } = mint(BY_ISSUER, () =>
      scriptedAnswer(200, metadataOf(ISSUER, { token_endpoint: undefined })),
    );
    await expect(tokens).rejects.toMatchObject({
      code: 'idp_response_invalid',
      message: expect.stringMatching(/token_endpoint/) as string,
    });
    expect(requests).toHaveLength(1);
  });
});

describe('endpoints by hand', () => {
  it('override the discovered ones, one by one', async () => {
    const token_endpoint = 'https://other.example/t';
    const { tokens, requests } = mint(
      { issuer: ISSUER, token_endpoint },
      serving(`${ISSUER}${OIDC}`, metadataOf(ISSUER)),
    );
    await tokens;
    expect(requests.map(({ url }) => url)).toEqual([`${ISSUER}${OIDC}`, token_endpoint]);
  });

  it('need no discovery where there is no issuer', async () => {
    const { tokens, requests } = mint({});
    await tokens;
    expect(requests.map(({ url }) => url)).toEqual([`${ISSUER}/token`]);
  });
});

describe('metadata once known', () => {
  const HOUR = 3_600_000;
  function connect(handle: Handler): {
    connection: Connection;
    asked: () => number;
    wait: (ms: number) => void;
  } {
    const clock = createFakeClock();
    const { http, requests } = createScriptedHttp(handle);
    const profile = profileOf({ ...BY_ISSUER, jwks_uri: 'https://own.example/jwks' });
    const connection = createConnection(profile, {
      clock,
      http,
      secret: (member) => Promise.resolve(SECRETS[member]),
      privateKey: () => readPrivateKey(''),
      approve: () => Promise.resolve(),
      tlsSecrets: () => Promise.resolve({}),
    });
    return { connection, asked: () => requests.length, wait: (ms) => clock.advanceSync(ms) };
  }

  it('is asked for again after an hour, and not sooner, whatever the wall clock says', async () => {
    const { connection, asked, wait } = connect(() => scriptedAnswer(200, metadataOf(ISSUER)));
    expect(await connection.metadata()).toMatchObject({
      issuer: ISSUER,
      jwks_uri: 'https://own.example/jwks',
    });
    wait(HOUR - 1);
    await connection.metadata();
    expect(asked()).toBe(1);
    wait(1);
    await connection.metadata();
    expect(asked()).toBe(2);
  });

  it('is used on while the IdP cannot be reached, and the first failure is an error', async () => {
    let down = true;
    const { connection, wait } = connect(() => {
      if (down) throw new FobError('idp_unreachable', 'down');
      return scriptedAnswer(200, metadataOf(ISSUER));
    });
    await expect(connection.metadata()).rejects.toMatchObject({ code: 'idp_unreachable' });
    down = false;
    const known = await connection.metadata();
    down = true;
    wait(2 * HOUR);
    expect(await connection.metadata()).toBe(known);
  });
});

describe('mutual TLS', () => {
  const ALIAS = `https://mtls.idp.example/token`;
  const OWN = 'https://own.example/token';
  const mtls = { token_endpoint_auth_method: 'tls_client_auth', tls: { cert: 'c.pem', key: 'k.pem' } };
  const server = serving(
    `${ISSUER}${OIDC}`,
    metadataOf(ISSUER, { mtls_endpoint_aliases: { token_endpoint: ALIAS } }),
  );

  it.each<[string, object, string]>([
    ['the alias that was discovered', {}, ALIAS],
    ['an endpoint by hand, not the alias that was discovered for it', { token_endpoint: OWN }, OWN],
    ['an alias by hand', { mtls_endpoint_aliases: { token_endpoint: OWN } }, OWN],
    [
      'an alias by hand beside an endpoint by hand',
      { token_endpoint: `${ISSUER}/plain`, mtls_endpoint_aliases: { token_endpoint: OWN } },
      OWN,
    ],
    ['the alias, where another endpoint is by hand', { revocation_endpoint: `${OWN}/revoke` }, ALIAS],
  ])('goes to %s', async (_what, members, url) => {
    const { tokens, requests } = mint({ ...BY_ISSUER, ...mtls, ...members }, server);
    await tokens;
    expect(requests.at(-1)?.url).toBe(url);
  });
});
