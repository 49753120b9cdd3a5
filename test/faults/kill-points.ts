/**
 * Kill points: a real host is killed as by kill -9 at each call of the disk, the keyring and the network. Then the vault
 * opens, every profile and acknowledged secret is there, and the session goes on, unless the IdP had spent the refresh
 * token and its answer had not reached the disk: that is told. At an IdP with a reuse grace not even that happens.
 */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once as onceOf } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { campaign } from './family.ts';
import type { Count, Family, FamilyOptions, FamilyResult } from './family.ts';
import { lookAt } from './kill-check.ts';
import type { Session } from './kill-check.ts';
import { makeHomes } from './kill-homes.ts';
import type { Homes } from './kill-homes.ts';
import { HOST_SAFEGUARDS } from './kill-mutants.ts';
import type { HostLine, HostOrder } from './kill-order.ts';
import { SCENARIOS, SIGNED_IN } from './kill-scenarios.ts';
import type { Scenario } from './kill-scenarios.ts';
import { Ledger } from './ledger.ts';
import { startRotatingIdp } from './rotating-idp.ts';
import type { RotatingIdp, TokenFamily } from './rotating-idp.ts';

const PROGRAM = fileURLToPath(new URL('./kill-host.ts', import.meta.url));
const HOST_MS = 120_000;
const LANES = availableParallelism();
const works = (profiles: number): Work[] =>
  Object.entries(SCENARIOS)
    .filter(([, { isFirst }]) => isFirst !== true || profiles === 1)
    .map(([scenario]) => ({ scenario, profiles }));
/** Only with `--full` there is time for the second part. */
const SMALL = [1, 50].flatMap(works);
const LARGE = works(1000);
/** What is done to each record alike need not be killed at each of them. */
const MOST_POINTS = 240;

export const killPoints: Family = {
  name: 'kill points',
  runs: { test: 60, bounded: 200, full: 100_000 },
  safeguards: HOST_SAFEGUARDS,
  run,
};

interface Work {
  readonly scenario: string;
  readonly profiles: number;
}

interface Case extends Work {
  readonly at: number;
}

interface World {
  readonly idp: RotatingIdp;
  readonly homes: Homes;
  readonly mutants: readonly string[];
}

async function run(options: FamilyOptions): Promise<FamilyResult> {
  await using idp = await startRotatingIdp();
  using homes = makeHomes(idp);
  const { seed, runs, mutants = [] } = options;
  const world = { idp, homes, mutants };
  // The safeguards that can be taken away are all about this one.
  const cases = await casesOf(world, mutants.length > 0 ? [{ scenario: 'rotation', profiles: 1 }] : SMALL);
  if (mutants.length === 0 && seed + runs - 1 > cases.length) cases.push(...(await casesOf(world, LARGE)));
  const most = Math.max(1, cases.length - seed + 1);
  const once = (n: number, count: Count): Promise<string | undefined> => {
    const one = cases[(n - 1) % cases.length];
    if (one === undefined) throw new Error('there is no case');
    return killed(world, one, `run-${n}`, count);
  };
  const result = await campaign({ ...options, runs: Math.min(runs, most) }, once, LANES);
  return { ...result, figures: { points: cases.length, ...result.figures } };
}

/** Every point of the works, in an order that has some of each soon. */
async function casesOf(world: World, works: readonly Work[]): Promise<Case[]> {
  const all: Case[] = [];
  const rest = [...works];
  const lane = async (): Promise<void> => {
    for (let work = rest.shift(); work !== undefined; work = rest.shift()) {
      const labels = await dryRun(world, work);
      for (const at of chosen(labels.length)) all.push({ ...work, at });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return all.sort((a, b) => placeOf(a) - placeOf(b));
}

/** Like chance, and the same in every process. */
function placeOf({ scenario, profiles, at }: Case): number {
  return createHash('sha256').update(`${scenario} ${profiles} ${at}`).digest().readUInt32BE();
}

/** All, or the first and last third of {@link MOST_POINTS} and as many evenly between. */
function chosen(points: number): number[] {
  const all = Array.from({ length: points }, (_, n) => n + 1);
  if (points <= MOST_POINTS) return all;
  const third = MOST_POINTS / 3;
  const middle = all.slice(third, -third);
  const every = Math.ceil(middle.length / third);
  return [...all.slice(0, third), ...middle.filter((_, n) => n % every === 0), ...all.slice(-third)];
}

/** The points that a host passes when nobody kills it. */
async function dryRun(world: World, work: Work): Promise<string[]> {
  const lines: string[] = [];
  const name = `dry-${work.scenario}-${work.profiles}`;
  const problem = await killed(
    world,
    { ...work, at: 0 },
    name,
    () => undefined,
    (label) => lines.push(label),
  );
  // A safeguard that is gone may be missed with nobody killed; the runs then find the same.
  if (problem !== undefined && world.mutants.length === 0)
    throw new Error(`nobody was killed, and yet: ${problem}`);
  return lines;
}

async function killed(
  { idp, homes, mutants }: World,
  one: Case,
  family: string,
  count: Count,
  pointed: (label: string) => void = () => undefined,
): Promise<string | undefined> {
  const scenario = SCENARIOS[one.scenario];
  if (scenario === undefined) throw new Error(`no scenario ${one.scenario}`);
  const prepared = scenario.isFirst === true ? undefined : await homes.prepared(one.profiles);
  const session = idp.open(family, scenario.policy, prepared?.refreshToken);
  const { home, keyring, remove } = homes.copy(prepared, family);
  try {
    const order = { home, keyring, scenario: one.scenario, family, at: one.at, mutants };
    const { lines, said } = await hostOf(order, homes.root);
    const points = lines.flatMap((line) => (line.is === 'point' ? [line.label] : []));
    points.forEach(pointed);
    const isAlive = lines.some(({ is }) => is === 'end');
    if (!isAlive && points.length === 0) return `the host failed: ${said}`;
    count(isAlive ? 'went by' : 'kills');
    const ledger = await ledgerOf(prepared?.states ?? new Map(), scenario, lines);
    const found = await lookAt({
      home,
      keyring,
      ledger,
      addresses: [...(prepared?.states.keys() ?? [])]
        .filter((thing) => thing.includes('/'))
        .concat('new/one'),
      session: prepared === undefined ? undefined : { address: scenario.address ?? SIGNED_IN, family },
    });
    const problem = found.problem ?? unfit(found.session, { scenario, session, lines }, count);
    return (
      problem &&
      `${one.scenario} with ${one.profiles} profiles, killed at ${points.at(-1) ?? '?'}: ${problem}`
    );
  } finally {
    idp.close(family);
    remove();
  }
}

/** Runs to its end, whoever brings that about. */
async function hostOf(order: HostOrder, root: string): Promise<{ lines: readonly HostLine[]; said: string }> {
  const env = { PATH: process.env.PATH, HOME: root, NODE_COMPILE_CACHE: join(root, 'cache') };
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(order)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: HOST_MS,
    killSignal: 'SIGKILL',
  });
  const [stdout, said] = await Promise.all([text(child.stdout), text(child.stderr), onceOf(child, 'close')]);
  const whole = stdout.split('\n').slice(0, -1);
  return { lines: whole.map((line) => JSON.parse(line) as HostLine), said };
}

/** What may be there: all that was acknowledged, and what had begun or not. */
async function ledgerOf(
  states: ReadonlyMap<string, Readonly<Record<string, string>>>,
  scenario: Scenario,
  lines: readonly HostLine[],
): Promise<Ledger> {
  const ledger = new Ledger();
  for (const [thing, state] of states) ledger.settle(thing, state);
  const isDone = (step: number): boolean => lines.some((line) => line.is === 'done' && line.step === step);
  for (const line of lines) {
    if (line.is !== 'begun') continue;
    const outcome = (): Promise<void> =>
      isDone(line.step) ? Promise.resolve() : Promise.reject(new Error('it was killed'));
    for (const [thing, change] of Object.entries(scenario.steps[line.step]?.changes ?? {}))
      await ledger.attempt(thing, change, outcome).catch(() => undefined);
  }
  return ledger;
}

interface Deed {
  readonly scenario: Scenario;
  readonly session: TokenFamily;
  readonly lines: readonly HostLine[];
}

/** Whether the session may have ended, and whether a token was used before it was safe. */
function unfit(
  session: Session,
  { scenario, session: family, lines }: Deed,
  count: Count,
): string | undefined {
  const durable = lines.filter(({ is }) => is === 'durable').length;
  const refreshed = lines.filter((line) => line.is === 'done' && scenario.steps[line.step]?.isRefresh);
  if (refreshed.length > durable) return 'a token was handed out before it was durable';
  if (session !== 'ended and told') return family.revoked();
  const isSpent = family.commits() > durable;
  if (!isSpent) return `the session ended although nothing was lost on the way: ${family.revoked() ?? ''}`;
  if (scenario.policy.graceMs > 0) return 'the session ended within the reuse grace';
  count('answers that were lost with the host, and told');
  return undefined;
}
