import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importKey } from '../../../core/vault/aead.ts';
import { openRecord, sealRecord } from '../../../core/vault/record.ts';
import { createFakeRandom } from '../../fakes/fake-random.ts';
import { codeOf, errorOf, flipped, openedWorld, PASSPHRASE, recordName } from './kit.ts';
import type { World } from './kit.ts';
import type { Vault } from '../../../core/vault/vault.ts';

const ADDRESS = 'salus/beta';
const OTHER = 'salus/prod';

interface RecordJson {
  version: number;
  revision: number;
  address: string;
  members: Record<string, { iv: string; data: string }>;
}

describe('keeping members', () => {
  test('any text comes back as it was, also from another process', async () => {
    const { vault, restart } = await openedWorld();
    const later = restart();
    await later.unlock(PASSPHRASE);
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/),
          fc.string({ unit: 'binary', maxLength: 2000 }),
          { minKeys: 1, maxKeys: 5 },
        ),
        async (values) => {
          await vault.write(ADDRESS, values);
          for (const [member, value] of Object.entries(values)) {
            expect(await vault.read(ADDRESS, member)).toBe(value);
            expect(await later.read(ADDRESS, member)).toBe(value);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('one write for all changes; null removes; the rest stays', async () => {
    const { vault, files } = await openedWorld();
    await vault.write(ADDRESS, { client_secret: 'a', password: 'b', tokens: 'c' });
    files.calls.length = 0;
    await vault.write(ADDRESS, { client_secret: 'A', password: null, username: 'd' });
    const written = files.calls.filter((call) => call.startsWith('write'));
    expect(written).toEqual([
      `write ${recordName(ADDRESS)}`,
      expect.stringMatching(/^write vault\/revisions\/..\.json$/),
    ]);
    expect(await vault.members(ADDRESS)).toEqual(['client_secret', 'tokens', 'username']);
    expect(await vault.read(ADDRESS, 'client_secret')).toBe('A');
    expect(await vault.read(ADDRESS, 'password')).toBeUndefined();
    expect(await vault.read(ADDRESS, 'tokens')).toBe('c');
  });

  test('writes asked for at once are made one after the other, and none is lost', async () => {
    const { vault } = await openedWorld();
    const names = Array.from({ length: 20 }, (_, n) => `m${n}`);
    await Promise.all(names.map((name) => vault.write(ADDRESS, { [name]: name })));
    expect(await vault.members(ADDRESS)).toEqual([...names].sort());
  });

  test('no IV is used twice', async () => {
    const { vault, files } = await openedWorld();
    const seen = new Set<string>();
    for (let n = 0; n < 20; n += 1) {
      await vault.write(ADDRESS, { tokens: 'same', client_secret: 'same' });
      for (const sealed of Object.values(readRecord(files).members)) seen.add(sealed.iv);
    }
    expect(seen.size).toBe(40);
  });

  test('removing takes the record and its kept generation', async () => {
    const { vault, files } = await openedWorld();
    await vault.write(ADDRESS, { tokens: 'a' });
    await vault.write(ADDRESS, { tokens: 'b' });
    await vault.write(OTHER, { tokens: 'c' });
    await vault.remove(ADDRESS);
    expect([...files.content.keys()].filter((name) => name.includes('beta'))).toEqual([]);
    expect(await vault.addresses()).toEqual([OTHER]);
    expect(await vault.read(ADDRESS, 'tokens')).toBeUndefined();
  });

  test.each(['', 'salus', 'salus/beta/x', '../../etc/passwd', 'salus/..', 'a/b+c', 'A/b'])(
    'the address "%s" reaches no file',
    async (address) => {
      const { vault, files } = await openedWorld();
      files.calls.length = 0;
      expect(await codeOf(vault.write(address, { tokens: 'x' }))).toBe('address_unknown');
      expect(await codeOf(vault.read(address, 'tokens'))).toBe('address_unknown');
      expect(files.calls).toEqual([]);
    },
  );
});

describe('a disk that fails', () => {
  test('at any call of a write: the caller hears of it and the old members are all there', async () => {
    for (let call = 1; call <= 2; call += 1) {
      const { vault, files, restart } = await openedWorld();
      await vault.write(ADDRESS, { tokens: 'old', client_secret: 's' });
      files.failCall(call);
      expect(await codeOf(vault.write(ADDRESS, { tokens: 'new' }))).toBe('storage_failed');
      const later = restart();
      await later.unlock(PASSPHRASE);
      expect(await later.read(ADDRESS, 'tokens')).toBe('old');
      expect(await later.read(ADDRESS, 'client_secret')).toBe('s');
      await vault.write(ADDRESS, { tokens: 'new' });
      expect(await later.read(ADDRESS, 'tokens')).toBe('new');
    }
  });

  test('under random faults every write that resolved is there, and one that did not is there wholly or not at all', async () => {
    const { vault, files } = await openedWorld();
    const known = new Map<string, string>();
    const step = fc.record({ member: fc.constantFrom('a', 'b', 'c'), value: fc.string(), fail: fc.nat(4) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        for (const { member, value, fail } of steps) {
          files.failCall(fail);
          const failed = await vault.write(ADDRESS, { [member]: value }).then(
            () => false,
            () => true,
          );
          files.failCall(0);
          const now = failed ? await vault.read(ADDRESS, member) : value;
          expect([known.get(member), value]).toContain(now);
          if (now !== undefined) known.set(member, now);
          for (const [name, kept] of known) expect(await vault.read(ADDRESS, name)).toBe(kept);
        }
      }),
      { numRuns: 50 },
    );
  });
});

const edit =
  (change: (record: RecordJson) => void) =>
  (text: string): string => {
    const record = JSON.parse(text) as RecordJson;
    change(record);
    return JSON.stringify(record);
  };

const swap = (record: RecordJson): void => {
  const { client_secret, tokens } = record.members;
  if (client_secret === undefined || tokens === undefined) throw new Error('the record lacks its members');
  record.members = { client_secret: tokens, tokens: client_secret };
};

const DAMAGE: Readonly<Record<string, (text: string, world: World) => string>> = {
  'zero length': () => '',
  'a byte order mark before it': (text) => `\ufeff${text}`,
  truncated: (text) => text.slice(0, -10),
  'filled with NUL': (text) => '\0'.repeat(text.length),
  'half old, half new': (text, { files }) =>
    Buffer.from(files.content.get(`${recordName(ADDRESS)}.previous`) ?? [])
      .toString()
      .slice(0, 200) + text.slice(200),
  'the record of another address': (_, { files }) =>
    Buffer.from(files.content.get(recordName(OTHER)) ?? []).toString(),
  'the record of another address, renamed': (_, { files }) =>
    Buffer.from(files.content.get(recordName(OTHER)) ?? [])
      .toString()
      .replace(OTHER, ADDRESS),
  'two members swapped': edit(swap),
  'a member removed': edit((record) => delete record.members.client_secret),
  'a member renamed': edit((record) => {
    if (record.members.tokens !== undefined) record.members.username = record.members.tokens;
    delete record.members.tokens;
  }),
  'a member of an earlier write': (text, { files }) => {
    const old = JSON.parse(
      Buffer.from(files.content.get(`${recordName(ADDRESS)}.previous`) ?? []).toString(),
    ) as RecordJson;
    return edit((record) => Object.assign(record.members, { tokens: old.members.tokens }))(text);
  },
  'another revision': edit((record) => (record.revision += 1)),
  'a member too many': edit((record) => Object.assign(record, { extra: 1 })),
  '__proto__ as a member': (text) =>
    text.replace('"members":{', '"members":{"__proto__":{"iv":"","data":""},'),
  'a future version': edit((record) => (record.version = 2)),
};

describe('a damaged record', () => {
  test.each(Object.entries(DAMAGE))(
    '%s: vault_damaged for its address alone, and left alone',
    async (_, damage) => {
      const world = await openedWorld();
      const { vault, files } = world;
      await fill(vault);
      const bytes = Uint8Array.from(Buffer.from(damage(text(world), world)));
      files.content.set(recordName(ADDRESS), bytes);

      const error = await errorOf(vault.read(ADDRESS, 'tokens'));
      expect(error.code).toBe('vault_damaged');
      expect(error.message).toContain('/memory/vault/records/salus+beta.json');
      expect(error.hint).toBeDefined();
      expect(await codeOf(vault.write(ADDRESS, { tokens: 'new' }))).toBe('vault_damaged');
      expect(files.content.get(recordName(ADDRESS))).toEqual(bytes);
      expect(await vault.read(OTHER, 'tokens')).toBe('other tokens');
      await vault.write(OTHER, { tokens: 'still writable' });
      await vault.remove(ADDRESS);
      expect(await vault.read(ADDRESS, 'tokens')).toBeUndefined();
    },
  );

  test('is bound to its vault, also where two vaults have one key', async () => {
    const random = createFakeRandom();
    const key = await importKey(random.bytes(32));
    const plain = new Map([['tokens', Uint8Array.of(1)]]);
    const record = await sealRecord(
      { vaultId: 'one', key },
      { address: ADDRESS, revision: 1 },
      plain,
      random,
    );
    expect((await openRecord({ vaultId: 'one', key }, record))?.plain).toEqual(plain);
    expect(await openRecord({ vaultId: 'two', key }, record)).toBeUndefined();
  });

  test('of another vault does not open', async () => {
    const [mine, theirs] = [await openedWorld(1), await openedWorld(2)];
    await fill(mine.vault);
    await fill(theirs.vault);
    mine.files.content.set(recordName(ADDRESS), Uint8Array.from(Buffer.from(text(theirs))));
    expect(await codeOf(mine.vault.read(ADDRESS, 'tokens'))).toBe('vault_damaged');
  });

  test('any flipped bit of a record is noticed, whichever member is asked for', async () => {
    const { vault, files } = await openedWorld();
    await fill(vault);
    const good = files.content.get(recordName(ADDRESS)) ?? new Uint8Array();
    const payload = good.length - 1; // The line break at the end may become another blank.
    const members = ['tokens', 'client_secret', 'absent'];
    for (let bit = 0; bit < payload * 8; bit += 1) {
      const bytes = flipped(good, bit);
      files.content.set(recordName(ADDRESS), bytes);
      expect(await codeOf(vault.read(ADDRESS, members[bit % 3] ?? '')), `bit ${bit}`).toBe('vault_damaged');
      expect(files.content.get(recordName(ADDRESS))).toBe(bytes);
    }
  });
});

async function fill(vault: Vault): Promise<void> {
  await vault.write(ADDRESS, { tokens: 'first tokens', client_secret: 'secret of beta, longer still' });
  await vault.write(ADDRESS, { tokens: 'tokens of beta, longer' });
  await vault.write(OTHER, { tokens: 'other tokens', client_secret: 'other secret' });
}

function text({ files }: Pick<World, 'files'>): string {
  return Buffer.from(files.content.get(recordName(ADDRESS)) ?? []).toString();
}

function readRecord(files: World['files']): RecordJson {
  return JSON.parse(text({ files })) as RecordJson;
}
