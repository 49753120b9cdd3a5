/** What the slot makes of a keyring's answers; the real keyring is tried in test/engine/keyring.test.ts. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createKeyringSlot } from '../../../core/node/keyring-slot.ts';
import { systemRandom } from '../../../core/node/system-random.ts';
import type { SlotRecord } from '../../../core/ports/key-slot.ts';
import { codeOf, errorOf } from '../vault/kit.ts';

const keyring = vi.hoisted(() => ({
  items: new Map<string, string>(),
  forgets: false,
  broken: false,
  stores: [] as unknown[],
}));

vi.mock('@napi-rs/keyring', () => ({
  AsyncEntry: class {
    readonly key: string;
    constructor(service: string, account: string, options: unknown) {
      if (keyring.broken) throw new Error('no binding');
      keyring.stores.push(options);
      this.key = `${service} ${account}`;
    }
    getPassword(): Promise<string | null> {
      return Promise.resolve(keyring.items.get(this.key) ?? null);
    }
    setPassword(text: string): Promise<void> {
      if (!keyring.forgets) keyring.items.set(this.key, text);
      return Promise.resolve();
    }
  },
  findCredentialsAsync: () => Promise.resolve([]),
}));

const slot = createKeyringSlot();
const context = { vaultId: 'vault-1', slotId: 'slot-1' };
const dataKey = systemRandom.bytes(32);
const wrap = async (): Promise<SlotRecord> => ({
  id: 'slot-1',
  kind: slot.kind,
  ...(await slot.wrap(dataKey, context)),
});

beforeEach(() => {
  keyring.items.clear();
  Object.assign(keyring, { forgets: false, broken: false, stores: [] });
});

describe('the keyring slot', () => {
  test('asks the Secret Service alone: the kernel keyring forgets at the next start', async () => {
    await wrap();
    for (const options of keyring.stores) expect(options).toEqual({ linux: { store: 'secret-service' } });
  });

  test('keeps one small item that is not the data key, and gives the data key back', async () => {
    const record = await wrap();
    const [item = ''] = keyring.items.values();
    expect([...keyring.items.keys()]).toEqual(['fob vault-1']);
    expect(item).toMatch(/^[\w-]{43}$/);
    expect(item).not.toBe(Buffer.from(dataKey).toString('base64url'));
    expect(await slot.unwrap(record, context)).toEqual({ dataKey, isOutdated: false });
  });

  test('never replaces an item: a second slot shares it and the first one still opens', async () => {
    const first = await wrap();
    const before = [...keyring.items];
    await wrap();
    expect([...keyring.items]).toEqual(before);
    expect(await slot.unwrap(first, context)).toEqual({ dataKey, isOutdated: false });
  });

  test('a changed item or header is damage, an item that is gone is not', async () => {
    const record = await wrap();
    const fails = (changed: Partial<SlotRecord>): Promise<string> =>
      codeOf(slot.unwrap({ ...record, ...changed }, context));
    expect(await fails({ wrapped: record.wrapped.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) })).toBe(
      'vault_damaged',
    );
    expect(await fails({ wrapped: '' })).toBe('vault_damaged');
    expect(await fails({ parameters: { account: 'another' } })).toBe('vault_damaged');
    for (const text of ['', 'short', 'x'.repeat(43), Buffer.alloc(32).toString('base64url')]) {
      keyring.items.set('fob vault-1', text);
      expect(await fails({}), text).toBe('vault_damaged');
    }
    keyring.items.clear();
    expect((await errorOf(slot.unwrap(record, context))).hint).toContain('vault-1');
    expect(await fails({})).toBe('vault_locked');
    expect(keyring.items.size).toBe(0);
  });

  test('a keyring that does not keep what it is given makes no slot', async () => {
    keyring.forgets = true;
    expect(await codeOf(wrap())).toBe('vault_locked');
  });

  test('a native module that does not work here is no keyring, and no crash', async () => {
    expect(await slot.available()).toBe(true);
    keyring.broken = true;
    expect(await slot.available()).toBe(false);
    expect(await codeOf(wrap())).toBe('vault_locked');
  });
});
