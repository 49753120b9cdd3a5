/** The token handed to another program: `fob exec`, `fob curl` and `fob proxy`, in the demo world. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorView } from '../../shared/error-code.ts';
import type { DemoAddress } from '../provider/parts.ts';
import { FOB } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { refusal } from './refusal.ts';
import { makeWorldHome } from './world-home.ts';
import type { WorldHome } from './world-home.ts';

const SALUS = 'salus/dev';

let scene: WorldHome;
let home: FobHome;
beforeAll(async () => {
  scene = await makeWorldHome();
  ({ home } = scene);
});
afterAll(() => scene[Symbol.asyncDispose]());

const api = (address: DemoAddress): string => scene.world.resourceServers.get(address) ?? '';

describe('fob exec', () => {
  /** `--json` at the end would be a word of the program. */
  async function misused(...words: readonly string[]): Promise<ErrorView> {
    const { code, stdout } = await home.run(['exec', '--json', ...words]);
    const { error } = JSON.parse(stdout) as { error: ErrorView };
    expect([code, error.code]).toEqual([2, 'usage']);
    return error;
  }

  it('runs a program with the token, and without what opens the vault', async () => {
    const script = 'printf "%s %s" "$FOB_TOKEN" "${FOB_PASSPHRASE-none}"';
    const token = (await home.fob(['token', SALUS])).trimEnd();
    expect(await home.fob(['exec', SALUS, '--', 'sh', '-c', script])).toBe(`${token} none`);
  });

  it.each([
    ['its exit code', 'exit 7', 7],
    ['the signal that ended it', 'kill -9 $$', 137],
  ])('answers %s', async (_what, script, code) => {
    expect(await home.run(['exec', SALUS, '--', 'sh', '-c', script])).toMatchObject({ code, stderr: '' });
  });

  it('leaves the words and the input of the program alone', async () => {
    const echo = ['exec', SALUS, '--', 'echo', '--json', '--help', '--'];
    expect(await home.fob(echo)).toBe('--json --help --\n');
    expect(await home.fob(['exec', SALUS, 'cat'], { input: 'piped' })).toBe('piped');
  });

  it('says what is wrong before it runs anything', async () => {
    expect((await misused(SALUS, '--', 'no-such-program')).message).toContain('there is no such program');
    expect((await misused(SALUS, '--', join(FOB, 'below'))).message).toContain('it cannot be run');
    const flag = join(home.root, 'ran');
    expect((await home.run(['exec', 'salus/nowhere', '--', 'touch', flag])).code).toBe(9);
    expect(existsSync(flag)).toBe(false);
    await refusal(home, ['exec'], 'usage');
    expect((await home.run(['exec', SALUS])).code).toBe(2);
  });

  it('says where "--" belongs when the program has one of its own', async () => {
    const { hint } = await misused(SALUS, 'npm', 'run', 'test', '--', '--watch');
    expect(hint).toContain('(the first "--" stands right after ADDRESS)');
  });
});

describe('fob curl', () => {
  const PIPED = /^--config \S+\/fob-pipe-\w+\/pipe URL -d @-\nheader = "Authorization:\nbody$/;
  const quiet = ['-sS', '--fail', '-o', '/dev/null', '-w', '%{http_code}'];

  it('shows the token to the API', async () => {
    expect(await home.fob(['curl', SALUS, api(SALUS), ...quiet])).toBe('200');
  });

  it('shows the client certificate of the profile, which the token is bound to', async () => {
    const [address, url] = ['raidiam/sandbox', api('raidiam/sandbox')];
    expect(await home.fob(['curl', address, url, ...quiet])).toBe('200');
  });

  it('has the token in no argument, and leaves curl its input and exit code', async () => {
    const tool = join(home.root, 'curl');
    await writeFile(tool, '#!/bin/sh\necho "$@"\ncat "$2" | cut -c1-24\ncat\nexit 22\n', { mode: 0o755 });
    const env = { PATH: `${home.root}:${home.env.PATH ?? ''}` };
    const { code, stdout } = await home.run(['curl', SALUS, 'URL', '-d', '@-'], { env, input: 'body' });
    expect([code, stdout]).toEqual([22, expect.stringMatching(PIPED) as string]);
  });

  it('ends curl when it is ended, and leaves no pipe behind', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const env = { ...home.env, TMPDIR: home.root };
    const child = spawn(process.execPath, [FOB, 'curl', SALUS, url], { env, stdio: 'ignore' });
    const [asked] = (await once(silent, 'request')) as [IncomingMessage];
    const gone = once(asked.socket, 'close');
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([143, null]);
    await gone;
    silent.close();
    expect((await readdir(home.root)).filter((name) => name.startsWith('fob-pipe-'))).toEqual([]);
  });
});

describe('fob proxy', () => {
  async function start(address: DemoAddress): Promise<Proxy> {
    const child = spawn(process.execPath, [FOB, 'proxy', address, '--target', new URL(api(address)).origin], {
      env: { ...home.env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return {
      url: new URL(new URL(api(address)).pathname, line.toString().trim()).href,
      [Symbol.asyncDispose]: async () => {
        child.kill('SIGINT');
        expect(await once(child, 'close')).toEqual([0, null]);
      },
    };
  }

  interface Proxy extends AsyncDisposable {
    readonly url: string;
  }

  it.each<DemoAddress>(['salus/dev', 'raidiam/sandbox'])(
    'sends requests to the API of %s',
    async (address) => {
      await using proxy = await start(address);
      const answer = await fetch(proxy.url, { headers: { authorization: 'Bearer of-the-caller' } });
      expect(answer.status).toBe(200);
      expect(await answer.text()).not.toContain('of-the-caller');
    },
  );

  it('asks for a token anew each time, and says why there is none', async () => {
    await using proxy = await start('salus/prod');
    expect((await fetch(proxy.url)).status).toBe(200);
    await home.fob(['arm', 'salus/prod', '--off']);
    const refused = await fetch(proxy.url);
    await home.fob(['arm', 'salus/prod']);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'application/problem+json']);
    expect(await refused.json()).toMatchObject({ code: 'refused_by_policy' });
  });

  it.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['an image on such a page', { 'sec-fetch-site': 'cross-site' }],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }],
    ['a name that points here', { host: 'evil.example' }],
  ])('refuses %s', async (_what, headers) => {
    await using proxy = await start(SALUS);
    const { port } = new URL(proxy.url);
    const asked = request({ host: '127.0.0.1', port, headers: { host: `127.0.0.1:${port}`, ...headers } });
    const [answer] = (await once(asked.end(), 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(403);
  });

  it('says what is wrong with its arguments', async () => {
    await refusal(home, ['proxy', SALUS], 'usage');
    await refusal(home, ['proxy', SALUS, '--target', 'http://api.example'], 'usage');
    await refusal(home, ['proxy', SALUS, '--target', 'https://api.example/?a=b'], 'usage');
    await refusal(home, ['proxy', SALUS, '--target', 'https://api.example/#a'], 'usage');
    await refusal(home, ['proxy', SALUS, '--target', api(SALUS), '--port', 'x'], 'usage');
    await refusal(home, ['proxy', 'salus/nowhere', '--target', api(SALUS)], 'address_unknown');
  });
});
