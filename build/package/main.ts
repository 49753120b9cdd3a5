/**
 * `npm run package`: packages Fob for this system, both processors, into dist/package/, and reads the fuses back.
 * `npm run package -- --list`: prints what would be packed for every target, with sizes; Electron's runtime is not needed.
 * Exits with 1 when something would be packed that must not be, or a fuse is not as it was decided.
 */
import { build } from 'electron-builder';
import type { BeforeBuildContext } from 'electron-builder';
import { packageConfig } from './config.ts';
import { forbiddenIn } from './forbidden.ts';
import { differingFuses } from './fuses.ts';
import { NotFetched } from './keyring-parts.ts';
import { listingText, PLATFORMS, withPacked } from './listing.ts';
import { executableOf, packedFiles } from './packed-app.ts';
import { systemOf } from './targets.ts';
import type { System } from './targets.ts';

const system = systemOf(process.platform);
if (system === undefined) throw new Error(`Fob is not packaged for ${process.platform}.`);
const problems = process.argv.includes('--list') ? await list(system) : await make(system);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

async function list(here: System): Promise<string[]> {
  const found: string[] = [];
  const lines: string[] = [];
  for (const each of ['mac', 'win', 'linux'] as const) {
    if (each === 'mac' && here === 'win') {
      lines.push('mac: not listed, since electron-builder packs nothing for macOS on Windows\n');
      continue;
    }
    const config = packageConfig(process.env);
    const beforeBuild = async (context: BeforeBuildContext): Promise<boolean> =>
      await config.beforeBuild(context).catch((error: unknown) => {
        if (!(error instanceof NotFetched)) throw error;
        lines.push(`Not in the next list: ${error.message}`);
        return false;
      });
    await withPacked(each, { ...config, beforeBuild }, async (listing) => {
      lines.push(listingText(listing));
      found.push(...(await forbiddenIn(listing.files)), ...listing.fuses);
    });
  }
  // electron-builder tells what it does on the same stream, in between.
  console.log(`\n${lines.join('\n')}`);
  return found;
}

async function make(here: System): Promise<string[]> {
  const config = packageConfig(process.env);
  const found: string[] = [];
  await build({
    targets: PLATFORMS[here].createTarget(),
    publish: 'never',
    config: {
      ...config,
      afterPack: async (context) => {
        await config.afterPack(context);
        found.push(...(await forbiddenIn(await packedFiles(context))));
        found.push(...(await differingFuses(executableOf(context))));
      },
    },
  });
  return found;
}
