/**
 * Acceptance 4: every secret of the demo world is a canary, and so are the passphrase and every token that the IdPs hand
 * out. Nobody may find one in the data directory, the log, the process list, or what any command or route but
 * `fob token` prints.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAtomicFiles } from '../../core/node/atomic-files.ts';
import { scrypt } from '../../core/node/scrypt.ts';
import { systemClock } from '../../core/node/system-clock.ts';
import { systemRandom } from '../../core/node/system-random.ts';
import { createVault } from '../../core/vault/vault.ts';
import { UNATTENDED_ADDRESSES } from '../provider/parts.ts';
import { until } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { startHostileIdp } from './hostile-idp.ts';
import { commandLines, environmentOf, leaksInFiles, leaksInText } from './leaks.ts';
import { makeWorldHome } from './world-home.ts';
import type { WorldHome } from './world-home.ts';

const LENT = 'canary-lent-by-the-environment-4711';

let scene: WorldHome;
let home: FobHome;
const canaries = new Map<string, string>();
/** Of every process that was seen while the commands ran. */
const seenCommandLines = new Set<string>();
let watch: NodeJS.Timeout;
let hostile: Awaited<ReturnType<typeof startHostileIdp>>;

beforeAll(async () => {
  watch = setInterval(() => {
    for (const line of commandLines()) seenCommandLines.add(line);
  }, 25);
  hostile = await startHostileIdp();
  scene = await makeWorldHome();
  ({ home } = scene);
  canaries.set('the passphrase', home.passphrase);
  for (const { address, member, value } of scene.world.secrets) canaries.set(`${address} ${member}`, value);
  canaries.set('a lent variable', LENT);
  const reference = JSON.stringify({ from: 'env', name: 'LENT' });
  const members = ['client_id=c', 'grant_type=client_credentials', `client_secret=${reference}`];
  await home.fob([
    'profile',
    'add',
    'lent/dev',
    `token_endpoint=${hostile.tokenEndpoint('lent')}`,
    ...members,
  ]);
  for (const address of [...UNATTENDED_ADDRESSES, 'lent/dev']) {
    const { stdout } = await home.run(['token', address], { env: { LENT } });
    canaries.set(`access token of ${address}`, stdout.trimEnd());
  }
  // Rotated tokens too: the old ones stay in the vault's kept generations.
  for (const address of ['ifs/test', 'compliance/test']) {
    await home.fob(['refresh', address]);
    canaries.set(`second access token of ${address}`, (await home.fob(['token', address])).trimEnd());
  }
  for (const [name, token] of await tokensInVault()) canaries.set(name, token);
});
afterAll(async () => {
  clearInterval(watch);
  await scene[Symbol.asyncDispose]();
  await hostile[Symbol.asyncDispose]();
});

it('knows the secrets: those given, and those that came back', () => {
  expect([...canaries.values()].filter((value) => value.length < 12)).toEqual([]);
  const names = [...canaries.keys()];
  expect(names.filter((name) => /client_secret|username|password$|private_key/.test(name))).toHaveLength(
    scene.world.secrets.length,
  );
  expect(names.filter((name) => name.startsWith('access token'))).toHaveLength(
    UNATTENDED_ADDRESSES.length + 1,
  );
  // IFS and Compliance by password, the three of SALUS, and the hostile one.
  expect(names.filter((name) => name.startsWith('refresh_token'))).toHaveLength(6);
  expect(names.filter((name) => name.startsWith('id_token'))).toHaveLength(1);
  expect(new Set(canaries.values()).size).toBe(canaries.size);
});

describe('nothing of them is', () => {
  it('in any file of the data directory, the log among them', () => {
    expect(leaksInFiles(home.data, canaries)).toEqual([]);
  });

  it('in any command line, or in the environment of the agent', async () => {
    const seen = [...seenCommandLines].join('\n');
    if (process.platform === 'linux') expect(seen, 'the commands were seen').toMatch(/fob\.js\0secret\0set/);
    expect(leaksInText('command lines', seen, canaries)).toEqual([]);
    const environment = environmentOf(await home.pid());
    if (process.platform === 'linux') expect(environment).toContain(`FOB_HOME=${home.data}`);
    expect(leaksInText('environment', environment, canaries)).toEqual([]);
  });

  it('in what the agent tells of itself', async () => {
    const paths = [
      '/v1/status',
      '/v1/profiles',
      '/v1/profiles/ifs/test',
      '/v1/claims/ifs/test',
      '/v1/token/ifs/tset',
      '/v1/token/ifs/test?min_ttl=99999',
    ];
    for (const path of paths) {
      const { body } = await home.ask(path);
      expect(body.length).toBeGreaterThan(20);
      expect(leaksInText(path, body, canaries)).toEqual([]);
    }
    const events = await eventsWhile(() => home.fob(['refresh', 'salus/dev']));
    expect(leaksInText('/v1/events', events, canaries)).toEqual([]);
  });

  it('in what commands print, well or badly', async () => {
    const jwt = canaries.get('access token of salus/prod') ?? '';
    const calls: [string[], { input?: string; env?: Record<string, string | undefined> }?][] = [
      [['list']],
      [['list', '--json']],
      [['status', '--json']],
      [['claims', 'ifs/test']],
      [['claims', 'ifs/test', '--json']],
      [['profile', 'show', 'ifs/test']],
      [['profile', 'validate']],
      [['refresh', 'salus/beta']],
      [['copy', 'salus/prod']],
      [['inspect', '--for', 'salus/prod'], { input: jwt }],
      [['inspect', '--for', 'salus/dev', '--json'], { input: `${jwt.slice(0, -8)}AAAAAAAA` }],
      [['secret', 'set', 'ifs/test', 'password'], { input: canaries.get('ifs/test password') ?? '' }],
      [['secret', 'set', 'ifs/test', 'private_key'], { input: canaries.get('ifs/test password') ?? '' }],
      [['secret', 'set', 'ifs/tset', 'password'], { input: canaries.get('ifs/test password') ?? '' }],
      [
        ['profile', 'add', '--file', '-'],
        { input: `{ "client_secret": "${canaries.get('ifs/test password') ?? ''}" }` },
      ],
      [['token', 'ifs/test', '--min-ttl', '99999']],
      [['token', 'signaturgruppen/test', '--resource', 'https://x.example', '--json']],
      [['unlock'], { env: { FOB_DEBUG: '1' } }],
      [
        ['token', 'lent/dev', '--scope', 'other', '--json', '--format', 'xml'],
        { env: { LENT, FOB_DEBUG: '1' } },
      ],
    ];
    for (const [args, options] of calls) {
      const { code, stdout, stderr } = await home.run(args, options);
      expect(code, `fob ${args.join(' ')}`).not.toBe(70);
      expect(leaksInText(`fob ${args.join(' ')}`, stdout + stderr, canaries)).toEqual([]);
    }
  });

  it('in a refusal of an IdP that gives back what it was sent', async () => {
    hostile.behave('lent', 'parrots');
    const { code, stdout, stderr } = await home.run(['refresh', 'lent/dev'], { env: { LENT } });
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('invalid_client');
    expect(leaksInText('stderr', stderr, canaries)).toEqual([]);
    expect(leaksInFiles(home.data, canaries)).toEqual([]);
  });

  it('in what is left when everything has stopped', async () => {
    await home.fob(['lock']);
    await home.fob(['agent', 'stop']);
    expect(leaksInFiles(home.data, canaries)).toEqual([]);
  });
});

describe('the search finds what is there', () => {
  const [name, value] = ['ifs/test password', () => canaries.get('ifs/test password') ?? ''] as const;

  it.each([
    ['plain', () => `x${value()}y`],
    ['in a form', () => new URLSearchParams({ password: value() }).toString()],
    ['in base64', () => Buffer.from(`Authorization: ${value()}.`).toString('base64')],
    ['in base64url, one further', () => Buffer.from(`{"password":"${value()}"}`).toString('base64url')],
    ['in hexadecimal', () => Buffer.from(value()).toString('hex')],
  ])('in a file, %s', (_what, written) => {
    const where = join(home.data, 'run', 'planted');
    writeFileSync(where, written());
    expect(leaksInFiles(home.data, canaries)).toEqual([{ what: name, where }]);
    rmSync(where);
  });

  it('in text that a command printed', async () => {
    const address = 'salus/prod';
    await home.fob(['arm', address]);
    const token = await home.fob(['token', address]);
    expect(leaksInText('stdout', token, canaries)).toEqual([
      { what: `access token of ${address}`, where: 'stdout' },
    ]);
  });

  it('in a command line and an environment', async () => {
    const env = { CANARY: value() };
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', value()], { env });
    const isShown = () => process.platform !== 'linux' || environmentOf(child.pid ?? 0).includes('CANARY');
    await until(isShown, 'the process runs');
    const found = [commandLines().join('\n'), environmentOf(child.pid ?? 0)].map((text) =>
      leaksInText('process', text, canaries),
    );
    child.kill();
    const leak = [{ what: name, where: 'process' }];
    expect(found).toEqual(process.platform === 'linux' ? [leak, leak] : [[], []]);
  });
});

/** Every refresh token and ID token that Fob keeps, read with the passphrase as Fob itself reads them. */
async function tokensInVault(): Promise<readonly (readonly [string, string])[]> {
  const vault = createVault({
    files: createAtomicFiles(home.data),
    random: systemRandom,
    clock: systemClock,
    scrypt,
    backends: [],
  });
  await vault.unlock(home.passphrase);
  const found: (readonly [string, string])[] = [];
  for (const address of await vault.addresses()) {
    for (const member of (await vault.members(address)).filter((each) => each.startsWith('tokens.'))) {
      const stored = JSON.parse((await vault.read(address, member)) ?? '{}') as Record<string, string>;
      for (const kind of ['refresh_token', 'id_token'])
        if (stored[kind] !== undefined) found.push([`${kind} of ${address}`, stored[kind]]);
    }
  }
  return found;
}

/** What `GET /v1/events` sends before and after something happens. */
async function eventsWhile(happens: () => Promise<unknown>): Promise<string> {
  const connection = createConnection(home.socket);
  let seen = '';
  connection.on('data', (chunk: Buffer) => (seen += chunk.toString()));
  connection.write('GET /v1/events HTTP/1.1\r\nHost: fob\r\n\r\n');
  await once(connection, 'data');
  const snapshots = (): number => seen.match(/^event: snapshot\.changed$/gm)?.length ?? 0;
  await happens();
  await until(() => snapshots() > 1, 'another snapshot is there');
  connection.destroy();
  return seen;
}
