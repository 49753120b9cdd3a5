import { beforeEach, describe, expect, it } from 'vitest';
import type { KeySlotBackend, SlotContext, SlotRecord } from '../../../core/index.ts';
import type { ElectronDouble } from '../../fakes/electron/electron-double.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { startElectron } from './harness.ts';

const CONTEXT: SlotContext = { vaultId: 'vault-1', slotId: 'slot-1' };
const DATA_KEY = Uint8Array.from({ length: 32 }, (_, index) => index);

describe('the safe-storage slot', () => {
  let electron: ElectronDouble;
  let clock: FakeClock;

  const create = async (platform: NodeJS.Platform = 'linux', appName = 'fob'): Promise<KeySlotBackend> => {
    const module = await import('../../../electron/main/adapters/safe-storage-slot.ts');
    return module.createSafeStorageSlot({ clock, platform, appName });
  };
  const slotOf = async (backend: KeySlotBackend): Promise<SlotRecord> => ({
    id: CONTEXT.slotId,
    kind: 'safe-storage',
    ...(await backend.wrap(DATA_KEY, CONTEXT)),
  });

  beforeEach(() => {
    electron = startElectron();
    clock = createFakeClock();
  });

  it.each<NodeJS.Platform>(['linux', 'darwin', 'win32'])(
    'wraps and unwraps the data key: %s',
    async (platform) => {
      const backend = await create(platform);
      expect(await backend.available()).toBe(true);
      const slot = await slotOf(backend);
      expect(slot.parameters).toEqual({
        app: 'fob',
        backend: platform === 'linux' ? 'gnome_libsecret' : platform,
      });
      expect(slot.wrapped).toMatch(/^[\w-]+$/);
      expect(slot.wrapped).not.toContain(Buffer.from(DATA_KEY).toString('base64url'));
      expect(await backend.unwrap(slot, CONTEXT)).toMatchObject({ dataKey: DATA_KEY });
    },
  );

  it.each<[string, Partial<Pick<ElectronDouble['safeStorage'], 'backend' | 'tag' | 'state'>>]>([
    ['no keychain was chosen (basic_text)', { backend: 'basic_text' }],
    ['nothing was chosen yet', { backend: 'unknown' }],
    ['Chromium used the key that is the same everywhere', { backend: 'kwallet6', tag: 'v10' }],
    ['a provider that nobody has looked at', { tag: 'v13' }],
    ['safeStorage never gets ready', { state: 'never ready' }],
  ])('is not available and wraps nothing on Linux: %s', async (_name, members) => {
    const backend = await create();
    Object.assign(electron.safeStorage, members);
    expect(await clock.until(backend.available())).toBe(false);
    await expect(clock.until(backend.wrap(DATA_KEY, CONTEXT))).rejects.toMatchObject({
      code: 'vault_locked',
    });
  });

  it('takes the mark v10 elsewhere, where it is the keychain of macOS or DPAPI', async () => {
    electron.safeStorage.tag = 'v10';
    expect(await (await create('darwin')).available()).toBe(true);
    expect(await (await create('win32')).available()).toBe(true);
  });

  it.each<[string, (electron: ElectronDouble) => void]>([
    ['is temporarily unavailable', ({ safeStorage }) => (safeStorage.state = 'temporarily unavailable')],
    ['does not answer', ({ safeStorage }) => (safeStorage.state = 'never ready')],
    ['has another key now', ({ safeStorage }) => (safeStorage.key = 2)],
  ])('stays locked and makes no new key when the keychain %s', async (_name, change) => {
    const backend = await create();
    const slot = await slotOf(backend);
    change(electron);
    electron.safeStorage.calls.length = 0;
    await expect(clock.until(backend.unwrap(slot, CONTEXT))).rejects.toMatchObject({
      code: 'vault_locked',
      hint: 'Unlock the keychain of your system, then unlock Fob.',
    });
    expect(electron.safeStorage.calls).toEqual(['decryptStringAsync']);
    Object.assign(electron.safeStorage, { state: 'ready', key: 1 });
    expect(await backend.unwrap(slot, CONTEXT)).toMatchObject({ dataKey: DATA_KEY });
  });

  it('names the keychain and the app that a vault was made under when they are others now', async () => {
    const slot = await slotOf(await create());
    Object.assign(electron.safeStorage, { key: 2, backend: 'kwallet6' });
    const refusal = clock.until((await create('linux', 'fob-dev')).unwrap(slot, CONTEXT));
    await expect(refusal).rejects.toMatchObject({
      code: 'vault_locked',
      hint: expect.stringMatching(/"fob".*"gnome_libsecret".*"fob-dev".*"kwallet6"/) as string,
    });
  });

  it.each<[string, SlotContext]>([
    ['another vault', { ...CONTEXT, vaultId: 'vault-2' }],
    ['another slot', { ...CONTEXT, slotId: 'slot-2' }],
  ])('tells a slot of %s from its own', async (_name, context) => {
    const backend = await create();
    await expect(backend.unwrap(await slotOf(backend), context)).rejects.toMatchObject({
      code: 'vault_damaged',
    });
  });

  it('stays locked when the keychain answers what was never sealed', async () => {
    const backend = await create();
    const wrapped = (await electron.safeStorage.encryptStringAsync('hello')).toString('base64url');
    const slot = { ...(await slotOf(backend)), wrapped };
    await expect(backend.unwrap(slot, CONTEXT)).rejects.toMatchObject({ code: 'vault_locked' });
  });

  it('opens a slot whose keychain has a newer key, and says that it is to be wrapped anew', async () => {
    const backend = await create();
    const slot = await slotOf(backend);
    electron.safeStorage.shouldReEncrypt = true;
    expect(await backend.unwrap(slot, CONTEXT)).toEqual({ dataKey: DATA_KEY, isOutdated: true });
  });
});
