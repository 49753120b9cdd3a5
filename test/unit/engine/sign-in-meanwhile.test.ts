/** Sign-ins that meet a lock, or each other. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createEngineFixture, PASSPHRASE } from '../../fakes/engine-fixture.ts';
import type { EngineFixture } from '../../fakes/engine-fixture.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import { ADDRESS, profileFile } from './kit.ts';
import { IDP, metadataOf } from './two-idps.ts';

const { privateKey, publicKey } = await generateKeyPair('RS256');
const KEYS = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] };
const DEVICE = {
  device_code: 'd',
  user_code: 'U',
  verification_uri: `${IDP}/go`,
  expires_in: 60,
  interval: 1,
};
const CANCELLED = { code: 'sign_in_cancelled' };

let fixture: EngineFixture;
let nonce: string;
/** Paths that were asked for. */
let sent: string[];
/** The path that is answered only when `answer` is called. */
let held: string;
let answer: () => void;

beforeEach(async () => {
  sent = [];
  held = '';
  const gate = Promise.withResolvers<undefined>();
  answer = () => gate.resolve(undefined);
  const { http } = createScriptedHttp(async ({ url }) => {
    const { pathname } = new URL(url);
    sent.push(pathname);
    if (pathname === held) await gate.promise;
    if (pathname === '/machine') return scriptedAnswer(200, TOKENS);
    if (pathname === '/revoke') return scriptedAnswer(200, '');
    if (pathname === '/device') return scriptedAnswer(200, DEVICE);
    if (pathname === '/jwks') return scriptedAnswer(200, KEYS);
    const more = { device_authorization_endpoint: `${IDP}/device` };
    if (pathname !== '/token') return scriptedAnswer(200, metadataOf(IDP, more));
    return scriptedAnswer(200, { ...TOKENS, refresh_token: 'refresh-1', id_token: await idToken() });
  });
  fixture = createEngineFixture({ http });
  const { engine, clock } = fixture;
  await engine.start();
  await clock.until(engine.unlock(PASSPHRASE));
  await engine.addProfiles(fileOf('openid'));
  await engine.setSecret(ADDRESS, 'client_secret', 's3cret');
});

const fileOf = (scope: string): string =>
  profileFile({
    issuer: IDP,
    token_endpoint: undefined,
    client_secret: { from: 'vault' },
    grant_type: 'authorization_code',
    scope,
  });

const TOKENS = { access_token: 'access-1', token_type: 'Bearer', expires_in: 300 };

function idToken(): Promise<string> {
  const now = Math.floor(fixture.clock.now() / 1000);
  // The library counts by the system's clock.
  const exp = now + 10 * 365 * 24 * 3600;
  const claims = { iss: IDP, aud: 'c1', sub: 'ann', iat: now, exp, nonce };
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(privateKey);
}

/** Comes back from the browser, after what happens meanwhile; the sign-in is not settled yet. */
async function comeBack(
  meanwhile = (): Promise<unknown> => Promise.resolve(),
): Promise<{ readonly pasting: Promise<void> }> {
  const start = await fixture.engine.login(ADDRESS);
  if (start.kind !== 'browser') throw new Error('not a sign-in by browser');
  const query = new URL(start.url).searchParams;
  nonce = query.get('nonce') ?? '';
  await meanwhile();
  const callback = `${start.redirectUri}?code=1&state=${query.get('state') ?? ''}`;
  return { pasting: fixture.engine.pasteCallback(ADDRESS, callback) };
}

it('a lock waits for one whose tokens are there and are being checked, so that they are not lost', async () => {
  const { engine, clock } = fixture;
  held = '/jwks';
  const { pasting } = await comeBack();
  await vi.waitFor(() => expect(sent).toContain('/jwks'));
  const locking = engine.lock();
  setImmediate(answer);
  await Promise.all([pasting, locking]);
  await clock.until(engine.unlock(PASSPHRASE));
  expect((await engine.token(ADDRESS)).accessToken).toBe('access-1');
});

it('a lock waits for such a one also when another was begun in its place', async () => {
  const { engine, clock } = fixture;
  held = '/jwks';
  const { pasting } = await comeBack();
  await vi.waitFor(() => expect(sent).toContain('/jwks'));
  await engine.login(ADDRESS);
  const locking = engine.lock();
  setImmediate(answer);
  await Promise.all([pasting, locking]);
  await clock.until(engine.unlock(PASSPHRASE));
  expect((await engine.token(ADDRESS)).accessToken).toBe('access-1');
});

it('while a lock waits for one, no refresh begins', async () => {
  const { engine, clock } = fixture;
  const machine = profileFile({ token_endpoint: `${IDP}/machine` }).replace('"acme"', '"machine"');
  await engine.addProfiles(machine);
  await engine.token('machine/dev');
  held = '/token';
  const { pasting } = await comeBack();
  const outcome = pasting.catch(() => undefined);
  await vi.waitFor(() => expect(sent).toContain('/token'));
  const locking = engine.lock();
  await clock.advance(290_000);
  answer();
  await Promise.all([locking, outcome]);
  expect(sent.filter((path) => path === '/machine')).toHaveLength(1);
});

it('a lock ends one that has not come as far as the browser', async () => {
  const { engine, clock } = fixture;
  held = '/.well-known/openid-configuration';
  const login = engine.login(ADDRESS);
  await vi.waitFor(() => expect(sent).toContain(held));
  await engine.lock();
  await clock.until(engine.unlock(PASSPHRASE));
  answer();
  await expect(login).rejects.toMatchObject(CANCELLED);
  expect(engine.snapshot().services[0]?.environments[0]).not.toHaveProperty('signIn');
});

describe('whose tokens are asked for already', () => {
  const byBrowser = async (): Promise<unknown> => (await comeBack()).pasting.catch(() => undefined);
  const byDevice = (): Promise<unknown> => fixture.engine.login(ADDRESS, { device: true });
  const revoked = { sent: ['/revoke', '/revoke'] };
  const isAsked = async (begin: () => Promise<unknown>): Promise<void> => {
    held = '/token';
    void begin();
    await vi.waitFor(() => expect(sent).toContain('/token'), { timeout: 3_000 });
    sent.length = 0;
  };

  it.each([
    ['by browser', byBrowser],
    ['by device', byDevice],
  ])('that is cancelled keeps none of them, and revokes what comes (R17): %s', async (_how, begin) => {
    const { engine } = fixture;
    await isAsked(begin);
    const done = expect(engine.loginDone(ADDRESS)).rejects.toMatchObject(CANCELLED);
    engine.cancelLogin(ADDRESS);
    await done;
    answer();
    await vi.waitFor(() => expect({ sent }).toEqual(revoked));
    await expect(engine.token(ADDRESS)).rejects.toMatchObject({ code: 'sign_in_needed' });
  });

  it.each([
    ['by browser', byBrowser, false],
    ['by device', byDevice, false],
    ['and was cancelled just before', byBrowser, true],
  ])('that a lock ends has them revoked before its secrets are shut away: %s', async (_how, begin, early) => {
    const { engine } = fixture;
    await isAsked(begin);
    const done = expect(engine.loginDone(ADDRESS)).rejects.toMatchObject(CANCELLED);
    if (early) engine.cancelLogin(ADDRESS);
    if (early) await done;
    const locking = engine.lock();
    await done;
    answer();
    await locking;
    expect({ sent }).toEqual(revoked);
    expect(fixture.warnings).toEqual([]);
  });
});

it('a lock does not wait for one that waits for a person', async () => {
  const { engine } = fixture;
  await engine.login(ADDRESS, { device: true });
  await engine.addProfiles(fileOf('openid').replace('"acme"', '"aaa"'));
  await engine.setSecret('aaa/dev', 'client_secret', 's3cret');
  await engine.login('aaa/dev');
  const begun = performance.now();
  await engine.lock();
  expect(performance.now() - begun).toBeLessThan(500);
});

it('of two that are begun at once the second goes on', async () => {
  const { engine } = fixture;
  held = '/.well-known/openid-configuration';
  const first = engine.login(ADDRESS);
  await vi.waitFor(() => expect(sent).toContain(held));
  const second = engine.login(ADDRESS);
  setImmediate(answer);
  await expect(first).rejects.toMatchObject(CANCELLED);
  expect(await second).toMatchObject({ kind: 'browser' });
  engine.cancelLogin(ADDRESS);
  await expect(engine.loginDone(ADDRESS)).rejects.toMatchObject(CANCELLED);
});

it.each([
  ['by Fob', () => fixture.engine.addProfiles(fileOf('openid email'))],
  ['by hand', () => write(fileOf('openid email'))],
])('one for a profile that was changed %s does not count for what it is now', async (_how, change) => {
  const { engine } = fixture;
  const { pasting } = await comeBack(change);
  await expect(pasting).rejects.toMatchObject({
    code: 'sign_in_needed',
    message: expect.stringMatching(/changed/) as string,
    hint: expect.stringMatching(/fob login acme\/dev/) as string,
  });
  expect(engine.snapshot().services[0]?.environments[0]).toMatchObject({ status: 'idle' });
  // Nothing is lost for whoever takes the change back.
  await engine.addProfiles(fileOf('openid'));
  expect((await engine.token(ADDRESS)).accessToken).toBe('access-1');
});

it('one for a profile that was changed and is back as it was counts', async () => {
  const { engine } = fixture;
  // Others are looked at first.
  await engine.addProfiles(fileOf('openid').replace('"acme"', '"aaa"'));
  const { pasting } = await comeBack(async () => {
    const whole = new TextDecoder().decode(fixture.files.content.get('profiles.json'));
    const swapped = JSON.parse(whole) as { services: object[] };
    await write('{');
    await engine.reload();
    await write(JSON.stringify({ ...swapped, services: swapped.services.reverse() }));
  });
  await pasting;
  expect((await engine.token(ADDRESS)).accessToken).toBe('access-1');
});

const write = (text: string): Promise<void> =>
  fixture.files.write('profiles.json', new TextEncoder().encode(text));
