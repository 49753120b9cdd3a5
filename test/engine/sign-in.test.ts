/** Sign-ins of the real engine at a plain oidc-provider: code with PKCE, device code, PAR, DPoP, sign-out. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../core/index.ts';
import { systemClock } from '../../core/node/system-clock.ts';
import { createUndiciHttp } from '../../core/node/undici-http.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';
import { createEngineFixture, PASSPHRASE } from '../fakes/engine-fixture.ts';
import type { EngineFixture } from '../fakes/engine-fixture.ts';
import { addInteractions, interactionPath } from '../provider/interactions.ts';
import { approveDevice, signInByScript } from '../provider/scripted-browser.ts';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

let server: Server;
let issuer = '';
const seen: { path: string; body: string }[] = [];
let fixture: EngineFixture;
let engine: Engine;

const CONFIGURATION: Configuration = {
  clients: [
    {
      client_id: 'app',
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback'],
      grant_types: ['authorization_code', 'refresh_token', DEVICE],
      response_types: ['code'],
    },
  ],
  scopes: ['openid', 'offline_access', 'email'],
  rotateRefreshToken: true,
  issueRefreshToken: (_ctx, client) => Promise.resolve(client.grantTypeAllowed('refresh_token')),
  interactions: { url: (_ctx, interaction) => interactionPath(interaction.uid) },
  features: {
    devInteractions: { enabled: false },
    deviceFlow: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    dPoP: { enabled: true },
    revocation: { enabled: true },
    introspection: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
};

beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, CONFIGURATION);
  addInteractions(provider, 'person-1');
  const answer = provider.callback();
  server.on('request', (request, response) => {
    seen.push({ path: (request.url ?? '').split('?')[0] ?? '', body: '' });
    void answer(request, response);
  });
});

afterAll(() => void server.close());

const profiles = (changes: object = {}): string =>
  JSON.stringify({
    version: 1,
    services: [
      {
        id: 'acme',
        environments: [
          {
            id: 'user',
            issuer,
            client_id: 'app',
            grant_type: 'authorization_code',
            scope: 'openid offline_access',
            ...changes,
          },
        ],
      },
    ],
  });

beforeEach(async () => {
  seen.length = 0;
  fixture = createEngineFixture({
    http: createUndiciHttp({}),
    clock: { ...systemClock, busy: () => false } as FakeClock,
  });
  engine = fixture.engine;
  await engine.start();
  await engine.unlock(PASSPHRASE);
});

const asked = (path: string): number => seen.filter((request) => request.path === path).length;

async function signIn(): Promise<void> {
  const start = await engine.login('acme/user');
  if (start.kind !== 'browser') throw new Error('expected a browser sign-in');
  await signInByScript(start.url);
  await engine.loginDone('acme/user');
}

describe('authorization code', () => {
  it('is never begun by asking for a token, and nothing is sent', async () => {
    await engine.addProfiles(profiles());
    await expect(engine.token('acme/user')).rejects.toMatchObject({ code: 'sign_in_needed' });
    expect(seen).toEqual([]);
  });

  it('signs in, hands out tokens, refreshes without the person, and survives a restart', async () => {
    await engine.addProfiles(profiles());
    await signIn();
    const first = await engine.token('acme/user');
    await engine.refresh('acme/user');
    const second = await engine.token('acme/user');
    expect(second.accessToken).not.toBe(first.accessToken);
    await engine.stop();
    const next = fixture.restarted();
    await next.start();
    await next.unlock(PASSPHRASE);
    await expect(next.token('acme/user')).resolves.toMatchObject({ accessToken: second.accessToken });
    const { idToken } = await next.claims('acme/user');
    expect(idToken).toMatchObject({ payload: { sub: 'person-1' }, verification: { kind: 'verified' } });
    expect(asked('/auth')).toBe(1);
  });

  it.each([
    ['auto', 1],
    ['always', 1],
    ['never', 0],
  ])('pushes its request with "par": "%s" %i time(s)', async (par, times) => {
    await engine.addProfiles(profiles({ par }));
    await signIn();
    expect(asked('/request')).toBe(times);
    await expect(engine.token('acme/user')).resolves.toBeDefined();
  });

  it('binds its tokens to a key of its own with DPoP, over refreshes', async () => {
    await engine.addProfiles(profiles({ dpop: true }));
    await signIn();
    await expect(engine.token('acme/user')).resolves.toMatchObject({ tokenType: 'dpop' });
    await engine.refresh('acme/user');
    await expect(engine.token('acme/user')).resolves.toMatchObject({ tokenType: 'dpop' });
  });

  it('ends at once when the person cancels, and leaves no port open', async () => {
    await engine.addProfiles(profiles());
    const start = await engine.login('acme/user');
    if (start.kind !== 'browser') throw new Error('expected a browser sign-in');
    const done = expect(engine.loginDone('acme/user')).rejects.toMatchObject({ code: 'sign_in_cancelled' });
    engine.cancelLogin('acme/user');
    await done;
    await expect(fetch(start.redirectUri)).rejects.toThrow();
  });

  it('takes no answer with another state, and sends no code on', async () => {
    await engine.addProfiles(profiles());
    const start = await engine.login('acme/user');
    if (start.kind !== 'browser') throw new Error('expected a browser sign-in');
    for (const query of ['?code=x&state=wrong', '?code=x', '?code=x&state=']) {
      expect((await fetch(`${start.redirectUri}${query}`)).status).toBe(404);
    }
    expect(asked('/token')).toBe(0);
    engine.cancelLogin('acme/user');
  });

  it('is finished by a pasted address when the browser is elsewhere', async () => {
    await engine.addProfiles(profiles({ par: 'never' }));
    const start = await engine.login('acme/user');
    if (start.kind !== 'browser') throw new Error('expected a browser sign-in');
    await expect(engine.pasteCallback('acme/user', 'https://example.org/')).rejects.toMatchObject({
      code: 'usage',
    });
    const state = new URL(start.url).searchParams.get('state') ?? '';
    const refused = engine.pasteCallback(
      'acme/user',
      `${start.redirectUri}?error=access_denied&state=${state}&iss=${encodeURIComponent(issuer)}`,
    );
    await expect(refused).rejects.toMatchObject({ code: 'idp_refused' });
    expect(asked('/token')).toBe(0);
  });

  it('signs out: revokes at the IdP, forgets here, and needs a sign-in again', async () => {
    await engine.addProfiles(profiles());
    await signIn();
    const result = await engine.logout('acme/user');
    expect(result).toMatchObject({
      revoked: true,
      endSessionUrl: expect.stringContaining('/session/end') as string,
    });
    expect(asked('/token/revocation')).toBeGreaterThan(0);
    await expect(engine.token('acme/user')).rejects.toMatchObject({ code: 'sign_in_needed' });
  });
});

describe('device code', () => {
  it('shows a code, waits, and has a token when the person said yes', async () => {
    await engine.addProfiles(profiles({ grant_type: DEVICE }));
    const start = await engine.login('acme/user');
    if (start.kind !== 'device') throw new Error('expected a device sign-in');
    expect(engine.snapshot().services[0]?.environments[0]?.signIn).toMatchObject({
      kind: 'device',
      userCode: start.userCode,
    });
    await approveDevice(start.verificationUriComplete ?? '');
    await engine.loginDone('acme/user');
    await expect(engine.token('acme/user')).resolves.toBeDefined();
  });
});
