/** The demo's identity provider over real connections: whom it answers, what its tokens say, and what it refuses. */
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createStartDemo } from '../../../agent/demo/provider.ts';
import { systemClock } from '../../../core/node/system-clock.ts';
import { systemRandom } from '../../../core/node/system-random.ts';
import type { DemoClient, DemoProvider } from '../../../core/ports/demo.ts';
import { exchange } from './raw-http.ts';
import type { RawAnswer, RawRequest } from './raw-http.ts';

const start = createStartDemo({
  clock: systemClock,
  random: systemRandom,
  log: { info: () => undefined, warn: (line) => expect.fail(line) },
});

interface Scene {
  readonly demo: DemoProvider;
  readonly dev: DemoClient;
  readonly beta: DemoClient;
  readonly send: (request: RawRequest) => Promise<RawAnswer>;
}

async function begin(): Promise<Scene> {
  const demo = await start(['dev', 'beta']);
  onTestFinished(() => demo.close());
  const [dev, beta] = demo.clients;
  if (dev === undefined || beta === undefined)
    throw new Error('The demo has not the clients it was asked for.');
  const { host, port } = new URL(dev.issuer);
  const send = ({ headers = [['Host', host]], ...request }: RawRequest): Promise<RawAnswer> =>
    exchange({ host: '127.0.0.1', port: Number(port) }, { ...request, headers });
  return { demo, dev, beta, send };
}

const FORM = 'application/x-www-form-urlencoded';

interface TokenWish {
  readonly client?: DemoClient;
  readonly secret?: string;
  readonly by?: 'basic' | 'post';
  readonly extra?: string;
  readonly type?: string;
  readonly grant?: string;
}

/** A token request at the issuer of dev. */
function ask({ dev, send }: Scene, wish: TokenWish = {}): Promise<RawAnswer> {
  const { client = dev, by = 'basic', extra = '', type = FORM, grant = 'client_credentials' } = wish;
  const { clientId, clientSecret } = client;
  const secret = wish.secret ?? clientSecret;
  const { host, pathname } = new URL(dev.issuer);
  const basic = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;
  const inBody = by === 'post' ? `&client_id=${clientId}&client_secret=${secret}` : '';
  return send({
    method: 'POST',
    path: `${pathname}/token`,
    headers: [
      ['Host', host],
      ['Content-Type', type],
      ...(by === 'basic' ? ([['Authorization', basic]] as const) : []),
    ],
    body: `grant_type=${grant}${inBody}${extra}`,
  });
}

const json = ({ body }: RawAnswer): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;

describe('a token of the demo', () => {
  it.each(['basic', 'post'] as const)('comes by client_secret_%s and verifies by its keys', async (by) => {
    const scene = await begin();
    const { dev, send } = scene;
    const { pathname, host } = new URL(dev.issuer);
    const metadata = json(await send({ path: `${pathname}/.well-known/openid-configuration` }));
    expect(metadata).toMatchObject({
      issuer: dev.issuer,
      token_endpoint: `http://${host}${pathname}/token`,
      jwks_uri: `http://${host}${pathname}/jwks`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
    const keys = json(await send({ path: `${pathname}/jwks` })) as unknown as JSONWebKeySet;
    expect(JSON.stringify(keys)).not.toContain('"d"');

    const answer = await ask(scene, { by });
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { access_token: token, ...rest } = json(answer);
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 300, scope: 'demo:read' });
    const { payload, protectedHeader } = await jwtVerify(String(token), createLocalJWKSet(keys), {
      issuer: dev.issuer,
      audience: 'https://api.dev.example',
      typ: 'at+jwt',
    });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: keys.keys[0]?.kid });
    expect(payload).toMatchObject({ sub: 'fob-demo-dev', client_id: 'fob-demo-dev', scope: 'demo:read' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
    expect(payload.jti).toMatch(/^[\w-]{22}$/);
    const other = json(await send({ path: `${new URL(scene.beta.issuer).pathname}/jwks` }));
    const otherKeys = createLocalJWKSet(other as unknown as JSONWebKeySet);
    await expect(jwtVerify(String(token), otherKeys)).rejects.toThrow();
  });

  it.each<[string, number, string, (scene: Scene) => TokenWish]>([
    ['a wrong secret, by header', 401, 'invalid_client', () => ({ secret: 'wrong' })],
    ['a wrong secret, by body', 401, 'invalid_client', () => ({ secret: 'wrong', by: 'post' })],
    ['no secret', 401, 'invalid_client', () => ({ secret: '' })],
    ['the client of another environment', 401, 'invalid_client', ({ beta }) => ({ client: beta })],
    [
      'another client with the right secret',
      401,
      'invalid_client',
      ({ dev }) => ({ client: { ...dev, clientId: 'fob-demo-beta' } }),
    ],
    [
      'two ways to authenticate',
      400,
      'invalid_request',
      ({ dev }) => ({ extra: `&client_secret=${dev.clientSecret}` }),
    ],
    ['a parameter twice', 400, 'invalid_request', () => ({ extra: '&grant_type=client_credentials' })],
    ['JSON', 400, 'invalid_request', () => ({ type: 'application/json' })],
    ['another grant', 400, 'unsupported_grant_type', () => ({ grant: 'password' })],
    ['an unknown scope', 400, 'invalid_scope', () => ({ extra: '&scope=demo:read+admin' })],
  ])('is not handed out for %s', async (_what, status, error, wish) => {
    const scene = await begin();
    const answer = await ask(scene, wish(scene));
    expect(answer.status).toBe(status);
    expect(json(answer)).toMatchObject({ error });
    expect(answer.body).not.toContain('access_token');
  });
});

describe('what listens for the demo', () => {
  it.each<[string, number, (scene: { base: string; host: string }) => RawRequest]>([
    [
      'another host (DNS rebinding)',
      403,
      ({ base }) => ({ path: `${base}/jwks`, headers: [['Host', 'evil.example']] }),
    ],
    [
      'localhost, which it did not name',
      403,
      ({ base, host }) => ({
        path: `${base}/jwks`,
        headers: [['Host', host.replace('127.0.0.1', 'localhost')]],
      }),
    ],
    ['another path', 404, () => ({ path: '/' })],
    ['a path that leads to one of its own', 404, ({ base }) => ({ path: `${base}/../dev/jwks` })],
    ['a query', 404, ({ base }) => ({ path: `${base}/jwks?a` })],
    ['a URL of another host', 404, ({ base }) => ({ path: `http://evil.example${base}/jwks` })],
    ['a token by GET', 405, ({ base }) => ({ path: `${base}/token` })],
    ['its keys by POST', 405, ({ base }) => ({ method: 'POST', path: `${base}/jwks`, body: 'a=b' })],
    [
      'a body that is too large',
      413,
      ({ base }) => ({ method: 'POST', path: `${base}/token`, body: 'a'.repeat(8 * 1024 + 1) }),
    ],
  ])('refuses %s', async (_what, status, request) => {
    const { dev, send } = await begin();
    const { host, pathname } = new URL(dev.issuer);
    const answer = await send(request({ base: pathname, host }));
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain('"keys"');
  });

  it('has new secrets each time, and is gone when it is closed', async () => {
    const [first, second] = [await begin(), await begin()];
    const secrets = [...first.demo.clients, ...second.demo.clients].map(({ clientSecret }) => clientSecret);
    expect(new Set(secrets).size).toBe(4);
    await first.demo.close();
    expect((await ask(first)).status).toBe(0);
    expect((await ask(second)).status).toBe(200);
  });
});
