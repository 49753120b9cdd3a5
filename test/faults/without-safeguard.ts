/** `node without-safeguard.ts FAMILY SEED RUNS SAFEGUARD`: prints the result of a family that runs without a safeguard, as JSON. */
import { registerHooks } from 'node:module';
import type { Family } from './family.ts';
import { REMOVALS } from './engine-safeguards.ts';

const [name = '', seed, runs, safeguard = ''] = process.argv.slice(2);
const removal = REMOVALS[safeguard];
if (removal === undefined) throw new Error(`there is no safeguard "${safeguard}"`);
const { module, from, to } = removal;
const removed = new Set<string>();

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(`/${module}`)) return loaded;
    const source = Buffer.from(loaded.source as Uint8Array).toString();
    if (!source.includes(from)) throw new Error(`${module} does not have: ${from}`);
    removed.add(url);
    return { ...loaded, source: source.replace(from, to) };
  },
});

// Only what is loaded from now on passes through.
const { modelBased } = await import('./model-based.ts');
const { soak } = await import('./soak.ts');
const family: Family | undefined = [modelBased, soak].find((one) => one.name === name);
if (removed.size === 0 || family === undefined) throw new Error(`${module} was not loaded for "${name}"`);
console.log(JSON.stringify(await family.run({ seed: Number(seed), runs: Number(runs), stopsAtFirst: true })));
