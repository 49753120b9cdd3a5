/** What is in an app that electron-builder has packed, for whichever system, read from the folder it was packed into. */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { AfterPackContext } from 'electron-builder';

export interface PackedFile {
  /** From the folder of the resources on, with slashes: `app.asar/dist/electron/main.js`, `fob/cli/fob.js`. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly read: () => Promise<Buffer>;
}

type Packed = Pick<AfterPackContext, 'appOutDir' | 'electronPlatformName' | 'packager'>;

/** What holds the fuses: the program, or the bundle on macOS. */
export function executableOf({ appOutDir, electronPlatformName, packager }: Packed): string {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${productFilename}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${productFilename}.exe`);
  return join(appOutDir, packager.config.linux?.executableName ?? productFilename);
}

/** Everything in the resources that is Fob's, sorted by path. */
export async function packedFiles(context: Packed): Promise<PackedFile[]> {
  const resources = context.packager.getResourcesDir(context.appOutDir);
  const entries = await readdir(resources, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) =>
      path.endsWith('app.asar')
        ? await asarFiles(path)
        : {
            path: relative(resources, path).replaceAll('\\', '/'),
            size: (await stat(path)).size,
            read: () => readFile(path),
          },
    ),
  );
  return files.flat().toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

interface AsarNode {
  readonly files?: Readonly<Record<string, AsarNode>>;
  readonly size?: number;
  readonly offset?: string;
  readonly unpacked?: boolean;
}

/** An archive begins with four numbers of four bytes, the second and the last of which are the header's sizes. */
async function asarFiles(archive: string): Promise<PackedFile[]> {
  const numbers = await bytes(archive, 0, 16);
  const dataStart = 8 + numbers.readUInt32LE(4);
  const header = (await bytes(archive, 16, numbers.readUInt32LE(12))).toString('utf8');
  const walk = (node: AsarNode, path: string): PackedFile[] => {
    if (node.files !== undefined)
      return Object.entries(node.files).flatMap(([name, child]) => walk(child, `${path}/${name}`));
    const { size = 0, offset = '0', unpacked = false } = node;
    // What is unpacked lies beside the archive, where it is found as a file.
    return unpacked ? [] : [{ path, size, read: () => bytes(archive, dataStart + Number(offset), size) }];
  };
  return walk(JSON.parse(header) as AsarNode, 'app.asar');
}

async function bytes(path: string, start: number, length: number): Promise<Buffer> {
  if (length === 0) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path, { start, end: start + length - 1 }))
    chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
