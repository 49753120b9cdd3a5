/** The token handed to another program: `fob exec` and `fob curl`, in the demo world. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoAddress } from '../provider/parts.ts';
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
    const absent = await home.run(['exec', '--json', SALUS, '--', 'no-such-program']);
    expect(absent.code).toBe(2);
    expect(JSON.parse(absent.stdout)).toMatchObject({
      error: { code: 'usage', message: expect.stringContaining('there is no such program') as string },
    });
    const flag = join(home.root, 'ran');
    expect((await home.run(['exec', 'salus/nowhere', '--', 'touch', flag])).code).toBe(9);
    expect(existsSync(flag)).toBe(false);
    await refusal(home, ['exec'], 'usage');
    expect((await home.run(['exec', SALUS])).code).toBe(2);
  });
});

describe('fob curl', () => {
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
    expect([code, stdout]).toEqual([22, '--config /dev/fd/4 URL -d @-\nheader = "Authorization:\nbody']);
  });
});
