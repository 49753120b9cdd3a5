/**
 * Folders in the shape of Electron's own, without Electron: electron-builder packs Fob into them as it does into the real
 * ones, so that what is packed can be seen, and tested, where the runtime cannot be had. What comes out starts nowhere.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Resedit from 'resedit';
import type { System } from './targets.ts';

/** What electron-builder itself changes the resources of Windows programs with. */
const resedit = (): typeof Resedit => {
  const require = createRequire(import.meta.url);
  return createRequire(require.resolve('app-builder-lib/package.json'))('resedit') as typeof Resedit;
};
const ENGLISH = { lang: 0x0409, codepage: 1200 };

/** How the fuses are found in a binary: this, the version of the wire, the number of fuses, one character for each. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const HELPERS = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'];

/** A binary whose fuses stand as Electron 45 is delivered: by `states`, one character each. */
export function fusedBinary(states = '101100011'): Buffer {
  return Buffer.concat([
    Buffer.from(`no program\0${FUSE_SENTINEL}`),
    Buffer.from([1, states.length]),
    Buffer.from(`${states}\0the end\0`),
  ]);
}

/** Makes the runtime of a system in a folder; what `electronDist` of electron-builder takes. */
export async function makeStandInRuntime(folder: string, system: System): Promise<void> {
  if (system === 'mac') await makeBundle(join(folder, 'Electron.app/Contents'));
  else {
    const binary = join(folder, system === 'win' ? 'electron.exe' : 'electron');
    await put(binary, system === 'win' ? windowsBinary() : fusedBinary());
    await chmod(binary, 0o755);
    await mkdir(join(folder, 'resources'), { recursive: true });
  }
}

/** Electron-builder writes name, version, icon and the checksum of the asar into it. */
function windowsBinary(): Buffer {
  const { NtExecutable, NtExecutableResource, Resource } = resedit();
  const program = NtExecutable.createEmpty(false, false);
  program.setExtraData(fusedBinary());
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.setStringValues(ENGLISH, { ProductName: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  return Buffer.from(program.generate());
}

async function makeBundle(contents: string): Promise<void> {
  const frameworks = join(contents, 'Frameworks');
  await put(join(contents, 'Info.plist'), plist('Electron'));
  await put(join(contents, 'MacOS/Electron'), 'no program');
  await put(join(frameworks, 'Electron Framework.framework/Electron Framework'), fusedBinary());
  await mkdir(join(contents, 'Resources'), { recursive: true });
  for (const kind of HELPERS) {
    const helper = join(frameworks, `Electron Helper${kind}.app/Contents`);
    await put(join(helper, 'Info.plist'), plist(`Electron Helper${kind}`));
    await put(join(helper, `MacOS/Electron Helper${kind}`), 'no program');
  }
}

async function put(path: string, content: Buffer | string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
}

function plist(name: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>${name}</string></dict></plist>`;
}
