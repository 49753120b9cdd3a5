/** The real engine asks a real IdP about opaque tokens: as each kind of client, and with each kind of bound token. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, HttpClientFactory } from '../../core/index.ts';
import { systemClock } from '../../core/node/system-clock.ts';
import { createUndiciHttp } from '../../core/node/undici-http.ts';
import type { ProfilesFile } from '../../shared/profile.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';
import { createEngineFixture, PASSPHRASE } from '../fakes/engine-fixture.ts';
import type { MatrixCell } from '../provider/matrix/cell.ts';
import { startMatrixWorld } from '../provider/matrix-idp.ts';
import type { MatrixWorld } from '../provider/matrix-idp.ts';
import { signInByScript } from '../provider/scripted-browser.ts';

const CLIENT = {
  grantType: 'client_credentials',
  authMethod: 'client_secret_basic',
  interactive: false,
  mtls: false,
  opaque: true,
} as const;
const PERSON = { ...CLIENT, grantType: 'password' } as const;

const CELLS: readonly MatrixCell[] = [
  { ...CLIENT, address: 'ask/basic' },
  { ...CLIENT, address: 'ask/post', authMethod: 'client_secret_post' },
  { ...CLIENT, address: 'ask/key', authMethod: 'private_key_jwt', signingAlg: 'PS256' },
  { ...CLIENT, address: 'ask/jwt', opaque: false },
  { ...PERSON, address: 'ask/person' },
  { ...PERSON, address: 'ask/certificate', authMethod: 'tls_client_auth', mtls: true },
  { ...PERSON, address: 'ask/dpop', dpop: 'plain' },
  { ...PERSON, address: 'ask/dpop-nonce', dpop: 'nonce' },
  { ...CLIENT, address: 'ask/code', grantType: 'authorization_code', authMethod: 'none', interactive: true },
];

let world: MatrixWorld;
let engine: Engine;
/** What the engine sent: method and path, oldest first. */
const sent: string[] = [];
const asked = (path: string): number => sent.filter((each) => each.endsWith(` ${path}`)).length;

function counting(make: HttpClientFactory): HttpClientFactory {
  return async (...given) => {
    const client = await make(...given);
    return {
      request: (url, request, limits) => {
        sent.push(`${request.method} ${new URL(url).pathname}`);
        return client.request(url, request, limits);
      },
      close: () => client.close(),
    };
  };
}

/** The secret of `ask/post` comes from the environment, where it can change under a token that still lives. */
let secretOfPost = '';
const withVariable = ({ version, services }: ProfilesFile): ProfilesFile => ({
  version,
  services: services.map((service) => ({
    ...service,
    environments: service.environments.map((entry) =>
      entry.id === 'post' ? { ...entry, client_secret: { from: 'env', name: 'POST_SECRET' } } : entry,
    ),
  })),
});

beforeAll(async () => {
  world = await startMatrixWorld(CELLS);
  const clock = { ...systemClock, busy: () => false } as FakeClock;
  const nothing = () => Promise.reject(new Error('no profile here has such a secret'));
  const secretSources = { env: () => Promise.resolve(secretOfPost), file: nothing, exec: nothing };
  const http = counting(createUndiciHttp({}));
  ({ engine } = createEngineFixture({ http, clock, ports: { secretSources } }));
  await engine.start();
  await engine.unlock(PASSPHRASE);
  await engine.addProfiles(JSON.stringify(withVariable(world.profiles)));
  for (const { address, member, value } of world.secrets) {
    if (address === 'ask/post') secretOfPost = value;
    else await engine.setSecret(address, member, value);
  }
});
afterAll(async () => {
  await engine.stop();
  await world.close();
});

describe('introspection', () => {
  it.each(['ask/basic', 'ask/post', 'ask/key', 'ask/certificate', 'ask/dpop-nonce'] as const)(
    'of the opaque token of %s, as that client',
    async (address) => {
      await engine.token(address);
      sent.length = 0;
      const view = await engine.claims(address);
      expect(view).not.toHaveProperty('accessToken');
      expect(view.introspection).toMatchObject({
        kind: 'active',
        claims: {
          active: true,
          client_id: `matrix:${address}`,
          iss: world.issuerOf(address),
          exp: expect.any(Number) as number,
        },
      });
      expect(sent.filter((each) => each !== 'GET /jwks')).toEqual(['POST /token/introspection']);
      expect(JSON.stringify(view)).not.toContain((await engine.token(address)).accessToken);
    },
  );

  it('says that a token is not active any more, as soon as it was revoked', async () => {
    const address = 'ask/basic';
    const { accessToken } = await engine.token(address);
    await revoke(address, accessToken);
    expect((await engine.claims(address)).introspection).toEqual({ kind: 'inactive' });
  });

  it('tells of a refusal in the words of the IdP, and claims does not fail for it', async () => {
    const address = 'ask/post';
    const held = await engine.token(address);
    secretOfPost = 'canary-that-the-IdP-does-not-know';
    sent.length = 0;
    const view = await engine.claims(address);
    expect(view.introspection).toMatchObject({ kind: 'not_answered', reason: { code: 'idp_refused' } });
    expect(JSON.stringify(view)).toContain('invalid_client');
    expect(JSON.stringify(view)).not.toContain('canary');
    expect(asked('/token/introspection')).toBe(1);
    expect((await engine.token(address)).accessToken).toBe(held.accessToken);
  });

  it('is not asked for a token that is a JWT', async () => {
    await engine.token('ask/jwt');
    sent.length = 0;
    const { accessToken, introspection } = await engine.claims('ask/jwt');
    expect(accessToken?.verification.kind).toBe('verified');
    expect(introspection).toBeUndefined();
    expect(asked('/token/introspection')).toBe(0);
  });
});

async function revoke(address: 'ask/basic', token: string): Promise<void> {
  const secret = world.secrets.find((each) => each.address === address)?.value ?? '';
  const encoded = new URLSearchParams([[`matrix:${address}`, secret]]).toString().replace('=', ':');
  const answer = await fetch(`${world.issuerOf(address)}/token/revocation`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(encoded)}` },
    body: new URLSearchParams({ token }),
  });
  if (answer.status !== 200) throw new Error(`the token was not revoked: ${answer.status}`);
}

describe('userinfo', () => {
  it.each(['ask/person', 'ask/certificate', 'ask/dpop', 'ask/dpop-nonce'])(
    'knows the person of %s',
    async (address) => {
      await engine.token(address);
      sent.length = 0;
      const { claims, subject } = await engine.userinfo(address);
      expect({ sub: claims.sub, subject }).toEqual({ sub: 'matrix-person-1', subject: 'matches' });
      expect(asked('/me')).toBe(1);
    },
  );

  it('knows who signed in with a browser', async () => {
    const start = await engine.login('ask/code');
    if (start.kind !== 'browser') throw new Error('expected a browser sign-in');
    await signInByScript(start.url);
    await engine.loginDone('ask/code');
    expect(await engine.userinfo('ask/code')).toMatchObject({
      claims: { sub: 'matrix-person-1' },
      subject: 'matches',
    });
  });

  it('is refused, once and in the words of the IdP, where nobody signed in', async () => {
    sent.length = 0;
    await expect(engine.userinfo('ask/key')).rejects.toMatchObject({
      code: 'idp_refused',
      message: expect.stringContaining('userinfo_endpoint of ask/key refused the access token') as string,
    });
    expect(asked('/me')).toBe(1);
  });
});
