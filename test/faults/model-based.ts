/**
 * Model-based: anything that can happen, in any order, against a model of what a person may rely on. The engine is as it
 * is; clock, disk, network and IdPs are fakes. A loss is shown with the shortest commands that lead to it.
 */
import fc from 'fast-check';
import { runWithout } from './engine-safeguards.ts';
import { campaign } from './family.ts';
import type { Count, Family, FamilyOptions, FamilyResult } from './family.ts';
import { commandsOf, pasted, signedIn } from './model/commands.ts';
import { healed } from './model/healed.ts';
import { Reality } from './model/reality.ts';
import type { Setting } from './model/reality.ts';
import { withSteadyCrypto } from './world/steady-crypto.ts';

const MOST_COMMANDS = 40;
/** After so many attempts to find shorter commands the shortest so far are shown; where one loss is enough, sooner. */
const MOST_ATTEMPTS = { ofAll: 250, ofFirst: 60 };

export const modelBased: Family = {
  name: 'model-based',
  runs: { test: 300, bounded: 1_000, full: 20_000 },
  safeguards: [
    're-read before sign-in needed',
    'the old refresh token is kept',
    'an empty refresh token is none',
    'stored before it is used',
    'kept in memory while it cannot be stored',
    'single flight',
    'a lost answer is asked for again',
    'Retry-After',
    'clocks that are set back',
  ],
  run,
};

export function run(options: FamilyOptions): Promise<FamilyResult> {
  if ((options.mutants ?? []).length > 0) return runWithout(modelBased.name, options);
  return withSteadyCrypto(() => {
    const most = options.stopsAtFirst === true ? MOST_ATTEMPTS.ofFirst : MOST_ATTEMPTS.ofAll;
    return campaign(options, (seed, count) => once(seed, count, most));
  });
}

const settings: fc.Arbitrary<Setting> = fc.record({
  seed: fc.nat(),
  lifetimeS: fc.constantFrom(60, 120, 300, 3600),
  graceMs: fc.constantFrom(0, 10_000),
  writeMs: fc.constantFrom(0, 20),
});

async function once(seed: number, count: Count, most: number): Promise<string | undefined> {
  let attempts = 0;
  const property = fc.asyncProperty(settings, commandsOf(MOST_COMMANDS), async (setting, commands) => {
    attempts += 1;
    if (attempts > most) return;
    const reality = await prepared(setting);
    await fc.asyncModelRun(() => ({ model: {}, real: reality }), commands);
    await healed(reality);
    count('requests', reality.requests);
    if (reality.referee.broken !== undefined) throw new Error(reality.referee.broken);
  });
  const { failed, counterexample, errorInstance } = await fc.check(property, { seed, numRuns: 1 });
  if (!failed) return undefined;
  const [setting, commands] = counterexample ?? [];
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return `${why} after ${[...(commands ?? [])].join(', ')} with ${JSON.stringify(setting)}`;
}

/** Everything is there, and everybody was asked once. */
async function prepared(setting: Setting): Promise<Reality> {
  const reality = await Reality.begin(setting);
  await pasted(reality);
  await signedIn(reality);
  return reality;
}
