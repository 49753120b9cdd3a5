/** `fob doctor`: what is wrong is said with its way back and decides the exit code; no secret is ever shown. */
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../cli/doctor/finding.ts';
import { makeFobHome } from './fob-home.ts';
import type { FobHome, RunOptions } from './fob-home.ts';
import { startHostileIdp } from './hostile-idp.ts';
import { refusal } from './refusal.ts';

const SECRET = 'canary-of-the-doctor';

interface Told {
  readonly code: number | null;
  readonly healthy: boolean;
  readonly findings: readonly Finding[];
  /** Messages and hints of what is not right. */
  readonly wrong: string;
}

async function doctor(home: FobHome, args: readonly string[] = [], options?: RunOptions): Promise<Told> {
  const run = await home.run(['doctor', ...args, '--json'], options);
  expect(run.stdout + run.stderr).not.toContain(SECRET);
  expect(run.stderr).toBe('');
  const { healthy, findings } = JSON.parse(run.stdout) as Omit<Told, 'code' | 'wrong'>;
  const wrong = findings.filter(({ mark }) => mark !== 'ok');
  return {
    code: run.code,
    healthy,
    findings,
    wrong: wrong.map(({ mark, message, hint = '' }) => `${mark}: ${message} ${hint}`.trim()).join('\n'),
  };
}

async function fill(home: FobHome, tokenEndpoint: string, members: object = {}): Promise<void> {
  const dev = { id: 'dev', client_secret: { from: 'vault' }, ...members };
  const defaults = { token_endpoint: tokenEndpoint, client_id: 'c', grant_type: 'client_credentials' };
  const input = JSON.stringify({ version: 1, services: [{ id: 'a', defaults, environments: [dev] }] });
  await home.fob(['profile', 'add', '--file', '-'], { input });
}

const store = (home: FobHome): Promise<string> =>
  home.fob(['secret', 'set', 'a/dev', 'client_secret'], { input: SECRET });

describe.concurrent('fob doctor', () => {
  it('finds nothing wrong with what is good, and tells what there is', async () => {
    await using idp = await startHostileIdp();
    await using home = await makeFobHome({
      env: { HTTPS_PROXY: `http://me:${SECRET}@proxy.example:3128`, NO_PROXY: '127.0.0.1' },
    });
    await fill(home, idp.tokenEndpoint('dev'));
    await store(home);
    await home.fob(['token', 'a/dev']);
    const { code, healthy, findings, wrong } = await doctor(home, ['a/dev']);
    expect([code, healthy, wrong]).toEqual([0, true, '']);
    const said = findings.map(({ message }) => message).join('\n');
    for (const part of [
      `${home.data}:`,
      `process ${await home.pid()}`,
      `Node ${process.versions.node}`,
      'HTTPS_PROXY=http://proxy.example:3128 NO_PROXY=127.0.0.1',
      'header of format 2',
      'slot passphrase (N=131072 r=8 p=1) opens',
      '1 of 1 records open',
      'client_secret from the vault: there',
      `token_endpoint ${idp.tokenEndpoint('dev')}`,
      'token: fresh',
      'next: a refresh at ',
    ])
      expect(said).toContain(part);
    const plain = await home.run(['doctor', 'a/dev']);
    expect(plain.stdout).toMatch(/^Vault\n {2}ok {7}open/m);
    expect(plain.stdout).toMatch(/^a\/dev, as resolved\n/m);
    await refusal(home, ['doctor', 'a/none'], 'address_unknown');
    await refusal(home, ['doctor', 'x'], 'address_unknown');
  });

  it('names a damaged record with its repair, before anything else that is wrong', async () => {
    await using home = await makeFobHome();
    await fill(home, 'https://idp.invalid/token');
    await store(home);
    await store(home);
    await truncate(join(home.data, 'vault/records/a+dev.json'), 30);
    await writeFile(join(home.data, 'settings.json'), '{"lock":{"idle":"soon","on_sleeep":true},"pinned":7}');
    const { code, wrong } = await doctor(home);
    expect(code).toBe(7);
    expect(wrong).toContain('fob vault repair a/dev');
    expect(wrong).toMatch(/warning: settings.json: "lock.idle" must be a number/);
    expect(wrong).toMatch(/"lock" has no member "on_sleeep"/);
    expect(wrong).toMatch(/"pinned" must be a list/);
    await home.fob(['vault', 'repair', 'a/dev']);
    const after = await doctor(home);
    expect(after.code).toBe(0);
    expect(after.wrong).toMatch(/damaged-[0-9a-f]{8} is a damaged file that was replaced/);
  });

  it('says what a profile lacks, and where it would come from', async () => {
    await using home = await makeFobHome();
    await fill(home, 'https://idp.invalid/token', {
      grant_type: 'password',
      username: { from: 'env', name: 'NOT_SET_HERE' },
      password: { from: 'file', path: '/nowhere/password' },
    });
    const { code, wrong } = await doctor(home, ['a/dev']);
    expect(code).toBe(10);
    expect(wrong).toMatch(/client_secret from the vault: not there.*fob secret set a\/dev client_secret/);
    expect(wrong).toMatch(/username from variable NOT_SET_HERE: not there/);
    expect(wrong).toMatch(/password from file \/nowhere\/password: not there/);
    await fill(home, 'https://idp.invalid/token', {
      client_secret: { from: 'exec', command: ['pass', 'x'] },
    });
    expect(await doctor(home, ['a/dev'])).toMatchObject({ code: 0 });
  });

  it('a locked vault is no fault, and the passphrase that is given is tried', async () => {
    await using home = await makeFobHome();
    await fill(home, 'https://idp.invalid/token');
    await store(home);
    await home.fob(['lock']);
    const { code, wrong } = await doctor(home, [], { env: { FOB_PASSPHRASE: undefined } });
    expect([code, wrong]).toEqual([0, expect.stringMatching(/^warning: locked.*fob unlock$/)]);
    const tried = await doctor(home, [], { env: { FOB_PASSPHRASE: 'wrong' } });
    expect(tried.wrong).toMatch(/slot passphrase .* does not open/);
    expect(await home.json(['status'], { env: { FOB_PASSPHRASE: undefined } })).toMatchObject({
      vault: { state: 'locked' },
    });
  });

  it('tells which modes were found, and which of them Fob repaired', async () => {
    await using home = await makeFobHome();
    await fill(home, 'https://idp.invalid/token');
    await store(home);
    await home.fob(['agent', 'stop']);
    chmodSync(home.data, 0o755);
    chmodSync(join(home.data, 'vault'), 0o750);
    const { code, wrong } = await doctor(home);
    expect(code).toBe(10);
    expect(wrong).toContain(`warning: ${home.data} had mode 0755, which was repaired`);
    expect(wrong).toContain(
      `problem: ${join(home.data, 'vault')} has mode 0750 and must have 0700 chmod 700`,
    );
    expect(statSync(home.data).mode & 0o777).toBe(0o700);
    chmodSync(home.socket, 0o666);
    const open = await doctor(home);
    expect(open.code).toBe(8);
    expect(open.wrong).toContain(`${home.socket} has mode 0666 and must have 0600`);
    chmodSync(home.socket, 0o600);
  });

  it('works where no agent can start, from the files alone and without a change to them', async () => {
    await using home = await makeFobHome();
    await fill(home, 'https://idp.invalid/token');
    await store(home);
    await home.fob(['agent', 'stop']);
    const profiles = join(home.data, 'profiles.json');
    renameSync(profiles, `${profiles}.away`);
    mkdirSync(profiles);
    const header = join(home.data, 'vault/vault.json');
    const before = await readFile(header, 'utf8');
    const { code, wrong, findings } = await doctor(home, ['a/dev']);
    expect(code).toBe(10);
    expect(wrong).toContain(`${profiles} is not a file`);
    expect(wrong).toContain('The agent did not start.');
    expect(findings.map(({ message }) => message)).toContain(
      '1 of 1 records have the right form; of 0 the generation before is kept',
    );
    await writeFile(header, before.slice(0, 50));
    expect(await doctor(home)).toMatchObject({ code: 7 });
    expect(await readFile(header, 'utf8')).toBe(before.slice(0, 50));
    rmSync(profiles, { recursive: true });
    renameSync(`${profiles}.away`, profiles);
    expect(await doctor(home), 'with a host, too').toMatchObject({ code: 7 });
  });

  it('says of a data directory that cannot be one what is wrong with it', async () => {
    await using home = await makeFobHome();
    await writeFile(join(home.root, 'file'), '');
    for (const place of ['file', 'file/below']) {
      const { code, wrong } = await doctor(home, [], { env: { FOB_HOME: join(home.root, place) } });
      expect(code).toBe(10);
      expect(wrong).toContain(join(home.root, 'file'));
      expect(wrong).not.toContain('bug');
    }
  });

  it('names what a broken profile file lacks', async () => {
    await using home = await makeFobHome();
    await writeFile(join(home.data, 'profiles.json'), '{\n  "version": 1,\n  "services": [x]\n}');
    const { code, wrong } = await doctor(home);
    expect([code, wrong]).toEqual([10, expect.stringContaining('profiles.json, line 3, column 16')]);
    expect(existsSync(join(home.data, 'vault'))).toBe(true);
  });
});
