/**
 * Concurrency: many real command lines ask at once for a token that lives longer than the one at hand, at an IdP with
 * one-use refresh tokens that revokes the family of one that comes twice. Each time one refresh is made and everybody has
 * its token. In every second rotation the agent is killed: in between, or at any moment where the IdP has a reuse grace.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isRunning, makeFobHome, until } from '../e2e/fob-home.ts';
import type { FobHome, Run } from '../e2e/fob-home.ts';
import { createFakeRandom } from '../fakes/fake-random.ts';
import { campaign } from './family.ts';
import type { Count, Family, FamilyOptions, FamilyResult } from './family.ts';
import { LIFETIME_S, startRotatingIdp } from './rotating-idp.ts';
import type { RotatingIdp, TokenFamily } from './rotating-idp.ts';

const WEAK_AGENT = fileURLToPath(new URL('./weak-agent.ts', import.meta.url));
const ALL_ROTATIONS = 200;
const RECOVERY_MS = 2_000;
/** Long enough for several callers to wait for the same answer. */
const ANSWER_MS = 300;
const PROBES = 5;

export const concurrency: Family = {
  name: 'concurrency',
  runs: { test: 6, bounded: 20, full: ALL_ROTATIONS },
  safeguards: ['single flight'],
  run,
};

interface World {
  readonly home: FobHome;
  readonly callers: number;
  readonly strict: TokenFamily;
  readonly lenient: TokenFamily;
  /** Milliseconds that an empty program takes before anything else runs. */
  readonly emptyMs: number;
}

async function run(options: FamilyOptions): Promise<FamilyResult> {
  await using idp = await startRotatingIdp();
  await using home = await makeFobHome();
  const { mutants = [], runs } = options;
  const isWhole = runs >= ALL_ROTATIONS;
  const world: World = {
    home,
    callers: isWhole ? 50 : 10,
    strict: idp.open('strict', { rotates: true, graceMs: 0, delayMs: ANSWER_MS }),
    lenient: idp.open('lenient', { rotates: true, graceMs: 60_000, delayMs: ANSWER_MS }),
    emptyMs: await quickest(PROBES),
  };
  if (mutants.includes('single flight')) await startWeakAgent(home);
  await addProfiles(home, idp);
  const recoveries: number[] = [];
  const result = await campaign(options, (n, count) => {
    if (isWhole && n % 10 === 0) process.stderr.write(`      rotation ${n} of ${runs}\n`);
    return rotate(n, world, { count, recoveries });
  });
  const slowest = Math.round(Math.max(0, ...recoveries));
  const figures = {
    callers: world.callers,
    ...result.figures,
    'ms at most until a token after a kill, by the pace of a machine of its own': slowest,
  };
  return { ...result, figures };
}

async function startWeakAgent(home: FobHome): Promise<void> {
  spawn(process.execPath, [WEAK_AGENT], { env: home.env, stdio: 'ignore' });
  const isThere = (): Promise<boolean> => home.ask('/v1/status').then(Boolean, () => false);
  await until(isThere, 'the agent listens');
}

async function addProfiles(home: FobHome, { origin }: RotatingIdp): Promise<void> {
  const environments = ['strict', 'lenient'].map((id) => ({ id, token_endpoint: `${origin}/${id}/token` }));
  const defaults = {
    grant_type: 'refresh_token',
    client_id: 'c',
    refresh_token: { from: 'vault' },
    refresh: { auto: false },
  };
  const input = JSON.stringify({ version: 1, services: [{ id: 'flow', defaults, environments }] });
  await home.fob(['profile', 'add', '--file', '-'], { input });
  for (const { id } of environments) {
    await home.fob(['secret', 'set', `flow/${id}`, 'refresh_token'], { input: `${id}.refresh.0` });
    await home.fob(['token', `flow/${id}`]);
  }
}

interface Notes {
  readonly count: Count;
  /** Milliseconds from each kill to the next token, as on a machine that has nothing else to do. */
  readonly recoveries: number[];
}

async function rotate(n: number, world: World, { count, recoveries }: Notes): Promise<string | undefined> {
  const { strict, lenient } = world;
  if (n % 2 === 1) return together(world, strict.commits());
  count('kills');
  const isAmid = n % 4 === 2;
  const family = isAmid ? lenient : strict;
  const before = family.commits();
  const asking = isAmid ? askAll(world, lenient, before) : Promise.resolve([]);
  if (isAmid) await delay(createFakeRandom(n).fraction() * 2 * ANSWER_MS);
  await kill(world);
  const { answer: next, slowdown } = await beside(world, ask(world, family, before));
  recoveries.push(next.ms / slowdown);
  const problem = failure([next, ...(await asking)], family);
  if (problem !== undefined) return problem;
  if (next.ms / slowdown > RECOVERY_MS)
    return `a token came only ${Math.round(next.ms)} ms after a kill, on a machine ${slowdown.toFixed(1)} times slower than alone`;
  return isAmid ? undefined : together(world, before);
}

/** One refresh for all of them, or none when the token at hand is new enough. */
async function together(world: World, before: number): Promise<string | undefined> {
  const { strict } = world;
  const runs = await askAll(world, strict, before);
  const tokens = new Set(runs.map(({ stdout }) => stdout));
  const problem = failure(runs, strict);
  if (problem !== undefined) return problem;
  if (strict.commits() !== before + 1) return `${strict.commits() - before} refreshes were made`;
  return tokens.size === 1 ? undefined : `${tokens.size} tokens were handed out`;
}

function askAll(world: World, family: TokenFamily, before: number): Promise<Run[]> {
  return Promise.all(Array.from({ length: world.callers }, () => ask(world, family, before)));
}

/** The n-th token lives n lifetimes. */
function ask({ home, strict }: World, family: TokenFamily, before: number): Promise<Run> {
  const address = family === strict ? 'flow/strict' : 'flow/lenient';
  return home.run(['token', address, '--min-ttl', String((before + 0.5) * LIFETIME_S)]);
}

/** Whether somebody has no token that is good. */
function failure(runs: readonly Run[], family: TokenFamily): string | undefined {
  for (const { code, stdout, stderr } of runs) {
    if (code !== 0) return `a caller ended with ${code ?? 'a signal'}: ${stderr.trim()}`;
    if (!family.accepts(stdout.trim())) return `a caller got a token that the IdP does not accept`;
  }
  return family.revoked();
}

/**
 * Many callers at once keep a small machine busy by themselves, and so may other programs: beside the work empty programs
 * run, one after the other, and show how many times longer than alone everything takes meanwhile.
 */
async function beside<T>(
  { emptyMs }: World,
  work: Promise<T>,
): Promise<{ readonly answer: T; readonly slowdown: number }> {
  const isDone = work.then(
    () => true,
    () => true,
  );
  const samples: number[] = [];
  const sample = async (): Promise<false> => {
    samples.push(await runEmpty());
    return false;
  };
  while (!(await Promise.race([isDone, sample()])));
  const mean = samples.reduce((sum, ms) => sum + ms, 0) / Math.max(1, samples.length);
  return { answer: await work, slowdown: Math.max(1, mean / emptyMs) };
}

async function quickest(times: number): Promise<number> {
  const samples: number[] = [];
  while (samples.length < times) samples.push(await runEmpty());
  return Math.min(...samples);
}

async function runEmpty(): Promise<number> {
  const begun = performance.now();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  return performance.now() - begun;
}

async function kill({ home }: World): Promise<void> {
  const pid = await home.pid();
  process.kill(pid, 'SIGKILL');
  await until(() => !isRunning(pid), 'the agent is dead');
}
