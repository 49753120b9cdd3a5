/** Looking after the vault by the command line: slots, passphrase, key, backup, repair. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SlotView } from '../../shared/vault-view.ts';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { refusal } from './refusal.ts';
import { inTerminal } from './terminal.ts';

const OTHER = 'another passphrase than that';
const SECRET = 'canary-of-the-vault-cli';
const withPassphrase = (passphrase: string | undefined) => ({ env: { FOB_PASSPHRASE: passphrase } });

const profiles = (...ids: readonly string[]): string =>
  JSON.stringify({
    version: 1,
    services: [
      {
        id: 'a',
        defaults: {
          token_endpoint: 'https://idp.invalid/token',
          client_id: 'c',
          grant_type: 'client_credentials',
        },
        environments: ids.map((id) => ({ id, client_secret: { from: 'vault' } })),
      },
    ],
  });

/** A home with a profile and a secret for each id, the second generation of each. */
async function fill(home: FobHome, ...ids: readonly string[]): Promise<void> {
  await home.fob(['profile', 'add', '--file', '-'], { input: profiles(...ids) });
  for (const id of ids)
    for (const value of ['before', `${SECRET} of ${id}`])
      await home.fob(['secret', 'set', `a/${id}`, 'client_secret'], { input: value });
}

async function kindsOf(home: FobHome): Promise<string[]> {
  const { slots } = (await home.json(['vault', 'slots'])) as { slots: SlotView[] };
  return slots.map(({ kind }) => kind);
}

const record = (home: FobHome, id: string): string => join(home.data, `vault/records/a+${id}.json`);

/** Whether the records open, as the doctor sees it. */
async function opens(home: FobHome, passphrase?: string): Promise<unknown> {
  const options = passphrase === undefined ? {} : withPassphrase(passphrase);
  const { vault } = (await home.json(['doctor'], options)) as {
    vault: { records: number; troubles: unknown[] };
  };
  return [vault.records, vault.troubles];
}

describe.concurrent('the passphrase', () => {
  it('is changed by a line of stdin; then the old one opens nothing', async () => {
    await using home = await makeFobHome();
    await fill(home, 'dev');
    expect(await home.json(['vault', 'passphrase'], { input: `${OTHER}\n` })).toEqual({ changed: true });
    await home.fob(['agent', 'stop']);
    await refusal(home, ['unlock'], 'vault_passphrase_wrong');
    expect(await home.fob(['unlock'], withPassphrase(OTHER))).toBe('Unlocked\n');
    expect(await opens(home, OTHER)).toEqual([1, []]);
  });

  it.each([
    ['nothing', '', 'usage'],
    ['blanks', '   \n', 'usage'],
    ['two lines', 'one\ntwo\n', 'usage'],
  ] as const)('%s is refused as a new one, and nothing changes', async (_what, input, code) => {
    await using home = await makeFobHome();
    await home.fob(['unlock']);
    await refusal(home, ['vault', 'passphrase'], code, { input });
    await home.fob(['lock']);
    expect(await home.fob(['unlock'])).toBe('Unlocked\n');
  });

  it('needs the one before, and says so when a short one is chosen', async () => {
    await using home = await makeFobHome();
    await home.fob(['unlock']);
    await refusal(home, ['vault', 'passphrase'], 'vault_locked', {
      input: OTHER,
      ...withPassphrase(undefined),
    });
    await refusal(home, ['vault', 'passphrase'], 'vault_passphrase_wrong', {
      input: OTHER,
      ...withPassphrase('wrong'),
    });
    const short = await home.run(['vault', 'passphrase'], { input: 'short\n' });
    expect([short.code, short.stdout]).toEqual([0, 'The passphrase was changed\n']);
    expect(short.stderr).toMatch(/short.*12 characters/);
  });

  it('is asked for in a terminal without being shown, the new one twice', async () => {
    await using home = await makeFobHome();
    await home.fob(['unlock']);
    const answers = [
      ['Passphrase of the vault: ', home.passphrase],
      ['New passphrase: ', OTHER],
    ] as const;
    const differing = await inTerminal(home, ['vault', 'passphrase'], {
      answers: [...answers, ['Once more: ', 'something else']],
      env: { FOB_PASSPHRASE: '' },
    });
    expect(differing).toMatchObject({ code: 2, shown: expect.stringContaining('differ') as unknown });
    const { code, shown } = await inTerminal(home, ['vault', 'passphrase'], {
      answers: [...answers, ['Once more: ', OTHER]],
      env: { FOB_PASSPHRASE: '' },
    });
    expect([code, shown]).toEqual([0, expect.stringContaining('was changed')]);
    for (const secret of [home.passphrase, OTHER]) expect(shown + differing.shown).not.toContain(secret);
    await home.fob(['lock']);
    expect(await home.fob(['unlock'], withPassphrase(OTHER))).toBe('Unlocked\n');
  });
});

describe.concurrent('slots', () => {
  it('the last one stays, and what is no kind or cannot be had here is refused', async () => {
    await using home = await makeFobHome({ env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' } });
    await home.fob(['unlock']);
    expect(await kindsOf(home)).toEqual(['passphrase']);
    await refusal(home, ['vault', 'remove-slot', 'passphrase'], 'refused_by_policy');
    await refusal(home, ['vault', 'remove-slot', 'keyring'], 'usage');
    await refusal(home, ['vault', 'add-slot', 'paper'], 'usage');
    await refusal(home, ['vault', 'add-slot', 'passphrase'], 'usage', { input: OTHER });
    expect((await refusal(home, ['vault', 'add-slot', 'safe-storage'], 'vault_locked')).hint).toMatch(
      /desktop/,
    );
    expect((await refusal(home, ['vault', 'add-slot', 'keyring'], 'vault_locked')).hint).toMatch(/keyring/);
    expect(await kindsOf(home)).toEqual(['passphrase']);
  });

  it('of no vault are none, and nothing makes one', async () => {
    await using home = await makeFobHome({ env: { FOB_PASSPHRASE: undefined } });
    expect(await kindsOf(home)).toEqual([]);
    for (const args of [['rotate-key'], ['add-slot', 'keyring'], ['repair', 'a/dev']])
      expect((await home.run(['vault', ...args])).code).toBeOneOf([6, 9]);
    expect(existsSync(join(home.data, 'vault/vault.json'))).toBe(false);
  });
});

describe.concurrent('the data key', () => {
  it('is new after a rotation, in every file; the passphrase stays', async () => {
    await using home = await makeFobHome();
    await fill(home, 'dev', 'beta');
    const before = readFileSync(record(home, 'dev'), 'utf8');
    expect(await home.json(['vault', 'rotate-key'])).toEqual({ complete: true, damaged: [] });
    expect(readFileSync(record(home, 'dev'), 'utf8')).not.toBe(before);
    expect(readFileSync(join(home.data, 'vault/vault.json'), 'utf8')).not.toContain('retired_key');
    await refusal(home, ['vault', 'rotate-key'], 'vault_passphrase_wrong', withPassphrase('wrong'));
    await refusal(home, ['vault', 'rotate-key'], 'vault_locked', withPassphrase(undefined));
    await home.fob(['agent', 'stop']);
    await home.fob(['unlock']);
    expect(await opens(home)).toEqual([2, []]);
  });

  it('before is kept for a damaged record, which is named; repaired, the rotation ends', async () => {
    await using home = await makeFobHome();
    await fill(home, 'dev', 'beta');
    await truncate(record(home, 'dev'), 40);
    const run = await home.run(['vault', 'rotate-key', '--json']);
    expect([run.code, JSON.parse(run.stdout)]).toEqual([7, { complete: false, damaged: ['a/dev'] }]);
    expect(await home.json(['vault', 'repair', 'a/dev'])).toEqual({ address: 'a/dev', repaired: 'previous' });
    expect(await home.json(['vault', 'rotate-key'])).toEqual({ complete: true, damaged: [] });
    expect(await opens(home)).toEqual([2, []]);
  });
});

describe.concurrent('a record', () => {
  it('that opens is whole; of an address that is nowhere there is none', async () => {
    await using home = await makeFobHome();
    await fill(home, 'dev');
    expect(await home.json(['vault', 'repair', 'a/dev'])).toEqual({ address: 'a/dev', repaired: 'whole' });
    await refusal(home, ['vault', 'repair', 'a/none'], 'address_unknown');
    await refusal(home, ['vault', 'repair', '../etc'], 'address_unknown');
  });

  it('that cannot be repaired stays as it is', async () => {
    await using home = await makeFobHome();
    await fill(home, 'dev');
    for (const path of [record(home, 'dev'), `${record(home, 'dev')}.previous`]) await writeFile(path, 'x');
    await refusal(home, ['vault', 'repair', 'a/dev'], 'vault_damaged');
    expect(readFileSync(record(home, 'dev'), 'utf8')).toBe('x');
  });
});

describe.concurrent('a backup', () => {
  it('brings profiles, secrets and pins to another data directory, by the passphrase alone', async () => {
    await using home = await makeFobHome();
    await using elsewhere = await makeFobHome({ env: { FOB_PASSPHRASE: undefined } });
    await fill(home, 'dev', 'beta');
    await writeFile(
      join(home.data, 'settings.json'),
      JSON.stringify({ pinned: ['a/dev'], lock: { idle: '1h' } }),
    );
    const file = join(home.root, 'backup.json');
    expect(await home.json(['vault', 'backup', file])).toEqual({ file, bytes: statSync(file).size });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(home.root).filter((name) => name.includes('backup'))).toEqual(['backup.json']);
    const text = await readFile(file, 'utf8');
    for (const clear of [SECRET, 'a/dev', 'idp.invalid']) expect(text).not.toContain(clear);

    await refusal(elsewhere, ['vault', 'restore', file], 'vault_locked');
    await refusal(elsewhere, ['vault', 'restore', file], 'vault_passphrase_wrong', withPassphrase('wrong'));
    expect(existsSync(join(elsewhere.data, 'profiles.json'))).toBe(false);
    // Its passphrase as a line of stdin.
    expect(await elsewhere.json(['vault', 'restore', file], { input: `${home.passphrase}\n` })).toEqual({
      restored: ['a/beta', 'a/dev'],
      kept: [],
      profiles: { added: ['a/dev', 'a/beta'], unlike: [] },
    });
    expect(await elsewhere.json(['list'])).toMatchObject([
      { address: 'a/dev', pinned: true, missing_secrets: [] },
      { address: 'a/beta', pinned: false, missing_secrets: [] },
    ]);
    await elsewhere.fob(['agent', 'stop']);
    expect(await opens(elsewhere, home.passphrase)).toEqual([2, []]);
  });

  it('leaves what is here, unless it is told otherwise; profiles always', async () => {
    await using home = await makeFobHome();
    await fill(home, 'dev');
    const file = join(home.root, 'backup.json');
    await home.fob(['vault', 'backup', file]);
    await home.fob(['profile', 'add', 'a/dev', 'client_id=newer', 'scope=x']);
    await home.fob(['profile', 'add', '--file', '-'], { input: profiles('dev', 'prod') });
    const before = readFileSync(join(home.data, 'profiles.json'), 'utf8');
    expect(await home.json(['vault', 'restore', file])).toMatchObject({ restored: [], kept: ['a/dev'] });
    expect(await home.json(['vault', 'restore', file, '--replace'])).toMatchObject({
      restored: ['a/dev'],
      kept: [],
      profiles: { added: [] },
    });
    expect(readFileSync(join(home.data, 'profiles.json'), 'utf8')).toBe(before);
    expect(await opens(home)).toEqual([1, []]);
  });

  it('brings back a damaged record and a lost header, in place', async () => {
    await using home = await makeFobHome();
    await fill(home, 'dev', 'beta');
    const { stdout } = await home.run(['vault', 'backup', '-']);
    await truncate(record(home, 'dev'), 0);
    expect(await home.json(['vault', 'restore', '-'], { input: stdout })).toMatchObject({
      restored: ['a/dev'],
      kept: ['a/beta'],
    });
    await home.fob(['agent', 'stop']);
    await truncate(join(home.data, 'vault/vault.json'), 3);
    await refusal(home, ['unlock'], 'vault_damaged');
    expect(await home.json(['vault', 'restore', '-'], { input: stdout })).toMatchObject({
      restored: [],
      kept: ['a/beta', 'a/dev'],
    });
    expect(await opens(home)).toEqual([2, []]);
  });

  it('is not written over a file without --force, nor where it cannot be', async () => {
    await using home = await makeFobHome();
    await fill(home, 'dev');
    const file = join(home.root, 'backup.json');
    await writeFile(file, 'mine');
    await refusal(home, ['vault', 'backup', file], 'usage');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await home.fob(['vault', 'backup', file, '--force']);
    expect(readFileSync(file, 'utf8')).toMatch(/^\{"format":"fob-backup"/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await refusal(home, ['vault', 'backup', join(home.root, 'nowhere/backup.json')], 'storage_failed');
    await mkdir(join(home.root, 'folder'));
    await refusal(home, ['vault', 'backup', join(home.root, 'folder'), '--force'], 'storage_failed');
    expect(readdirSync(home.root).filter((name) => name.endsWith('.fob-tmp'))).toEqual([]);
  });

  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['something else', '{}'],
    ['cut short', 'half'],
  ])('that is %s changes nothing', async (_what, content) => {
    await using home = await makeFobHome();
    await fill(home, 'dev');
    const file = join(home.root, 'backup.json');
    await home.fob(['vault', 'backup', file]);
    const text = await readFile(file, 'utf8');
    const bad = join(home.root, 'bad.json');
    if (content !== undefined)
      await writeFile(bad, content === 'half' ? text.slice(0, text.length / 2) : content);
    const before = readFileSync(record(home, 'dev'), 'utf8');
    await refusal(home, ['vault', 'restore', bad, '--replace'], 'usage');
    expect(readFileSync(record(home, 'dev'), 'utf8')).toBe(before);
  });
});
