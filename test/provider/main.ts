/**
 * The demo world on its own: `node test/provider/main.ts [--profiles FILE] [--secrets FILE]`. Writes the profile file
 * (to stdout without `--profiles`) and stays up until it is stopped.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startWorld } from './world.ts';

const { values } = parseArgs({ options: { profiles: { type: 'string' }, secrets: { type: 'string' } } });
const world = await startWorld();
const profiles = `${JSON.stringify(world.profiles, null, 2)}\n`;
if (values.profiles === undefined) process.stdout.write(profiles);
else await writeFile(values.profiles, profiles);
if (values.secrets !== undefined)
  await writeFile(values.secrets, `${JSON.stringify(world.secrets, null, 2)}\n`, { mode: 0o600 });
console.error(`${world.idps.size} IdPs are up. Ctrl-C stops them.`);

const stop = () => {
  void world.close();
};
process.once('SIGINT', stop).once('SIGTERM', stop);
