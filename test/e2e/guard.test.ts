/**
 * The prod guard from the command line: how `fob arm` opens a profile, and that no other command gets around it. Every
 * command is run against one profile, not armed and armed, and all that it prints or copies is searched for its tokens.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../cli/commands/registry.ts';
import { listen } from '../provider/listen.ts';
import type { Listening } from '../provider/listen.ts';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { leaksInFiles, leaksInText } from './leaks.ts';
import { refusal } from './refusal.ts';

const ADDRESS = 'acme/prod';
const PASSPHRASES = 'another one that is long\nanother one that is long\n';

/** In this order, so that what takes something away comes last. A command that is missing fails the test. */
const RUNS: readonly (readonly [name: string, args: readonly string[], input?: string])[] = [
  ['token', [ADDRESS]],
  ['token', [ADDRESS, '--format', 'json']],
  ['token', [ADDRESS, '--format', 'exec-credential', '--scope', 'a']],
  ['token', [ADDRESS, '--json', '--audience', 'b', '--min-ttl', '1']],
  ['copy', [ADDRESS, '--format', 'header']],
  ['exec', [ADDRESS, '--', 'printenv', 'FOB_TOKEN']],
  ['curl', [ADDRESS, 'http://127.0.0.1:9/', '-s', '--libcurl', '-']],
  // Armed it listens until it is killed: it is tried in cli-exec.test.ts.
  ['proxy', [ADDRESS, '--target', 'nowhere']],
  ['list', ['--json']],
  ['status', ['--json']],
  ['claims', [ADDRESS, '--json', '--userinfo']],
  ['inspect', ['--for', ADDRESS], 'eyJhbGciOiJub25lIn0.e30.'],
  ['refresh', [ADDRESS, '--json']],
  ['login', [ADDRESS, '--device']],
  ['import', ['-'], 'curl https://idp.example/token -d grant_type=client_credentials'],
  ['export', []],
  ['profile add', [ADDRESS, 'notes=changed']],
  ['profile edit', [ADDRESS, 'notes=edited']],
  ['profile presets', []],
  ['profile show', [ADDRESS]],
  ['profile trust', [ADDRESS]],
  ['profile validate', []],
  ['profile path', []],
  ['secret set', [ADDRESS, 'client_secret'], 'another secret'],
  ['key generate', [ADDRESS]],
  ['vault slots', []],
  ['vault add-slot', ['keyring']],
  ['vault passphrase', [], PASSPHRASES],
  ['vault backup', ['backup.fob'], PASSPHRASES],
  ['vault rotate-key', []],
  ['vault repair', [ADDRESS]],
  ['doctor', [ADDRESS, '--json']],
  ['completion', ['bash']],
  ['ui', ['--no-open']],
  ['agent start', []],
  ['agent status', []],
  ['agent run', []],
  ['unlock', []],
  ['logout', [ADDRESS]],
  ['vault restore', ['backup.fob'], PASSPHRASES],
  ['vault remove-slot', ['keyring']],
  ['lock', []],
  ['arm', [ADDRESS, '--off', '--json']],
  ['profile remove', [ADDRESS]],
  ['agent stop', []],
];

interface Scene extends AsyncDisposable {
  readonly home: FobHome;
  /** What the tool for the clipboard was given. */
  readonly copied: () => string;
  /** Every access token that the IdP has given out, by number. */
  readonly tokens: ReadonlyMap<string, string>;
}

async function begin(): Promise<Scene> {
  await using undo = new AsyncDisposableStack();
  const tokens = new Map<string, string>();
  const idp: Listening = await listen(() => (_request, response) => {
    const token = `guarded-${randomUUID()}`;
    tokens.set(`token ${tokens.size + 1}`, token);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 600 }));
  });
  undo.defer(() => idp.close());
  const plain = undo.use(await makeFobHome());
  const [tools, clipboard] = [join(plain.root, 'tools'), join(plain.root, 'clipboard')];
  await mkdir(tools);
  for (const name of ['xclip', 'pbcopy'])
    await writeFile(join(tools, name), `#!/bin/sh\ncat >> '${clipboard}'\n`, { mode: 0o755 });
  const env = { DISPLAY: ':99', PATH: `${tools}${delimiter}${plain.env.PATH ?? ''}` };
  const home: FobHome = {
    ...plain,
    run: (args, options) =>
      plain.run(args, { cwd: plain.root, ...options, env: { ...env, ...options?.env } }),
  };
  const members = ['grant_type=client_credentials', 'client_id=c', 'tier=prod'];
  await home.fob(['profile', 'add', ADDRESS, `token_endpoint=${idp.origin}/token`, ...members]);
  await home.fob(['secret', 'set', ADDRESS, 'client_secret'], { input: 'secret' });
  await home.fob(['refresh', ADDRESS]);
  const keep = undo.move();
  const copied = () => (existsSync(clipboard) ? readFileSync(clipboard, 'utf8') : '');
  return { home, tokens, copied, [Symbol.asyncDispose]: () => keep.disposeAsync() };
}

/** The runs that gave a token away. */
async function leaky({ home, copied, tokens }: Scene): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, args, input = ''] of RUNS) {
    const before = copied().length;
    const { code, stdout, stderr } = await home.run([...name.split(' '), ...args], { input });
    expect(code, `fob ${name}: ${stderr}`).not.toBe(70);
    const all = stdout + stderr + copied().slice(before);
    if (leaksInText(name, all, tokens).length > 0) found.push(name);
  }
  expect(leaksInFiles(home.data, tokens)).toEqual([]);
  return found;
}

it('every command is tried', () => {
  const names = new Set(RUNS.map(([name]) => name));
  expect(COMMANDS.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
});

it('no command gives a token of an unarmed profile away', async () => {
  await using scene = await begin();
  expect(await leaky(scene)).toEqual([]);
  expect(scene.tokens.size).toBeGreaterThan(1);
}, 180_000);

it('of an armed one, those do that are for it: the search would have found it', async () => {
  await using scene = await begin();
  await scene.home.fob(['arm', ADDRESS]);
  expect(await leaky(scene)).toEqual([...['token', 'token', 'token', 'token', 'copy', 'exec', 'curl']]);
}, 180_000);

describe('fob arm', () => {
  let scene: Scene;
  let home: FobHome;
  beforeAll(async () => {
    scene = await begin();
    ({ home } = scene);
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('is what fob token asks for, and the agent says the same', async () => {
    const { message, hint } = await refusal(home, ['token', ADDRESS], 'refused_by_policy');
    expect(message).toContain(ADDRESS);
    expect(hint).toContain(`fob arm ${ADDRESS}`);
    const { code, stdout } = await home.run(['token', ADDRESS]);
    expect([code, stdout]).toEqual([8, '']);
    const answer = await home.ask(`/v1/token/${ADDRESS}`);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([403, { code: 'refused_by_policy' }]);
  });

  it('opens it for 15 minutes and says until when; list and status show it; --off closes it', async () => {
    expect(await home.fob(['list'])).toMatch(/not armed/);
    expect(await home.fob(['arm', ADDRESS])).toMatch(
      /^acme\/prod armed until \d\d:\d\d, (15:00|14:5\d) left\n$/,
    );
    expect(await home.fob(['token', ADDRESS])).toMatch(/^guarded-/);
    expect(await home.fob(['list'])).toMatch(/armed, 14:\d\d left/);
    const armed = { address: ADDRESS, armed_until: expect.any(Number) as unknown };
    expect(await home.json(['status'])).toMatchObject({ armed: [armed] });
    expect(await home.json(['list'])).toMatchObject([{ ...armed, guarded: true }]);
    expect(await home.fob(['arm', ADDRESS, '--off'])).toBe(`${ADDRESS} disarmed\n`);
    await refusal(home, ['token', ADDRESS], 'refused_by_policy');
  });

  it('ends with the agent and with a lock', async () => {
    await home.fob(['arm', ADDRESS]);
    await home.fob(['lock']);
    await refusal(home, ['token', ADDRESS], 'refused_by_policy');
    await home.fob(['arm', ADDRESS]);
    await home.fob(['agent', 'stop']);
    await refusal(home, ['token', ADDRESS], 'refused_by_policy');
  });

  it('is not needed where the settings say so, nor for other tiers', async () => {
    await writeFile(join(home.data, 'settings.json'), '{ "guard": { "on": false } }');
    expect(await home.fob(['token', ADDRESS])).toMatch(/^guarded-/);
    expect(await home.fob(['arm', ADDRESS])).toBe(`${ADDRESS} needs no arming\n`);
  });
});
