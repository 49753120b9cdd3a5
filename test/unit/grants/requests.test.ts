import fc from 'fast-check';
import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { clientSecretBasic } from '../../../core/grants/client-authentication.ts';
import type { ScriptedRequest } from '../../fakes/scripted-http.ts';
import { mint, SECRETS, TOKEN_ENDPOINT } from './kit.ts';

const CLIENT_ID = 'my client:1/é';
const FORM = 'application/x-www-form-urlencoded;charset=UTF-8';

/** RFC 6749 appendix B, the way back. */
const formDecode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

function only(requests: readonly ScriptedRequest[]): ScriptedRequest {
  const [request, ...others] = requests;
  expect(others).toEqual([]);
  if (request === undefined) throw new Error('nothing was asked');
  return request;
}

function basicOf({ headers }: ScriptedRequest): readonly string[] | undefined {
  const [scheme, credentials = ''] = headers.authorization?.split(' ') ?? [];
  if (scheme === undefined) return undefined;
  expect(scheme).toBe('Basic');
  return Buffer.from(credentials, 'base64').toString('latin1').split(':').map(formDecode);
}

function bodyOf({ headers, body = '' }: ScriptedRequest): Record<string, unknown> {
  if (headers['content-type'] === 'application/json') return JSON.parse(body) as Record<string, unknown>;
  expect(headers['content-type']).toBe(FORM);
  const parameters = new URLSearchParams(body);
  expect([...parameters.keys()]).toEqual([...new Set(parameters.keys())]);
  return Object.fromEntries(parameters);
}

const GRANTS = [
  ['client_credentials', {}],
  ['password', { username: SECRETS.username, password: SECRETS.password }],
  ['refresh_token', { refresh_token: SECRETS.refresh_token }],
] as const;
const METHODS = [
  ['none', undefined, { client_id: CLIENT_ID }],
  ['client_secret_basic', [CLIENT_ID, SECRETS.client_secret], {}],
  ['client_secret_post', undefined, { client_id: CLIENT_ID, client_secret: SECRETS.client_secret }],
] as const;
const CASES = GRANTS.flatMap(([grant, own]) =>
  METHODS.flatMap(([method, basic, client]) =>
    (['form', 'json'] as const).map((encoding) => [grant, method, encoding, own, basic, client] as const),
  ),
);

describe('the one token request', () => {
  it.each(CASES)('of %s with %s as %s', async (grant_type, method, encoding, own, basic, client) => {
    const { tokens, requests } = mint({
      grant_type,
      client_id: CLIENT_ID,
      token_endpoint_auth_method: method,
      token_request_encoding: encoding,
      scope: 'openid sls:idn',
      audience: 'https://api.example/?a=b&c',
      resource: 'https://api.example/r',
      extra_token_params: { tenant: 'a+b', scope: 'overruled' },
    });
    expect(await tokens).toMatchObject({ access_token: 'fresh' });
    const request = only(requests);
    expect(request).toMatchObject({ method: 'POST', url: TOKEN_ENDPOINT });
    expect(request.limits).toEqual({ deadlineMs: 30_000, maxBytes: 256 * 1024 });
    expect(request.headers['content-type']).toBe(encoding === 'json' ? 'application/json' : FORM);
    expect(request.headers.accept).toBe('application/json');
    expect(basicOf(request)).toEqual(basic);
    expect(bodyOf(request)).toEqual({
      grant_type,
      ...own,
      ...client,
      // A refresh keeps the scope that was granted; naming one could only be refused.
      ...(grant_type === 'refresh_token' ? {} : { scope: 'openid sls:idn' }),
      audience: 'https://api.example/?a=b&c',
      resource: 'https://api.example/r',
      tenant: 'a+b',
    });
  });

  it.each(['form', 'json'] as const)(
    'has nothing in it that the profile does not say (%s)',
    async (encoding) => {
      const { tokens, requests } = mint({ token_request_encoding: encoding });
      await tokens;
      expect(bodyOf(only(requests))).toEqual({ grant_type: 'client_credentials' });
    },
  );

  it('keeps every secret out of its URL', async () => {
    for (const [grant_type] of GRANTS) {
      const { tokens, requests } = mint({ grant_type, token_endpoint_auth_method: 'client_secret_post' });
      await tokens;
      expect(requests.map(({ url }) => url)).toEqual([TOKEN_ENDPOINT]);
    }
  });

  it('refreshes with what is stored, whatever grant it came from', async () => {
    for (const grant_type of ['client_credentials', 'password']) {
      const { tokens, requests } = mint({ grant_type }, undefined, { refresh_token: 'stored+1' });
      expect(await tokens).toMatchObject({ access_token: 'fresh', refresh_token: 'stored+1' });
      expect(bodyOf(only(requests))).toEqual({
        grant_type: 'refresh_token',
        refresh_token: 'stored+1',
      });
    }
  });
});

describe('client_secret_basic', () => {
  const header = (clientId: string, secret: string): string => {
    const headers = new Headers();
    clientSecretBasic(secret)({ issuer: 'x' }, { client_id: clientId }, new URLSearchParams(), headers);
    return Buffer.from((headers.get('authorization') ?? '').replace('Basic ', ''), 'base64').toString(
      'latin1',
    );
  };

  it('is what the RFC asks for, and leaves alone what every server takes as it is', () => {
    expect(header('c1', 'se-cr_et.*')).toBe('c1:se-cr_et.*');
    expect(header('a:b', '% +&=/é')).toBe('a%3Ab:%25+%2B%26%3D%2F%C3%A9');
  });

  it('comes back whole from a server that decodes it, whatever id and secret are', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(text, text, (clientId, secret) => {
        const sent = header(clientId, secret);
        expect(sent).toMatch(/^[\x21-\x7e]+$/);
        expect(sent.split(':').map(formDecode)).toEqual([clientId, secret]);
      }),
    );
  });
});

describe('what cannot be asked for is refused before any request:', () => {
  it.each([
    [{ grant_type: 'authorization_code' }, 'sign_in_needed'],
    [{ grant_type: 'urn:ietf:params:oauth:grant-type:device_code' }, 'sign_in_needed'],
    [{ token_endpoint_auth_method: 'private_key_jwt' }, 'secret_invalid'],
    [{ token_endpoint_auth_method: 'tls_client_auth' }, 'profile_invalid'],
  ])('%j', async (members, code) => {
    const { tokens, requests } = mint(members);
    await expect(tokens).rejects.toMatchObject({ code });
    expect(requests).toEqual([]);
  });
});
