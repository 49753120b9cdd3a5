/** What comes out of `fob token` and its relatives, in the demo world. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callApi } from '../provider/plain-client.ts';
import { UNATTENDED_ADDRESSES } from '../provider/parts.ts';
import type { DemoAddress } from '../provider/parts.ts';
import type { World } from '../provider/world.ts';
import { refusal } from './refusal.ts';
import type { FobHome } from './fob-home.ts';
import { makeWorldHome } from './world-home.ts';
import type { WorldHome } from './world-home.ts';

const run = promisify(execFile);
const SALUS = 'salus/prod';

let scene: WorldHome;
let home: FobHome;
let world: World;
beforeAll(async () => {
  scene = await makeWorldHome();
  ({ home, world } = scene);
});
afterAll(() => scene[Symbol.asyncDispose]());

const tokenOf = async (address: string): Promise<string> => (await home.fob(['token', address])).trimEnd();
const asked = (idp: DemoAddress): number =>
  Object.values(world.requests()[idp] ?? {}).reduce((sum, count) => sum + count, 0);

describe('formats of fob token', () => {
  const format = (name: string) => home.fob(['token', SALUS, '--format', name]);

  it('raw is the token and a line break', async () => {
    expect(await format('raw')).toBe(`${await tokenOf(SALUS)}\n`);
  });

  it('header is one that the API takes', async () => {
    const [name, value] = (await format('header')).trimEnd().split(': ');
    expect(name).toBe('Authorization');
    const answer = await fetch(world.resourceServers.get(SALUS) ?? '', {
      headers: { Authorization: value ?? '' },
    });
    expect(answer.status).toBe(200);
  });

  it('curl is the beginning of a command that a shell runs', async () => {
    const command = `${(await format('curl')).trimEnd()} -s -o /dev/null -w '%{http_code}' ${world.resourceServers.get(SALUS) ?? ''}`;
    expect((await run('sh', ['-c', command])).stdout).toBe('200');
  });

  it('env is an assignment that a shell takes', async () => {
    const { stdout } = await run('sh', ['-c', `${await format('env')}printf %s "$FOB_TOKEN"`]);
    expect(stdout).toBe(await tokenOf(SALUS));
  });

  it('json and --json say how long it lives', async () => {
    const token = await tokenOf(SALUS);
    for (const text of [await format('json'), await home.fob(['token', SALUS, '--json'])]) {
      const answer = JSON.parse(text) as { expires_in: number; expires_at: number };
      expect(answer).toMatchObject({
        address: SALUS,
        access_token: token,
        token_type: 'Bearer',
      });
      expect(answer.expires_in).toBeGreaterThan(3500);
      expect(Math.abs(answer.expires_at - answer.expires_in - Date.now() / 1000)).toBeLessThan(3);
    }
  });

  it('exec-credential is what kubectl reads', async () => {
    const credential = JSON.parse(await format('exec-credential')) as {
      status: { token: string; expirationTimestamp: string };
    };
    expect(credential).toMatchObject({
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
    });
    expect(credential.status.token).toBe(await tokenOf(SALUS));
    expect(credential.status.expirationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('another name is a mistake', async () => {
    await refusal(home, ['token', SALUS, '--format', 'xml'], 'usage');
  });
});

it('hands out tokens that every API of the world accepts', async () => {
  const answers = await Promise.all(
    UNATTENDED_ADDRESSES.map(async (address) => {
      const { status } = await callApi(
        world.resourceServers.get(address) ?? '',
        await tokenOf(address),
        world.tls.get(address),
      );
      return [address, status];
    }),
  );
  expect(answers).toEqual(UNATTENDED_ADDRESSES.map((address) => [address, 200]));
});

describe('how long the token must still live', () => {
  const ADDRESS = 'ifs/test-batch'; // 180 seconds
  const batch = () => world.requestLog().filter(({ client_id }) => client_id === 'IFS_batch').length;

  it('is met by the token at hand as long as that lasts, and by a new one then', async () => {
    const first = await tokenOf(ADDRESS);
    const before = batch();
    for (const enough of [['--min-ttl', '0'], ['--min-ttl', '60'], ['--min-ttl=60s'], ['--min-ttl', '2m']])
      expect(await home.fob(['token', ADDRESS, ...enough])).toBe(`${first}\n`);
    expect(batch() - before).toBe(0);
    await delay(1_500);
    const second = await home.fob(['token', ADDRESS, '--min-ttl', '179']);
    expect(second).not.toBe(`${first}\n`);
    expect(batch() - before).toBe(1);
    expect(await tokenOf(ADDRESS)).toBe(second.trimEnd());
  });

  it.each(['181', '1h', '999999999'])('is refused when the IdP gives none that lives %s', async (time) => {
    await tokenOf(ADDRESS);
    const before = batch();
    const { message } = await refusal(home, ['token', ADDRESS, '--min-ttl', time], 'token_too_short');
    expect(message).toContain(ADDRESS);
    expect(batch() - before, 'it was asked once').toBe(1);
  });

  it.each(['', 'x', '-5', '1.5', '5d', '1e3', '99999999999'])('cannot be "%s"', async (time) => {
    const before = asked('salus/dev');
    await refusal(home, ['token', 'salus/dev', `--min-ttl=${time}`], 'usage');
    expect(asked('salus/dev')).toBe(before);
  });
});

it('keeps tokens of another scope or resource apart from those of the profile', async () => {
  const address = 'signaturgruppen/test';
  const own = await tokenOf(address);
  const before = asked(address);
  const other = await home.fob(['token', address, '--resource', 'https://broker.example/api']);
  expect(other).not.toBe(`${own}\n`);
  expect(await home.fob(['token', address, '--resource', 'https://broker.example/api'])).toBe(other);
  expect(asked(address) - before).toBe(1);
  const target = await refusal(home, ['token', address, '--resource', 'https://x.example'], 'idp_refused');
  expect(target.message).toContain('invalid_target');
  const scoped = await home.json(['token', address, '--scope', 'openid broker.api']);
  expect(scoped).toMatchObject({ address, scope: 'openid broker.api' });
  expect(scoped).not.toMatchObject({ access_token: own });
  expect(asked(address) - before).toBe(3);
  expect(await tokenOf(address)).toBe(own);
});

it('refreshes when told to, with the refresh token', async () => {
  const before = await tokenOf('compliance/test');
  expect(await home.fob(['refresh', 'compliance/test'])).toBe('compliance/test refreshed\n');
  const after = await tokenOf('compliance/test');
  expect(after).not.toBe(before);
  expect(world.requests()['compliance/test']).toEqual({ password: 1, refresh_token: 1 });
});

it('shows claims as verified, of the ID token too', async () => {
  const address = 'ifs/test';
  const { issuer } = world.idps.get(address) ?? { issuer: '' };
  const claims = await home.json(['claims', address]);
  const verification = { kind: 'verified', issuer, keyId: 'ifs-1', algorithm: 'RS256' };
  expect(claims).toMatchObject({
    address,
    verified: true,
    verification,
    header: { alg: 'RS256', kid: 'ifs-1' },
    claims: { iss: issuer, client_id: 'IFS_aurena' },
    id_token: { verified: true, verification, claims: { aud: 'IFS_aurena' } },
  });
  expect(JSON.stringify(claims)).not.toContain(await tokenOf(address));
});

describe('fob copy', () => {
  it('says what to install where there is no clipboard', async () => {
    const { message, hint } = await refusal(home, ['copy', SALUS], 'runtime_unsupported');
    expect(message).toBe('There is no clipboard that Fob can reach from here.');
    expect(hint).toMatch(/wl-clipboard.*xclip/);
    const { code, stdout, stderr } = await home.run(['copy', SALUS]);
    expect([code, stdout]).toEqual([10, '']);
    expect(stderr).not.toContain(await tokenOf(SALUS));
  });

  it('gives the tool exactly the token, by stdin', async () => {
    const [tools, kept, args] = [join(home.root, 'tools'), join(home.root, 'kept'), join(home.root, 'args')];
    await mkdir(tools);
    for (const name of ['xclip', 'pbcopy']) {
      const script = `#!/bin/sh\nprintf '%s ' "$@" > '${args}'\ncat > '${kept}'\n`;
      await writeFile(join(tools, name), script, { mode: 0o755 });
    }
    const env = { DISPLAY: ':99', PATH: `${tools}${delimiter}${home.env.PATH ?? ''}` };
    const { code, stdout, stderr } = await home.run(['copy', SALUS, '--format', 'header'], { env });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^salus\/prod copied, \d\d:\d\d left\n$/);
    const token = await tokenOf(SALUS);
    expect(readFileSync(kept, 'utf8')).toBe(`Authorization: Bearer ${token}`);
    expect(readFileSync(args, 'utf8')).not.toContain(token);
  });
});

it('forgets a removed profile with its secrets and tokens', async () => {
  const record = join(home.data, 'vault/records/salus+beta.json');
  await tokenOf('salus/beta');
  expect(readFileSync(record).length).toBeGreaterThan(0);
  expect(await home.fob(['profile', 'remove', 'salus/beta'])).toBe('salus/beta removed\n');
  for (const name of [record, `${record}.previous`]) expect(() => readFileSync(name)).toThrow(/ENOENT/);
  const { hint } = await refusal(home, ['token', 'salus/beta'], 'address_unknown');
  expect(hint).toContain('salus/dev');
});
