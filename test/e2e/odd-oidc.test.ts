/** Servers that are within the specifications, though not as most are: a profile by hand works with them all the same. */
import type { ClientMetadata } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signingKeys } from '../provider/keys.ts';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { startOtherIdp, USER } from './other-idp.ts';
import type { OtherIdp, OtherIdpOptions } from './other-idp.ts';
import { refusal } from './refusal.ts';
import { BROWSER } from './sign-in-idp.ts';

const PUBLIC: ClientMetadata = {
  client_id: 'app',
  token_endpoint_auth_method: 'none',
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/callback'],
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token'],
};

const ADDRESS = 'odd/user';

let home: FobHome;
beforeAll(async () => {
  home = await makeFobHome({ env: { BROWSER } });
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
});

/** Signs in at a server of its own. */
async function signIn(
  options: Omit<OtherIdpOptions, 'clients'> & { readonly client?: ClientMetadata },
  members: (issuer: string) => readonly string[] = (issuer) => [`issuer=${issuer}`],
): Promise<OtherIdp> {
  const idp = await startOtherIdp({ ...options, clients: [{ ...PUBLIC, ...options.client }] });
  const own = ['client_id=app', 'grant_type=authorization_code', 'scope=openid offline_access'];
  // Another server for a profile that is there already would be asked about first.
  if ((await home.run(['profile', 'show', ADDRESS])).code === 0)
    await home.fob(['profile', 'remove', ADDRESS]);
  await home.fob(['profile', 'add', ADDRESS, ...own, ...members(idp.issuer)]);
  await home.fob(['login', ADDRESS]);
  return idp;
}

interface Token {
  readonly access_token: string;
  readonly expires_in: number | null;
  readonly scope?: string;
}

const token = async (): Promise<Token> => (await home.json(['token', ADDRESS])) as Token;

/** Whether the ID token holds, by Fob. */
const claims = async (): Promise<unknown> => home.json(['claims', ADDRESS]);
const VERIFIED = { claims: null, id_token: { verified: true, claims: { sub: USER.accountId, aud: 'app' } } };

it.each(['/tenant', '/tenant/', '/realms/ålborg/', '/'])('an issuer with the path %s', async (path) => {
  await using idp = await signIn({ path: new URL(path, 'http://x').pathname });
  const { access_token } = await token();
  expect(await idp.find(access_token)).toMatchObject({ clientId: 'app' });
  expect(await claims()).toMatchObject(VERIFIED);
  await home.fob(['refresh', ADDRESS]);
  expect(await idp.find((await token()).access_token)).toMatchObject({ clientId: 'app' });
  expect((await token()).access_token).not.toBe(access_token);
});

it('no discovery: endpoints by hand', async () => {
  const endpoints = (issuer: string): string[] => [
    `authorization_endpoint=${issuer}/auth`,
    `token_endpoint=${issuer}/token`,
    `jwks_uri=${issuer}/jwks`,
  ];
  await using idp = await signIn({}, endpoints);
  await home.fob(['refresh', ADDRESS]);
  expect(await idp.find((await token()).access_token)).toMatchObject({ clientId: 'app' });
});

it.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)('an ID token that is signed %s', async (algorithm) => {
  await using idp = await signIn({
    client: { client_id: 'app', id_token_signed_response_alg: algorithm },
    configuration: {
      jwks: await signingKeys(algorithm, 'only'),
      enabledJWA: { idTokenSigningAlgValues: [algorithm] },
    },
  });
  expect(await claims()).toMatchObject({ id_token: { verified: true, verification: { algorithm } } });
  expect(await idp.find((await token()).access_token)).toMatchObject({ clientId: 'app' });
});

describe('an answer', () => {
  it('without expires_in', async () => {
    await using idp = await signIn({
      edit: (answer) => {
        delete answer.expires_in;
      },
    });
    const first = await token();
    expect(first.expires_in).toBeNull();
    expect(await token()).toEqual(first);
    expect(idp.tokenRequests).toHaveLength(1);
    await home.fob(['refresh', ADDRESS]);
    expect((await token()).access_token).not.toBe(first.access_token);
  });

  it('with numbers as text, a type in lower case and members that nobody knows', async () => {
    const edit = (answer: Record<string, unknown>): void => {
      Object.assign(answer, {
        expires_in: '1800',
        token_type: 'bearer',
        ext: { deep: [null] },
        not_before: 0,
      });
    };
    await using idp = await signIn({ edit });
    const { access_token, expires_in } = await token();
    expect(expires_in).toBeGreaterThan(1790);
    expect(expires_in).toBeLessThanOrEqual(1800);
    expect(await idp.find(access_token)).toMatchObject({ clientId: 'app' });
  });

  it('with less scope than was asked for, which is said and kept at a refresh', async () => {
    const edit = (answer: Record<string, unknown>): void => {
      if (answer.scope !== undefined) answer.scope = 'openid';
    };
    await using idp = await signIn({ edit });
    expect(await token()).toMatchObject({ scope: 'openid' });
    await home.fob(['refresh', ADDRESS]);
    expect(await token()).toMatchObject({ scope: 'openid' });
    expect(idp.tokenRequests.map(({ grant_type, scope }) => [grant_type, scope])).toEqual([
      ['authorization_code', undefined],
      ['refresh_token', undefined],
    ]);
  });
});

describe('a refresh token', () => {
  it('that stays the same is used again and again', async () => {
    await using idp = await signIn({ configuration: { rotateRefreshToken: false } });
    for (let round = 0; round < 3; round += 1) await home.fob(['refresh', ADDRESS]);
    const used = idp.tokenRequests.flatMap(({ refresh_token }) => refresh_token ?? []);
    expect([used.length, new Set(used).size]).toEqual([3, 1]);
    expect(await idp.find((await token()).access_token)).toMatchObject({ clientId: 'app' });
  });

  it('that only the first answer carries is kept, also over a restart', async () => {
    let answers = 0;
    const edit = (answer: Record<string, unknown>): void => {
      answers += 1;
      if (answers > 1) delete answer.refresh_token;
    };
    await using idp = await signIn({ configuration: { rotateRefreshToken: false }, edit });
    await home.fob(['refresh', ADDRESS]);
    await home.fob(['agent', 'stop']);
    await home.fob(['refresh', ADDRESS]);
    expect(await idp.find((await token()).access_token)).toMatchObject({ clientId: 'app' });
  });

  it('that there is none: the token serves as long as it lives, and then it is exit 3', async () => {
    await using idp = await signIn({ configuration: { issueRefreshToken: () => false } });
    const { access_token } = await token();
    expect(await idp.find(access_token)).toMatchObject({ clientId: 'app' });
    const { hint } = await refusal(home, ['refresh', ADDRESS], 'sign_in_needed');
    expect(hint).toContain(`fob login ${ADDRESS}`);
    expect((await token()).access_token).toBe(access_token);
    await refusal(home, ['token', ADDRESS, '--min-ttl', '2h'], 'sign_in_needed');
    expect(idp.tokenRequests).toHaveLength(1);
  });
});
