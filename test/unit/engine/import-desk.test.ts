/** From a file of another program to a token: the secrets of an import stay in the engine, and only as long as said. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ADDRESS, beginScene, PASSPHRASE } from './kit.ts';
import type { Scene } from './kit.ts';

const CLIENT = { client_id: 'c1', client_secret: 'not-real-import', token_url: 'https://idp.example/token' };
const FILE = [{ name: 'client.json', text: JSON.stringify(CLIENT) }];
const TEN_MINUTES_MS = 600_000;

let scene: Scene;
beforeEach(async () => {
  scene = await beginScene();
});

const read = (service = 'new') => scene.engine.imports.read(FILE, service);
const members = (address: string) =>
  scene.engine.vault.checkup({ address }).then(({ profile }) => profile?.secrets);

describe('an import', () => {
  it('shows where secrets are and not what they are, and saves nothing by itself', async () => {
    const view = await read();
    expect(view).toMatchObject({
      addresses: ['new/default'],
      existing: [],
      secrets: [{ address: 'new/default', member: 'client_secret' }],
      problems: [],
    });
    expect(JSON.stringify(view)).not.toContain('not-real-import');
    expect(() => scene.engine.showProfile('new/default')).toThrow(/no profile/);
  });

  it('is saved with its secrets, once', async () => {
    const { id } = await read();
    expect(await scene.engine.imports.save({ id })).toEqual({
      addresses: ['new/default'],
      replaced: [],
      stored: [{ address: 'new/default', member: 'client_secret' }],
      refused: [],
    });
    expect(await members('new/default')).toEqual([{ member: 'client_secret', from: 'vault', there: true }]);
    await expect(scene.engine.imports.save({ id, replace: true })).rejects.toMatchObject({ code: 'usage' });
  });

  it('is saved as it was edited; what the edit took away takes its secret with it', async () => {
    const { id, text } = await read();
    const edited = text.replace('"default"', '"prod"');
    const saved = await scene.engine.imports.save({ id, text: edited });
    expect(saved).toMatchObject({
      addresses: ['new/prod'],
      stored: [],
      refused: [{ address: 'new/default', member: 'client_secret', problem: { code: 'address_unknown' } }],
    });
  });

  it('that would replace a profile is refused until that is said, and is not over by it', async () => {
    const { id, existing } = await scene.engine.imports.read(
      [{ text: JSON.stringify({ ...CLIENT, name: 'Acme dev' }) }],
      'acme',
    );
    expect(existing).toEqual([ADDRESS]);
    await expect(scene.engine.imports.save({ id })).rejects.toMatchObject({
      code: 'refused_by_policy',
      message: expect.stringContaining(ADDRESS) as string,
    });
    expect(await scene.engine.imports.save({ id, replace: true })).toMatchObject({
      replaced: [ADDRESS],
    });
  });

  it('that is not good saves no part of itself, and can be put right', async () => {
    const { id, text } = await read();
    const spoilt = text.replace('"client_id": "c1"', '"client_id": ""');
    await expect(scene.engine.imports.save({ id, text: spoilt })).rejects.toMatchObject({
      code: 'profiles_invalid',
    });
    expect(await scene.engine.imports.save({ id, text })).toMatchObject({ addresses: ['new/default'] });
  });

  it('is over after ten minutes', async () => {
    const { id } = await read();
    const other = await read('other');
    await scene.clock.advance(TEN_MINUTES_MS - 1);
    expect(await scene.engine.imports.save({ id: other.id })).toMatchObject({ refused: [] });
    await scene.clock.advance(1);
    await expect(scene.engine.imports.save({ id })).rejects.toMatchObject({ code: 'usage' });
  });

  it('is over when the vault is locked, and one that was read while it is locked waits for it', async () => {
    const before = await read();
    await scene.clock.until(scene.engine.lock());
    await expect(scene.engine.imports.save({ id: before.id })).rejects.toMatchObject({ code: 'usage' });
    const { id } = await read();
    await expect(scene.engine.imports.save({ id })).rejects.toMatchObject({ code: 'vault_locked' });
    // Opening takes real time, and none of the clock's: an import is kept for ten minutes of that.
    await scene.engine.unlock(PASSPHRASE);
    expect(await scene.engine.imports.save({ id })).toMatchObject({ refused: [] });
  });

  it('leaves the name of a service that is here as it is', async () => {
    await scene.engine.addProfiles(
      '{ "version": 1, "services": [{ "id": "acme", "name": "Ours", "environments": [] }] }',
    );
    const { text } = await scene.engine.imports.read([{ text: JSON.stringify(CLIENT) }], 'ACME');
    expect(JSON.parse(text)).toMatchObject({ services: [{ id: 'acme' }] });
    expect(text).not.toContain('ACME');
  });
});

describe('an export', () => {
  it('has the profiles that were asked for, and is itself an import', async () => {
    const { id } = await read();
    await scene.engine.imports.save({ id });
    const text = await scene.engine.imports.exported(['new/default']);
    expect(JSON.parse(text)).toMatchObject({ version: 1, services: [{ id: 'new' }] });
    expect(text).not.toMatch(/acme|not-real/);
    expect(await scene.engine.imports.exported()).toContain('"acme"');
    expect(await scene.engine.imports.read([{ text }])).toMatchObject({
      existing: ['new/default'],
      secrets: [],
    });
    await expect(scene.engine.imports.exported(['new/other'])).rejects.toMatchObject({
      code: 'address_unknown',
    });
  });
});
