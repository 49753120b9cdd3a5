/**
 * What would be packed for each target: electron-builder packs, by the very configuration that makes a release, into a
 * runtime that is none, and what it has packed is read back. Nothing is guessed from patterns.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import type { AfterPackContext, Configuration, TargetSpecificOptions } from 'electron-builder';
import { differingFuses } from './fuses.ts';
import { executableOf, packedFiles } from './packed-app.ts';
import type { PackedFile } from './packed-app.ts';
import { makeStandInRuntime } from './stand-in-runtime.ts';
import { FORMATS } from './targets.ts';
import type { System, Target } from './targets.ts';

export const PLATFORMS = { mac: Platform.MAC, win: Platform.WINDOWS, linux: Platform.LINUX } as const;
const EXTENSIONS = {
  dmg: 'dmg',
  zip: 'zip',
  nsis: 'exe',
  portable: 'exe',
  AppImage: 'AppImage',
  deb: 'deb',
  rpm: 'rpm',
};

export interface Listing extends Target {
  /** The names of the files that people download. */
  readonly artifacts: readonly string[];
  readonly files: readonly PackedFile[];
  /** Fuses that are not as they were decided. */
  readonly fuses: readonly string[];
  /** The folder that the app was packed into. */
  readonly folder: string;
}

/** Packs for both processors of a system and shows each packed app, which is gone when the answer has settled. */
export async function withPacked(
  system: System,
  config: Configuration,
  see: (listing: Listing) => Promise<void> | void,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'fob-package-'));
  try {
    await makeStandInRuntime(join(folder, 'runtime'), system);
    await build({
      targets: PLATFORMS[system].createTarget(['dir'], Arch.x64, Arch.arm64),
      publish: 'never',
      config: {
        ...config,
        electronDist: join(folder, 'runtime'),
        directories: { ...config.directories, output: join(folder, 'output') },
        // What starts nowhere needs no signature, and no certificate is at hand.
        mac: { ...config.mac, identity: null },
        afterPack: async (context) => {
          if (typeof config.afterPack === 'function') await config.afterPack(context);
          await see(await listingOf(system, context));
        },
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function listingOf(system: System, context: AfterPackContext): Promise<Listing> {
  return {
    system,
    processor: context.arch === Arch.arm64 ? 'arm64' : 'x64',
    artifacts: FORMATS[system].map((format) => artifactName(context, format)),
    files: await packedFiles(context),
    fuses: await differingFuses(executableOf(context)),
    folder: context.appOutDir,
  };
}

/** Both formats for Windows end in `.exe` and have a name of their own each. */
function artifactName({ packager, arch }: AfterPackContext, format: keyof typeof EXTENSIONS): string {
  const options = packager.platformSpecificBuildOptions as TargetSpecificOptions;
  const own = format === 'nsis' || format === 'portable' ? packager.config[format] : undefined;
  return packager.expandArtifactNamePattern(own ?? options, EXTENSIONS[format], arch);
}

/** For people: a line for each file, with its bytes. */
export function listingText({ system, processor, artifacts, files }: Listing): string {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  return [
    `${system} ${processor}: ${artifacts.join(', ')}`,
    ...files.map(({ path, size }) => `${String(size).padStart(10)}  ${path}`),
    `${String(total).padStart(10)}  in ${files.length} files, without Electron's own`,
    '',
  ].join('\n');
}
