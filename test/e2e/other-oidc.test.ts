/**
 * Profiles written by hand for an OIDC server that Fob has never heard of, with nothing but `fob profile add`, `fob secret set`,
 * `fob login` and `fob token`: every way to sign in, and refresh tokens that can be used once.
 */
import type { ClientMetadata } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveDevice } from '../provider/scripted-browser.ts';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { beginLogin, toldCode, toldUrl } from './login-attempt.ts';
import { startOtherIdp, USER } from './other-idp.ts';
import type { OtherIdp } from './other-idp.ts';
import { refusal } from './refusal.ts';
import { BROWSER, signInElsewhere } from './sign-in-idp.ts';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const SECRET = 'a secret: with %, + and =';

const PUBLIC: ClientMetadata = {
  client_id: 'public',
  token_endpoint_auth_method: 'none',
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/callback'],
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token', DEVICE],
};

const CLIENTS: readonly ClientMetadata[] = [
  PUBLIC,
  { ...PUBLIC, client_id: 'other-machine' },
  {
    ...PUBLIC,
    client_id: 'pushing',
    require_pushed_authorization_requests: true,
    grant_types: ['authorization_code'],
  },
  { ...PUBLIC, client_id: 'bound', dpop_bound_access_tokens: true },
  { ...PUBLIC, client_id: 'bound-device', dpop_bound_access_tokens: true },
  {
    ...PUBLIC,
    client_id: 'pushing-bound',
    require_pushed_authorization_requests: true,
    dpop_bound_access_tokens: true,
  },
  {
    ...PUBLIC,
    client_id: 'confidential',
    client_secret: SECRET,
    token_endpoint_auth_method: 'client_secret_post',
  },
  {
    ...PUBLIC,
    client_id: 'device',
    redirect_uris: [],
    response_types: [],
    grant_types: [DEVICE, 'refresh_token'],
  },
  { client_id: 'password', token_endpoint_auth_method: 'none', grant_types: ['password', 'refresh_token'] },
  {
    client_id: 'password-basic',
    client_secret: SECRET,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['password', 'refresh_token'],
  },
  ...(['basic', 'post'] as const).map((how) => ({
    client_id: how,
    client_secret: SECRET,
    token_endpoint_auth_method: `client_secret_${how}` as const,
    grant_types: ['client_credentials'],
  })),
];

interface Way {
  /** The `client_id`, and the environment of its address. */
  readonly id: string;
  readonly members: readonly string[];
  readonly secrets?: Readonly<Record<string, string>>;
  readonly login?: 'browser' | '--paste' | '--device';
  /** Whether it gets refresh tokens. */
  readonly refreshes?: true;
  /** Whether its tokens are bound to a key. */
  readonly bound?: true;
}

const CODE = 'grant_type=authorization_code';
const SCOPE = 'scope=openid offline_access';
const PASSWORD = { username: USER.username, password: USER.password };
const CLIENT_SECRET = { client_secret: SECRET };

const WAYS: readonly Way[] = [
  { id: 'public', members: [CODE, SCOPE], login: 'browser', refreshes: true },
  { id: 'other-machine', members: [CODE, SCOPE], login: '--paste', refreshes: true },
  { id: 'pushing', members: [CODE, 'scope=openid', 'par=always'], login: 'browser' },
  { id: 'bound', members: [CODE, SCOPE, 'dpop=true'], login: 'browser', refreshes: true, bound: true },
  {
    id: 'bound-device',
    members: [CODE, SCOPE, 'dpop=true'],
    login: '--device',
    refreshes: true,
    bound: true,
  },
  {
    id: 'pushing-bound',
    members: [CODE, SCOPE, 'dpop=true'],
    login: 'browser',
    refreshes: true,
    bound: true,
  },
  {
    id: 'confidential',
    members: [CODE, SCOPE, 'token_endpoint_auth_method=client_secret_post'],
    secrets: CLIENT_SECRET,
    login: 'browser',
    refreshes: true,
  },
  { id: 'device', members: [`grant_type=${DEVICE}`, SCOPE], login: '--device', refreshes: true },
  { id: 'password', members: ['grant_type=password', SCOPE], secrets: PASSWORD, refreshes: true },
  {
    id: 'password-basic',
    members: ['grant_type=password', SCOPE, 'client_secret={"from":"vault"}'],
    secrets: { ...PASSWORD, ...CLIENT_SECRET },
    refreshes: true,
  },
  {
    id: 'basic',
    members: ['grant_type=client_credentials', 'client_secret={"from":"vault"}'],
    secrets: CLIENT_SECRET,
  },
  {
    id: 'post',
    members: ['grant_type=client_credentials', 'token_endpoint_auth_method=client_secret_post'],
    secrets: CLIENT_SECRET,
  },
];

let idp: OtherIdp;
let home: FobHome;
beforeAll(async () => {
  [idp, home] = await Promise.all([startOtherIdp({ clients: CLIENTS }), makeFobHome({ env: { BROWSER } })]);
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await idp[Symbol.asyncDispose]();
});

const addressOf = (id: string): string => `other/${id}`;
const tokenOf = async (id: string): Promise<string> => (await home.fob(['token', addressOf(id)])).trimEnd();

async function add(address: string, members: readonly string[], secrets: object = {}): Promise<void> {
  await home.fob(['profile', 'add', address, `issuer=${idp.issuer}`, ...members]);
  for (const [member, input] of Object.entries(secrets) as [string, string][])
    await home.fob(['secret', 'set', address, member], { input });
}

async function logIn(address: string, how: Way['login']): Promise<void> {
  if (how === undefined) return;
  if (how === 'browser') {
    await home.fob(['login', address]);
    return;
  }
  const attempt = beginLogin(home, address, how);
  const url = await toldUrl(attempt);
  if (how === '--paste') attempt.type(`${await signInElsewhere(url)}\n`);
  else await approveDevice(`${url}?user_code=${toldCode(attempt)}`);
  expect((await attempt.ended).code, attempt.said()).toBe(0);
}

/** Refresh tokens that a client used, oldest first. */
const used = (id: string): unknown[] =>
  idp.tokenRequests
    .filter(({ client_id, grant_type }) => client_id === id && grant_type === 'refresh_token')
    .map(({ refresh_token }) => refresh_token);

describe('a profile by hand', () => {
  it.each(WAYS)('$id: is added, gets its secrets, and signs in where a person has to', async (way) => {
    const { id, members, secrets, login } = way;
    await add(addressOf(id), [`client_id=${id}`, ...members], secrets);
    const before = idp.tokenRequests.length;
    if (login !== undefined) {
      const { hint } = await refusal(home, ['token', addressOf(id)], 'sign_in_needed');
      expect(hint).toContain(`fob login ${addressOf(id)}`);
    }
    expect(idp.tokenRequests.length).toBe(before);
    await logIn(addressOf(id), login);
  });

  it('the agent is restarted', async () => {
    await home.fob(['agent', 'stop']);
  });

  it.each(WAYS)('$id: has a token that the server takes', async ({ id, bound }) => {
    const before = idp.signIns();
    expect(await idp.find(await tokenOf(id))).toMatchObject({
      clientId: id,
      ...(bound === true ? { jkt: expect.any(String) as string } : {}),
    });
    expect(idp.signIns(), 'nobody was asked to sign in again').toBe(before);
  });

  it.each(WAYS.filter(({ refreshes }) => refreshes === true))(
    '$id: refreshes again and again, each time with the newest refresh token',
    async ({ id, bound }) => {
      const tokens = new Set([await tokenOf(id)]);
      for (let round = 0; round < 4; round += 1) {
        await home.fob(['refresh', addressOf(id)]);
        tokens.add(await tokenOf(id));
      }
      expect(tokens.size).toBe(5);
      expect(new Set(used(id)).size).toBe(4);
      // A server that wants a nonce in the proof is asked twice, with the same refresh token.
      if (bound !== true) expect(used(id)).toHaveLength(4);
      expect(await idp.find([...tokens].at(-1) ?? '')).toMatchObject({ clientId: id });
    },
  );

  it('callers at the same time and a restart in between never use a refresh token twice', async () => {
    const refresh = () => home.run(['refresh', addressOf('public')]);
    for (let round = 0; round < 2; round += 1) {
      const runs = await Promise.all(Array.from({ length: 5 }, refresh));
      expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
      await home.fob(['agent', 'stop']);
    }
    expect(new Set(used('public')).size).toBe(used('public').length);
  });

  it('a stolen refresh token ends the session: exit 3, and a new sign-in is the way out', async () => {
    const [spent = ''] = used('public');
    const thief = await fetch(`${idp.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: 'public',
        refresh_token: String(spent),
      }),
    });
    expect(thief.status).toBe(400);
    const { message, hint } = await refusal(home, ['refresh', addressOf('public')], 'sign_in_needed');
    expect(message).toContain('invalid_grant');
    expect(hint).toContain(`fob login ${addressOf('public')}`);
    await logIn(addressOf('public'), 'browser');
    await home.fob(['refresh', addressOf('public')]);
    expect(await idp.find(await tokenOf('public'))).toMatchObject({ clientId: 'public' });
  });
});

describe('what the server has against it', () => {
  const wrong = { ...PASSWORD, password: 'wrong' };
  it.each([
    ['a wrong password', ['client_id=password', 'grant_type=password'], wrong, 'token', 'invalid_grant'],
    [
      'a client without that grant',
      ['client_id=device', 'grant_type=password'],
      PASSWORD,
      'token',
      'not allowed',
    ],
    ['a device of such a client', ['client_id=pushing', `grant_type=${DEVICE}`], {}, 'login', 'not allowed'],
    [
      'a pushed redirect URI that nobody registered',
      ['client_id=pushing', CODE, 'redirect_uri=http://127.0.0.1/elsewhere'],
      {},
      'login',
      'redirect_uri',
    ],
  ] as const)('%s: exit 4, and its own words', async (_what, members, secrets, command, words) => {
    await add('other/refused', members, secrets);
    const { message } = await refusal(home, [command, 'other/refused'], 'idp_refused');
    expect(message).toContain(words);
    await home.fob(['profile', 'remove', 'other/refused']);
  });
});
