/**
 * `node build/package/check-fuses.ts APP...`: reads the fuses back from packaged binaries (on macOS: from the bundle) and
 * exits with 1 when one is not what was decided (security.md E29).
 */
import { differingFuses } from './fuses.ts';

const apps = process.argv.slice(2);
if (apps.length === 0) {
  console.error('Usage: node build/package/check-fuses.ts APP...');
  process.exitCode = 2;
}
for (const app of apps) {
  const differences = await differingFuses(app).catch((error: unknown) => [
    error instanceof Error ? error.message : String(error),
  ]);
  console.log(differences.length === 0 ? `${app}: all fuses are as decided` : `${app}:`);
  for (const difference of differences) console.error(`  ${difference}`);
  if (differences.length > 0) process.exitCode = 1;
}
