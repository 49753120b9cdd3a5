/** After a repair or a restore nobody gets what was remembered of before; newer tokens are not given up for it. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ADDRESS, beginScene, PASSPHRASE } from './kit.ts';
import type { Scene } from './kit.ts';

const RECORD = 'vault/records/acme+dev.json';
const HARM = new TextEncoder().encode('{}');

let scene: Scene;
beforeEach(async () => {
  scene = await beginScene({ client_secret: { from: 'vault' } }, (idp) => {
    idp.refreshTokens = true;
  });
  await scene.engine.setSecret(ADDRESS, 'client_secret', 'one');
  await scene.take();
});

const restore = (text: string, replace: boolean) => scene.engine.vault.restore(text, PASSPHRASE, replace);

describe('a restore', () => {
  it('with replace hands out the token of the backup, not the one in memory', async () => {
    const first = await scene.take();
    const text = await scene.engine.vault.backup();
    await scene.engine.refresh(ADDRESS);
    expect(await scene.take()).not.toBe(first);
    expect(await restore(text, false)).toMatchObject({ restored: [], kept: [ADDRESS] });
    expect(await scene.take()).not.toBe(first);
    expect(await restore(text, true)).toMatchObject({ restored: [ADDRESS] });
    expect(await scene.take()).toBe(first);
  });

  it('forgets the secrets that were read before it', async () => {
    const text = await scene.engine.vault.backup();
    await scene.engine.setSecret(ADDRESS, 'client_secret', 'two');
    await scene.take();
    await restore(text, true);
    const seen = await scene.engine.vault.checkup({ address: ADDRESS });
    expect(seen.profile?.secrets).toEqual([{ member: 'client_secret', from: 'vault', there: true }]);
    expect(JSON.stringify(seen)).not.toMatch(/"(one|two)"/);
  });

  it('adds the profiles and pins that are not here, and never changes one that is', async () => {
    await scene.engine.pin(ADDRESS, true);
    const text = await scene.engine.vault.backup();
    const own = await beginScene({ client_id: 'mine' });
    const before = own.engine.showProfile(ADDRESS);
    const restored = own.engine.vault.restore(text, PASSPHRASE, false);
    expect(await restored).toMatchObject({ restored: [ADDRESS], profiles: { added: [] } });
    expect(own.engine.showProfile(ADDRESS)).toEqual(before);
    await own.engine.removeProfile(ADDRESS);
    const again = await own.engine.vault.restore(text, PASSPHRASE, false);
    expect(again.profiles).toEqual({ added: [ADDRESS], unlike: [] });
    expect(own.view()).toMatchObject({ pinned: true, clientId: 'c1' });
  });

  it('into a broken profile file restores the records, and says why no profile came', async () => {
    const text = await scene.engine.vault.backup();
    await scene.files.write('profiles.json', HARM);
    const { profiles, restored } = await restore(text, true);
    expect([restored, profiles.added, profiles.problem?.code]).toEqual([[ADDRESS], [], 'profiles_invalid']);
    expect(scene.files.content.get('profiles.json')).toEqual(HARM);
  });
});

describe('a repair', () => {
  it('brings back what the snapshot called damaged, at once', async () => {
    await scene.engine.refresh(ADDRESS);
    await scene.engine.lock();
    scene.files.content.set(RECORD, HARM);
    await scene.clock.until(scene.engine.unlock(PASSPHRASE));
    await expect(scene.take()).rejects.toMatchObject({ code: 'vault_damaged' });
    const { vault } = await scene.engine.vault.checkup({});
    expect(vault.troubles).toMatchObject([{ address: ADDRESS, problem: { code: 'vault_damaged' } }]);
    expect(await scene.engine.vault.repair(ADDRESS)).toBe('previous');
    await vi.waitFor(() => expect(scene.view()).not.toHaveProperty('problem'));
    expect(await scene.take()).toMatch(/^access-/);
  });

  it('keeps a newer refresh token that the damaged record could not take', async () => {
    scene.idp.beforeAnswer = () => {
      scene.files.content.set(RECORD, HARM);
      return Promise.resolve();
    };
    // The refresh token was read by then; its successor finds a record that does not open.
    await scene.engine.refresh(ADDRESS).catch(() => undefined);
    scene.idp.beforeAnswer = undefined;
    expect(scene.view()?.problem?.code).toBe('vault_damaged');
    expect(await scene.engine.vault.repair(ADDRESS)).toBe('previous');
    await scene.clock.advance(6_000);
    await vi.waitFor(() => expect(scene.view()).not.toHaveProperty('problem'));
    await scene.engine.lock();
    await scene.clock.until(scene.engine.unlock(PASSPHRASE));
    const [newest] = scene.idp.live;
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.live, `${newest ?? ''} was sent`).not.toContain(newest);
  });

  it('of a record that is whole leaves the refresh token that a refresh under way brings', async () => {
    await scene.engine.refresh(ADDRESS);
    const gate = Promise.withResolvers<undefined>();
    scene.idp.beforeAnswer = () => gate.promise;
    const asked = scene.idp.asked.length;
    const refreshing = scene.engine.refresh(ADDRESS);
    await vi.waitFor(() => expect(scene.idp.asked.length).toBeGreaterThan(asked));
    expect(await scene.engine.vault.repair(ADDRESS)).toBe('whole');
    gate.resolve(undefined);
    await refreshing;
    const [newest] = scene.idp.live;
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.live, `${newest ?? ''} was sent`).not.toContain(newest);
  });

  it('refuses an address that is nowhere', async () => {
    await expect(scene.engine.vault.repair('acme/none')).rejects.toMatchObject({ code: 'address_unknown' });
  });
});
