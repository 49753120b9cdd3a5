/** What people and programs do with Fob, each a flow over real processes. A flow answers what it was shown. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FobHome } from '../../e2e/fob-home.ts';
import { beginLogin, toldUrl } from '../../e2e/login-attempt.ts';
import type { CanaryIdp } from './canary-idp.ts';

/** What was seen, by where. */
export type Seen = (where: string, text: string) => void;

export interface Stage {
  readonly home: FobHome;
  readonly idp: CanaryIdp;
  readonly seen: Seen;
  /** The environment of the shell in which commands are typed, besides the home's own. */
  readonly shell: Readonly<Record<string, string>>;
  /** A program that can be `BROWSER`. */
  readonly browser: string;
}

/** Shows what a command printed. The answer of `fob token` is a secret on purpose, so that its stdout is left out. */
async function type(stage: Stage, args: readonly string[], input = ''): Promise<number | null> {
  const { home, seen, shell } = stage;
  const { code, stdout, stderr } = await home.run(args, { input, env: { ...shell, FOB_DEBUG: '1' } });
  const isToken = args[0] === 'token' && code === 0;
  seen(`fob ${args.slice(0, 2).join(' ')}`, isToken ? stderr : stdout + stderr);
  return code;
}

async function works(stage: Stage, args: readonly string[], input?: string): Promise<void> {
  const code = await type(stage, args, input);
  if (code !== 0) throw new Error(`fob ${args.join(' ')} ended with ${code ?? 'a signal'}`);
}

/** One profile for each secret that Fob can be given. */
export interface Way {
  readonly id: string;
  readonly members: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly login?: true;
}

export async function setUp(stage: Stage, ways: readonly Way[]): Promise<void> {
  for (const { id, members, secrets } of ways) {
    const own = ['client_id=client', `issuer=${stage.idp.issuer}`, ...members];
    await works(stage, ['profile', 'add', `canary/${id}`, ...own]);
    for (const [member, value] of Object.entries(secrets))
      await works(stage, ['secret', 'set', `canary/${id}`, member], value);
  }
}

export async function signIn(stage: Stage, address: string): Promise<void> {
  const { home, seen, shell, browser } = stage;
  // Whoever signs in for another profile has no reason to have that secret in the shell.
  const own = address === 'canary/app' ? shell : {};
  const { code, stdout, stderr } = await home.run(['login', address], {
    env: { ...own, BROWSER: browser },
  });
  seen('fob login', stdout + stderr);
  if (code !== 0) throw new Error(`fob login ended with ${code ?? 'a signal'}`);
}

export async function signInByPaste(stage: Stage, address: string): Promise<void> {
  const attempt = beginLogin(stage.home, address, '--paste');
  const answer = await fetch(await toldUrl(attempt), { redirect: 'manual' });
  attempt.type(`${answer.headers.get('location') ?? ''}\n`);
  const { code, stdout } = await attempt.ended;
  stage.seen('fob login --paste', stdout + attempt.said());
  if (code !== 0) throw new Error(`fob login --paste ended with ${code ?? 'a signal'}`);
}

export const signInByDevice = (stage: Stage, address: string): Promise<void> =>
  works(stage, ['login', address, '--device']);

/** Everything that reads. */
export async function look(stage: Stage, address: string): Promise<void> {
  await works(stage, ['token', address]);
  await works(stage, ['refresh', address]);
  await works(stage, ['token', address]);
  for (const args of [
    ['claims', address],
    ['claims', address, '--json'],
    ['profile', 'show', address],
  ])
    await works(stage, args);
  for (const kind of ['claims', 'userinfo'])
    stage.seen(`/v1/${kind}`, (await stage.home.ask(`/v1/${kind}/${address}`)).body);
}

export async function lookAround(stage: Stage): Promise<void> {
  for (const args of [
    ['list'],
    ['list', '--json'],
    ['status', '--json'],
    ['profile', 'validate'],
    ['export'],
  ])
    await type(stage, args);
  for (const path of ['/v1/status', '/v1/profiles']) stage.seen(path, (await stage.home.ask(path)).body);
}

/** The IdP refuses, with all that it ever heard and said, as often as it takes for each to come first. */
export async function beRefused(stage: Stage, addresses: readonly string[]): Promise<void> {
  stage.idp.echo = true;
  for (const address of addresses) {
    await type(stage, ['refresh', address]);
    await type(stage, ['token', address, '--min-ttl', '99999', '--json']);
    await type(stage, ['claims', address, '--json']);
    stage.seen('/v1/refresh', (await stage.home.ask(`/v1/refresh/${address}`, { method: 'POST' })).body);
    stage.seen('/v1/userinfo', (await stage.home.ask(`/v1/userinfo/${address}`)).body);
  }
  await lookAround(stage);
  stage.idp.echo = false;
}

/** What a person gets wrong, with a secret at hand. */
export async function goWrong(stage: Stage, address: string, secret: string): Promise<void> {
  const broken = join(stage.home.root, 'broken.json');
  for (const args of [
    ['secret', 'set', address, 'private_key'],
    ['secret', 'set', address, 'pasword'],
    ['secret', 'set', 'canary/nobody', 'password'],
    ['profile', 'add', '--file', '-'],
    ['inspect'],
    ['unlock'],
  ])
    await type(stage, args, secret);
  await writeFile(broken, `{ "version": 1, "services": [ "x" }`);
  await type(stage, ['profile', 'validate', broken]);
}

export async function logOut(stage: Stage, addresses: readonly string[]): Promise<void> {
  for (const address of addresses) await type(stage, ['logout', address]);
}
