/** Passphrases that do not fit, and vault files that somebody or something has changed. */
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { startHostileIdp } from './hostile-idp.ts';
import type { HostileIdp } from './hostile-idp.ts';
import { refusal } from './refusal.ts';

const NO_PASSPHRASE = { env: { FOB_PASSPHRASE: undefined } };
const WRONG = { env: { FOB_PASSPHRASE: 'not the right one' } };
const IDS = ['flipped', 'cut', 'empty', 'swapped', 'text', 'proto', 'fine'] as const;

const secretPath = (id: string): string => `/v1/secrets/a/${id}/client_secret`;

/** One service, a secret and a stored token for each of its environments. */
async function fill(home: FobHome, idp: HostileIdp, ids: readonly string[]): Promise<void> {
  const environments = ids.map((id) => ({ id, token_endpoint: idp.tokenEndpoint(id) }));
  const defaults = { client_id: 'c', grant_type: 'client_credentials', client_secret: { from: 'vault' } };
  const input = JSON.stringify({ version: 1, services: [{ id: 'a', defaults, environments }] });
  await home.fob(['profile', 'add', '--file', '-'], { input });
  for (const id of ids) {
    const body = { value: `secret of ${id}` };
    expect(await home.ask(secretPath(id), { method: 'PUT', body })).toMatchObject({ status: 204 });
    expect(await home.ask(`/v1/token/a/${id}`)).toMatchObject({ status: 200 });
  }
}

describe.concurrent('a passphrase', () => {
  it('that is wrong is refused, each time after a longer wait, also when guesses run side by side', async () => {
    await using home = await makeFobHome();
    await home.fob(['unlock']);
    await home.fob(['lock']);
    const begun = performance.now();
    const ends: number[] = [];
    const guess = async (): Promise<void> => {
      const { message } = await refusal(home, ['unlock'], 'vault_passphrase_wrong', WRONG);
      ends.push(performance.now() - begun);
      expect(message).not.toContain(WRONG.env.FOB_PASSPHRASE);
    };
    await Promise.all([guess(), guess(), guess(), guess()]);
    const [first = 0, second = 0, third = 0, fourth = 0] = ends;
    // Waits of half a second, one and two; what a guess itself takes is in each of them alike.
    expect(fourth).toBeGreaterThan(3_400);
    expect(fourth - third - (second - first)).toBeGreaterThan(500);
    expect(await home.json(['status'])).toMatchObject({ vault: { state: 'locked' } });
    expect(await home.fob(['unlock'])).toBe('Unlocked\n');
    await home.fob(['lock']);
    expect((await home.run(['unlock'])).ms, 'the right one ends the waiting').toBeLessThan(3_000);
  });

  it('that is absent leaves the vault locked, at once and without a question', async () => {
    await using idp = await startHostileIdp();
    await using home = await makeFobHome();
    await fill(home, idp, ['dev']);
    await home.fob(['agent', 'stop']);
    const { hint } = await refusal(home, ['token', 'a/dev'], 'vault_locked', NO_PASSPHRASE);
    expect(hint).toMatch(/FOB_PASSPHRASE|fob unlock/);
    await refusal(home, ['claims', 'a/dev'], 'vault_locked', NO_PASSPHRASE);
    await refusal(home, ['unlock'], 'vault_locked', NO_PASSPHRASE);
    await refusal(home, ['secret', 'set', 'a/dev', 'client_secret'], 'vault_locked', {
      ...NO_PASSPHRASE,
      input: 'x',
    });
    await refusal(home, ['token', 'a/dev'], 'vault_passphrase_wrong', WRONG);
    expect(await home.json(['list'], NO_PASSPHRASE)).toMatchObject([{ address: 'a/dev', status: 'locked' }]);
    expect(await home.ask('/v1/token/a/dev')).toMatchObject({ status: 423 });
    expect(idp.requests('dev')).toHaveLength(1);
    expect(await home.fob(['token', 'a/dev'])).toBe('access.dev.1\n');
  });

  it('locks out what is in memory, too, and opens again from a file', async () => {
    await using idp = await startHostileIdp();
    await using home = await makeFobHome();
    await fill(home, idp, ['dev']);
    expect(await home.fob(['lock'])).toBe('Locked\n');
    await refusal(home, ['token', 'a/dev'], 'vault_locked', NO_PASSPHRASE);
    const from = (file: string) => ({
      env: { FOB_PASSPHRASE: undefined, FOB_PASSPHRASE_FILE: join(home.root, file) },
    });
    await writeFile(join(home.root, 'empty'), '\n');
    await writeFile(join(home.root, 'right'), `${home.passphrase}\n`);
    expect((await refusal(home, ['token', 'a/dev'], 'vault_locked', from('absent'))).message).toMatch(
      /absent, which cannot be read/,
    );
    expect((await refusal(home, ['token', 'a/dev'], 'vault_locked', from('empty'))).message).toMatch(
      /empty, which is empty/,
    );
    expect(await home.fob(['token', 'a/dev'], from('right'))).toBe('access.dev.1\n');
    expect(idp.requests('dev')).toHaveLength(1);
  });

  it('file that cannot be read is no trouble for what needs no vault', async () => {
    await using home = await makeFobHome({
      env: { FOB_PASSPHRASE: undefined, FOB_PASSPHRASE_FILE: '/nowhere/passphrase' },
    });
    expect(await home.json(['list'])).toEqual([]);
  });
});

describe.concurrent('a file of the vault', () => {
  it('a damaged record costs its own address alone, and stays as it is', async () => {
    await using idp = await startHostileIdp();
    await using home = await makeFobHome();
    await fill(home, idp, IDS);
    await home.fob(['agent', 'stop']);
    const record = (id: string) => join(home.data, 'vault/records', `a+${id}.json`);
    await damage(record('flipped'), (text) =>
      text.replace(/[A-Za-z](?=[\w-]{20}")/, (letter) => (letter === 'A' ? 'B' : 'A')),
    );
    await truncate(record('cut'), 100);
    await truncate(record('empty'), 0);
    await copyFile(record('fine'), record('swapped'));
    await damage(record('text'), () => 'client_secret = x\n');
    await damage(record('proto'), (text) => text.replace('{', '{"__proto__":{},'));
    const before = new Map(IDS.map((id) => [id, readFileSync(record(id))]));

    for (const id of IDS.filter((each) => each !== 'fine')) {
      const { message, hint } = await refusal(home, ['token', `a/${id}`], 'vault_damaged');
      expect(message).toContain(record(id));
      expect(hint).toContain(`${record(id)}.previous`);
      expect(hint).toContain(`fob vault repair a/${id}`);
      for (const [method, path] of [
        ['PUT', secretPath(id)],
        ['POST', `/v1/refresh/a/${id}`],
        ['GET', `/v1/claims/a/${id}`],
      ] as const) {
        const sent = method === 'GET' ? {} : { body: { value: 'new' } };
        const { status, body } = await home.ask(path, { method, ...sent });
        expect([status, body]).toEqual([500, expect.stringContaining('"code":"vault_damaged"')]);
      }
      expect(readFileSync(record(id)).equals(before.get(id) ?? Buffer.alloc(0)), `${id} is what it was`).toBe(
        true,
      );
      expect(idp.requests(id)).toHaveLength(1);
    }
    expect(await home.fob(['token', 'a/fine'])).toBe('access.fine.1\n');
    const list = (await home.json(['list'])) as {
      address: string;
      status: string;
      problem: { code: string } | null;
    }[];
    expect(list.map(({ address, problem }) => [address, problem?.code])).toEqual(
      IDS.map((id) => [`a/${id}`, id === 'fine' ? undefined : 'vault_damaged']),
    );

    expect(await home.fob(['vault', 'repair', 'a/cut']), 'as the hint says').toMatch(/generation before/);
    expect(await home.fob(['secret', 'set', 'a/cut', 'client_secret'], { input: 'new' })).toMatch(/stored/);
    await home.fob(['agent', 'stop']);
    await copyFile(`${record('flipped')}.previous`, record('flipped'));
    const { message } = await refusal(home, ['token', 'a/flipped'], 'vault_damaged');
    expect(message, 'copying is not the way').toMatch(/older than what Fob wrote last/);
    expect(await home.fob(['vault', 'repair', 'a/flipped'])).toMatch(/older file/);
    expect(await home.fob(['token', 'a/flipped'])).toMatch(/^access\.flipped\.[12]\n$/);
  });

  it.each([
    ['cut short', (path: string) => truncate(path, 60)],
    ['changed', (path: string) => damage(path, (text) => text.replace('"r": 8', '"r": 4'))],
    ['gone, while there are records that need it,', (path: string) => rm(path)],
  ])('a header that is %s stops what needs the vault, and no other is written', async (_what, harm) => {
    await using idp = await startHostileIdp();
    await using home = await makeFobHome();
    await fill(home, idp, ['dev']);
    await home.fob(['agent', 'stop']);
    const header = join(home.data, 'vault/vault.json');
    const good = await readFile(header);
    await harm(header);
    const bad = contentOf(header);
    expect(bad).not.toBe(good.toString());
    for (const args of [['token', 'a/dev'], ['unlock'], ['secret', 'set', 'a/dev', 'client_secret']]) {
      const { message, hint = '' } = await refusal(home, args, 'vault_damaged', { input: 'new' });
      expect(message + hint).toContain(header);
    }
    expect(await home.json(['list'])).toHaveLength(1);
    expect(contentOf(header)).toBe(bad);
    await writeFile(header, good);
    expect(await home.fob(['token', 'a/dev']), 'it is put back').toBe('access.dev.1\n');
    expect(idp.requests('dev')).toHaveLength(1);
  });
});

function contentOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

async function damage(path: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(path, 'utf8');
  await writeFile(path, change(text));
}
