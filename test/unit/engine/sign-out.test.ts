/** Signing out: all that there is gets revoked, what comes too late included, and nothing is made of what is revoked. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FobError } from '../../../core/index.ts';
import type { HttpAnswer } from '../../../core/index.ts';
import { createEngineFixture, PASSPHRASE } from '../../fakes/engine-fixture.ts';
import type { EngineFixture } from '../../fakes/engine-fixture.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import { ADDRESS, profileFile } from './kit.ts';

const IDP = 'https://idp.example';
const UNSUPPORTED = scriptedAnswer(400, { error: 'unsupported_token_type' });

let fixture: EngineFixture;
/** What was sent: `grant_type` and refresh token, or `revoke` and the token. */
let sent: string[];
/** Token sets that were given out. */
let count: number;
let tokenGate: Promise<object> | undefined;
let metadataGate: Promise<undefined> | undefined;
let revocation: (token: string) => HttpAnswer | Promise<HttpAnswer>;

beforeEach(async () => {
  sent = [];
  tokenGate = undefined;
  metadataGate = undefined;
  revocation = () => scriptedAnswer(200, '');
  count = 0;
  const { http } = createScriptedHttp(async ({ method, url, body }) => {
    if (method === 'GET') {
      sent.push('discovery');
      await metadataGate;
      return scriptedAnswer(200, { issuer: IDP, token_endpoint: `${IDP}/token` });
    }
    const form = new URLSearchParams(body);
    const token = form.get('token');
    if (token !== null) {
      sent.push(`revoke ${token}`);
      return revocation(token);
    }
    sent.push(`${form.get('grant_type') ?? url} ${form.get('refresh_token') ?? ''}`.trim());
    count += 1;
    const n = count;
    const tokens = { access_token: `access-${n}`, refresh_token: `refresh-${n}`, ...(await tokenGate) };
    return scriptedAnswer(200, { ...tokens, token_type: 'Bearer', expires_in: 300 });
  });
  fixture = createEngineFixture({ http });
  const { engine, clock } = fixture;
  await engine.start();
  await clock.until(engine.unlock(PASSPHRASE));
  await engine.addProfiles(profileFile({ revocation_endpoint: `${IDP}/revoke` }));
  await engine.refresh(ADDRESS);
  sent.length = 0;
});

it('revokes what a refresh under way brings, not what that has spent (R17)', async () => {
  const gate = Promise.withResolvers<object>();
  tokenGate = gate.promise;
  const refresh = fixture.engine.refresh(ADDRESS);
  await expect.poll(() => sent).toEqual(['refresh_token refresh-1']);
  const logout = fixture.engine.logout(ADDRESS);
  gate.resolve({});
  await refresh;
  expect(await logout).toEqual({ revoked: true });
  expect(sent).toEqual(['refresh_token refresh-1', 'revoke refresh-2', 'revoke access-2']);
});

it('a token that is asked for while it goes on is not made of the one that is revoked', async () => {
  const gate = Promise.withResolvers<HttpAnswer>();
  revocation = () => gate.promise;
  const logout = fixture.engine.logout(ADDRESS);
  await expect.poll(() => sent).toEqual(['revoke refresh-1']);
  expect((await fixture.engine.token(ADDRESS)).accessToken).toBe('access-2');
  gate.resolve(scriptedAnswer(200, ''));
  await logout;
  expect(sent).toEqual(['revoke refresh-1', 'client_credentials', 'revoke access-1']);
  expect((await fixture.engine.token(ADDRESS)).accessToken).toBe('access-2');
});

it('is a success where the IdP revokes no access tokens (RFC 7009 section 2.2.1)', async () => {
  revocation = (token) => (token.startsWith('access') ? UNSUPPORTED : scriptedAnswer(200, ''));
  expect(await fixture.engine.logout(ADDRESS)).toEqual({ revoked: true });
});

it('is none where the IdP does not revoke the refresh token, and forgets it all the same', async () => {
  revocation = () => UNSUPPORTED;
  expect(await fixture.engine.logout(ADDRESS)).toMatchObject({
    revoked: false,
    problem: { code: 'idp_refused' },
  });
  await fixture.engine.refresh(ADDRESS);
  expect(sent).toEqual(['revoke refresh-1', 'client_credentials']);
});

/** Something happens while the next record is written, for which the disk has no room if it fails. */
function atNextRecord(isFull: boolean, meanwhile = (): Promise<unknown> => Promise.resolve()): void {
  const { files } = fixture;
  const write = files.write.bind(files);
  const spy = vi.spyOn(files, 'write').mockImplementation(async (name, ...rest) => {
    if (!name.startsWith('vault/records/')) return write(name, ...rest);
    spy.mockRestore();
    await meanwhile();
    if (isFull) throw new FobError('storage_failed', 'No space (ENOSPC).');
    return write(name, ...rest);
  });
}

const otherScope = (): Promise<unknown> => fixture.engine.token(ADDRESS, { scope: 'other' });

it('revokes the tokens of other scopes too, asked for before a restart or after it', async () => {
  await otherScope();
  await fixture.engine.stop();
  const engine = fixture.restarted();
  await engine.start();
  await fixture.clock.until(engine.unlock(PASSPHRASE));
  await engine.token(ADDRESS, { audience: 'third' });
  sent.length = 0;
  revocation = (token) => (token === 'refresh-2' ? UNSUPPORTED : scriptedAnswer(200, ''));
  expect(await engine.logout(ADDRESS)).toMatchObject({ revoked: false, problem: { code: 'idp_refused' } });
  const tokens = ['access-1', 'access-3', 'refresh-1', 'refresh-2', 'refresh-3'];
  expect(sent.sort()).toEqual(tokens.map((token) => `revoke ${token}`));
  sent.length = 0;
  await engine.token(ADDRESS, { scope: 'other' });
  expect(sent).toEqual(['client_credentials']);
});

it('leaves to others what another client was given', async () => {
  await otherScope();
  await fixture.engine.addProfiles(profileFile({ revocation_endpoint: `${IDP}/revoke`, client_id: 'c2' }));
  await fixture.engine.refresh(ADDRESS);
  sent.length = 0;
  await fixture.engine.logout(ADDRESS);
  expect(sent).toEqual(['revoke refresh-3', 'revoke access-3']);
});

it('that cannot be written ends nothing, and loses nothing', async () => {
  atNextRecord(true);
  await expect(fixture.engine.logout(ADDRESS)).rejects.toMatchObject({ code: 'storage_failed' });
  expect(sent).toEqual([]);
  await fixture.engine.refresh(ADDRESS);
  expect(sent).toEqual(['refresh_token refresh-1']);
});

it.each([
  ['an answer', {}, ['revoke refresh-2', 'revoke access-2']],
  ['a refused answer', { access_token: undefined }, ['revoke refresh-2', 'revoke access-1']],
])(
  '%s that comes when the profile was removed is revoked with its secrets (R17)',
  async (_what, members, revoked) => {
    const secret = { client_secret: { from: 'vault' }, revocation_endpoint: `${IDP}/revoke` };
    await fixture.engine.logout(ADDRESS);
    await fixture.engine.addProfiles(profileFile(secret));
    await fixture.engine.setSecret(ADDRESS, 'client_secret', 'one');
    count = 0;
    await fixture.engine.refresh(ADDRESS);
    const gate = Promise.withResolvers<object>();
    tokenGate = gate.promise;
    const refresh = fixture.engine.refresh(ADDRESS).catch(() => undefined);
    await expect.poll(() => sent.at(-1)).toBe('refresh_token refresh-1');
    sent.length = 0;
    const removal = fixture.engine.removeProfile(ADDRESS);
    gate.resolve(members);
    await removal;
    expect(sent).toEqual(revoked);
    await refresh;
    expect([...fixture.files.content.keys()].filter((name) => name.includes('/records/'))).toEqual([]);
  },
);

describe('while a secret is written', () => {
  beforeEach(async () => {
    await fixture.engine.addProfiles(profileFile({ client_secret: { from: 'vault' } }));
    await fixture.engine.setSecret(ADDRESS, 'client_secret', 'one');
    await fixture.engine.refresh(ADDRESS);
    sent.length = 0;
  });

  it('its tokens stay as they were when it cannot be', async () => {
    atNextRecord(true);
    const setting = fixture.engine.setSecret(ADDRESS, 'client_secret', 'other');
    await expect(setting).rejects.toMatchObject({ code: 'storage_failed' });
    expect((await fixture.engine.token(ADDRESS)).accessToken).toBe('access-2');
    await fixture.engine.refresh(ADDRESS);
    expect(sent).toEqual(['refresh_token refresh-2']);
  });

  it.each([
    ['is lost with a secret that cannot be written', true, 'refresh_token refresh-3'],
    ['is kept with another secret', false, 'client_credentials'],
  ])('no session that a refresh renews meanwhile %s', async (_what, isFull, next) => {
    const gate = Promise.withResolvers<object>();
    tokenGate = gate.promise;
    const refresh = fixture.engine.refresh(ADDRESS);
    await expect.poll(() => sent).toEqual(['refresh_token refresh-2']);
    atNextRecord(isFull, () => {
      gate.resolve({});
      return new Promise((resolve) => setTimeout(resolve, 50));
    });
    await fixture.engine.setSecret(ADDRESS, 'client_secret', 'other').catch(() => undefined);
    await refresh;
    await fixture.engine.stop();
    const engine = fixture.restarted();
    await engine.start();
    await fixture.clock.until(engine.unlock(PASSPHRASE));
    await engine.refresh(ADDRESS);
    expect(sent).toEqual(['refresh_token refresh-2', next]);
  });
});

it.each([
  ['an answer', {}],
  // Its refresh token alone would be kept, were it not for the change.
  ['a refused answer', { access_token: undefined }],
])(
  '%s to a refresh that comes after the secret changed brings nothing back (R17)',
  async (_what, members) => {
    await fixture.engine.addProfiles(profileFile({ client_secret: { from: 'vault' } }));
    await fixture.engine.setSecret(ADDRESS, 'client_secret', 'one');
    await fixture.engine.refresh(ADDRESS);
    const gate = Promise.withResolvers<object>();
    tokenGate = gate.promise;
    const refresh = fixture.engine.refresh(ADDRESS).catch(() => undefined);
    await expect.poll(() => sent.at(-1)).toBe('refresh_token refresh-2');
    await fixture.engine.setSecret(ADDRESS, 'client_secret', 'other');
    gate.resolve(members);
    await refresh;
    tokenGate = undefined;
    await fixture.engine.refresh(ADDRESS);
    expect(sent.at(-1)).toBe('client_credentials');
  },
);

it('a profile that is removed while its refresh begins leaves no record behind (R17)', async () => {
  const discovered = { issuer: IDP, token_endpoint: undefined };
  await fixture.engine.addProfiles(profileFile(discovered));
  await fixture.engine.refresh(ADDRESS);
  await fixture.engine.addProfiles(profileFile({ ...discovered, notes: 'its metadata is read anew' }));
  const gate = Promise.withResolvers<undefined>();
  metadataGate = gate.promise;
  sent.length = 0;
  const refresh = fixture.engine.refresh(ADDRESS).catch(() => undefined);
  await expect.poll(() => sent).toEqual(['discovery']);
  await fixture.clock.until(fixture.engine.removeProfile(ADDRESS));
  gate.resolve(undefined);
  await refresh;
  expect([...fixture.files.content.keys()].filter((name) => name.includes('/records/'))).toEqual([]);
});
