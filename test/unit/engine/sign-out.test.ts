/** Signing out: all that there is gets revoked, what comes too late included, and nothing is made of what is revoked. */
import { beforeEach, expect, it } from 'vitest';
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
let tokenGate: Promise<object> | undefined;
let metadataGate: Promise<undefined> | undefined;
let revocation: (token: string) => HttpAnswer | Promise<HttpAnswer>;

beforeEach(async () => {
  sent = [];
  tokenGate = undefined;
  metadataGate = undefined;
  revocation = () => scriptedAnswer(200, '');
  let count = 0;
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
  await fixture.engine.removeProfile(ADDRESS);
  gate.resolve(undefined);
  await refresh;
  expect([...fixture.files.content.keys()].filter((name) => name.includes('/records/'))).toEqual([]);
});
