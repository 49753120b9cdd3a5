/** One host per data directory: how it starts, stops, dies and is found. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FOB, holderOf, isRunning, makeFobHome, until } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { startHostileIdp } from './hostile-idp.ts';
import type { HostileIdp } from './hostile-idp.ts';
import { refusal } from './refusal.ts';

const profile = (idp: HostileIdp, name: string): string[] => [
  `token_endpoint=${idp.tokenEndpoint(name)}`,
  'client_id=c',
  'grant_type=client_credentials',
  'token_endpoint_auth_method=none',
];

describe.concurrent('the agent', () => {
  it('starts once, says so, and stops', async () => {
    await using home = await makeFobHome();
    expect(await home.json(['agent', 'status'])).toEqual({ running: false });
    expect(await home.json(['agent', 'stop'])).toEqual({ stopped: false });
    expect(await home.json(['lock'])).toEqual({ locked: true });
    expect(holderOf(home.data), 'nothing was started').toBeUndefined();
    const started = (await home.json(['agent', 'start'])) as { pid: number };
    expect(started).toEqual({ started: true, pid: holderOf(home.data), kind: 'agent' });
    expect(await home.json(['agent', 'start'])).toEqual({ ...started, started: false });
    expect(await home.json(['agent', 'status'])).toMatchObject({ running: true, pid: started.pid });
    expect(await home.fob(['agent', 'status'])).toMatch(new RegExp(`^host +agent, process ${started.pid},`));
    expect(await home.json(['agent', 'stop'])).toEqual({ stopped: true, pid: started.pid });
    expect(isRunning(started.pid)).toBe(false);
    expect(await home.json(['agent', 'status'])).toEqual({ running: false });
  });

  it('runs in a terminal until it gets a signal, and a second one says which process holds the directory', async () => {
    await using home = await makeFobHome();
    const child = spawn(process.execPath, [FOB, 'agent', 'run', '--ready'], {
      env: { ...home.env },
      stdio: 'pipe',
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    expect(JSON.parse(line.toString())).toEqual({ ready: true, socket: home.socket, pid: child.pid });
    const { message } = await refusal(home, ['agent', 'run'], 'host_running');
    expect(message).toBe(
      `The agent (process ${child.pid ?? 0}) already has the data directory ${home.data}.`,
    );
    expect(await home.json(['status'])).toMatchObject({ pid: child.pid, vault: { state: 'unlocked' } });
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(readdirSync(join(home.data, 'run'))).not.toContain('agent.sock');
  });

  it('is gone for "agent stop" also where nobody waits for orphans', async () => {
    await using home = await makeFobHome();
    // `sleep` takes the shell's place and never asks what became of the agent: it stays a zombie.
    const parent = spawn('sh', ['-c', `"${process.execPath}" "${FOB}" agent run & exec sleep 60`], {
      env: { ...home.env },
      stdio: 'ignore',
    });
    try {
      await until(
        () =>
          home.pid().then(
            () => true,
            () => false,
          ),
        'the agent listens',
      );
      const { code, ms } = await home.run(['agent', 'stop']);
      expect(code).toBe(0);
      expect(ms).toBeLessThan(10_000);
    } finally {
      parent.kill();
    }
  });

  it('is started again after a kill, and still has a token whose refresh token was rotated', async () => {
    await using idp = await startHostileIdp();
    await using home = await makeFobHome();
    await home.fob(['profile', 'add', 'a/dev', ...profile(idp, 'a')]);
    const token = await home.fob(['token', 'a/dev']);
    const pid = await home.pid();
    process.kill(pid, 'SIGKILL');
    await until(() => !isRunning(pid), 'the agent is dead');
    expect(statSync(home.socket).isSocket(), 'its socket is left').toBe(true);
    expect(await home.json(['agent', 'status'])).toEqual({ running: false });
    expect(await home.run(['token', 'a/dev'])).toMatchObject({ code: 0, stdout: token, stderr: '' });
    expect(idp.requests('a')).toHaveLength(1);
    expect(await home.pid()).not.toBe(pid);
    await home.fob(['refresh', 'a/dev']);
    expect(idp.requests('a')[1]?.parameters.get('refresh_token')).toBe('refresh.a.1');
  });

  it('is one, and asks once, for thirty commands at the same time', async () => {
    await using idp = await startHostileIdp();
    await using home = await makeFobHome();
    await home.fob(['profile', 'add', 'a/dev', ...profile(idp, 'a')]);
    await home.fob(['agent', 'stop']);
    const runs = await Promise.all(Array.from({ length: 30 }, () => home.run(['token', 'a/dev'])));
    expect(runs.map(({ code, stdout, stderr }) => `${code ?? ''} ${stdout}${stderr}`)).toEqual(
      Array.from({ length: 30 }, () => '0 access.a.1\n'),
    );
    expect(idp.requests('a')).toHaveLength(1);
    expect(await home.pid()).toBe(holderOf(home.data));
    await until(() => agentsOf(home).length === 1, 'the others that tried are gone');
  });

  it('listens in a short directory of its own when the path of its socket would be too long', async () => {
    await using idp = await startHostileIdp();
    await using home = await makeFobHome({ name: join('l'.repeat(60), 'o'.repeat(60), 'n'.repeat(60)) });
    expect(home.socket.length).toBeLessThan(100);
    expect(home.socket.startsWith(home.data)).toBe(false);
    await home.fob(['profile', 'add', 'a/dev', ...profile(idp, 'a')]);
    expect(await home.fob(['token', 'a/dev'])).toBe('access.a.1\n');
    expect(await home.ask('/v1/token/a/dev')).toEqual({ status: 200, body: 'access.a.1' });
    const { mode } = statSync(join(home.socket, '..'));
    expect(mode & 0o777).toBe(0o700);
    expect(await home.json(['agent', 'stop'])).toMatchObject({ stopped: true });
  });

  it('is found by a FOB_HOME that is relative', async () => {
    await using home = await makeFobHome();
    const here = { cwd: home.root, env: { FOB_HOME: 'data' } };
    expect(await home.json(['status'], here)).toMatchObject({ data_directory: home.data });
    expect(await home.json(['status'])).toMatchObject({ pid: holderOf(home.data) });
    expect(readdirSync(home.data)).not.toContain('data');
  });

  it('sees what an editor did to the profile file, without being asked twice', async () => {
    await using home = await makeFobHome();
    await home.fob([
      'profile',
      'add',
      'a/dev',
      'issuer=http://127.0.0.1:1',
      'client_id=one',
      'grant_type=client_credentials',
    ]);
    const file = join(home.data, 'profiles.json');
    await writeFile(file, readFileSync(file, 'utf8').replace('"one"', '"two"'));
    expect(await home.json(['profile', 'show', 'a/dev'])).toMatchObject({ client_id: 'two' });
    await writeFile(file, readFileSync(file, 'utf8').replace('"dev"', '"test"'));
    expect(await home.json(['list'])).toMatchObject([{ address: 'a/test' }]);
    await writeFile(file, readFileSync(file, 'utf8').replace('"test"', '"prod"'));
    expect(await home.fob(['profile', 'remove', 'a/prod'])).toBe('a/prod removed\n');
    expect(await home.json(['list'])).toEqual([]);
  });
});

describe.concurrent('a socket that others could reach', () => {
  it.each([
    ['a directory that is open to others', (home: FobHome) => chmodSync(join(home.data, 'run'), 0o755)],
    ['a socket that is open to others', (home: FobHome) => chmodSync(home.socket, 0o666)],
  ])('%s is not used', async (_name, open) => {
    await using idp = await startHostileIdp();
    await using home = await makeFobHome();
    await home.fob(['profile', 'add', 'a/dev', ...profile(idp, 'a')]);
    open(home);
    for (const args of [['token', 'a/dev'], ['status'], ['unlock']]) {
      const { message } = await refusal(home, args, 'peer_untrusted');
      expect(message).toMatch(/has mode 0[67][56][56] and must have 0[67]00/);
    }
    expect(idp.requests('a')).toEqual([]);
  });

  it('something else in the place of the socket is not used, and left alone', async () => {
    await using home = await makeFobHome();
    await mkdir(join(home.data, 'run'), { mode: 0o700 });
    await writeFile(home.socket, 'mine');
    const { message } = await refusal(home, ['status'], 'peer_untrusted');
    expect(message).toContain('agent.sock is not a socket');
    await refusal(home, ['agent', 'run'], 'peer_untrusted');
    expect(readFileSync(home.socket, 'utf8')).toBe('mine');
  });
});

/** Process ids of every agent of this data directory. */
function agentsOf(home: FobHome): readonly number[] {
  if (process.platform !== 'linux') return [holderOf(home.data) ?? 0];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isRunning(pid) && isAgent(pid, home.data));
}

function isAgent(pid: number, data: string): boolean {
  try {
    const about = (what: string) => readFileSync(`/proc/${pid}/${what}`, 'utf8').split('\0');
    return about('cmdline').join(' ').includes('agent run') && about('environ').includes(`FOB_HOME=${data}`);
  } catch {
    return false;
  }
}
