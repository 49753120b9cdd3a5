/** What a model disk is made of. */
import type { DiskStats } from '../../core/node/disk.ts';

export interface FileNode {
  readonly kind: 'file';
  content: Uint8Array<ArrayBuffer>;
  /** The bytes at the last sync. */
  durable: Uint8Array<ArrayBuffer>;
  mode: number;
  readonly id: number;
  version: number;
}
export interface DirectoryNode {
  readonly kind: 'directory';
  readonly entries: Map<string, Node>;
  /** The names at the last sync. */
  readonly durable: Map<string, Node>;
  mode: number;
}
export type Node = FileNode | DirectoryNode;

/** A name that was given or, with `undefined`, taken away. */
export interface Change {
  readonly directory: DirectoryNode;
  readonly name: string;
  readonly node: Node | undefined;
}

export function apply(changes: readonly Change[], where: 'entries' | 'durable'): void {
  for (const { directory, name, node } of changes)
    if (node === undefined) directory[where].delete(name);
    else directory[where].set(name, node);
}

export function newDirectory(mode: number): DirectoryNode {
  return { kind: 'directory', entries: new Map(), durable: new Map(), mode };
}

export function statsOf(node: Node): DiskStats {
  const isDirectory = node.kind === 'directory';
  return { mode: node.mode, uid: process.getuid?.() ?? 0, isDirectory: () => isDirectory };
}

export function partsOf(path: string): string[] {
  return path.split(/[\\/]/).filter((part) => part !== '');
}

export function errno(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
