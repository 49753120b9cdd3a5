/**
 * A POSIX disk in memory that knows what would survive a power loss. Nothing is safe before it was synced: not the bytes
 * of a file, not its size, not a name in a directory (after the method of SQLite's src/test6.c, security.md F17).
 */
import type { Disk, DiskEntry, DiskFile, DiskStats } from '../../core/node/disk.ts';
import type { Random } from '../../core/ports/random.ts';
import { apply, errno, newDirectory, partsOf, statsOf } from './model-nodes.ts';
import type { Change, DirectoryNode, FileNode, Node } from './model-nodes.ts';
import { bytesAfterPowerLoss } from './sectors.ts';
import type { Ordering } from './sectors.ts';

/** A disk that can also be written in place, as Fob never does. */
export interface WritableDisk extends Disk {
  open(path: string, flags: 'r' | 'wx' | 'w', mode?: number): Promise<DiskFile>;
}

export interface ModelDiskOptions {
  readonly ordering?: Ordering;
  /** Whether the file system has hard links; FAT has none. */
  readonly hasLinks?: boolean;
}

export class ModelDisk implements WritableDisk {
  readonly #options: Required<ModelDiskOptions>;
  readonly #root: DirectoryNode = newDirectory(0o755);
  /** Changes of names that no sync has covered yet, each call of a program as one group. */
  #journal: (readonly Change[])[] = [];
  #nextId = 1;

  constructor({ ordering = 'lax', hasLinks = true }: ModelDiskOptions = {}) {
    this.#options = { ordering, hasLinks };
  }

  async open(path: string, flags: 'r' | 'wx' | 'w', mode = 0o644): Promise<DiskFile> {
    await Promise.resolve();
    return this.#handle(flags === 'r' ? this.#file(path) : this.#opened(path, flags, mode), path);
  }

  async syncDirectory(path: string): Promise<void> {
    const directory = await this.#soon(() => this.#directory(path));
    this.#commit((change) => change.directory === directory);
  }

  readdir(path: string): Promise<readonly DiskEntry[]> {
    return this.#soon(() =>
      [...this.#directory(path).entries].map(([name, node]) => ({
        name,
        isDirectory: () => node.kind === 'directory',
      })),
    );
  }

  stat(path: string): Promise<DiskStats> {
    return this.#soon(() => statsOf(this.#existing(path)));
  }

  stamp(path: string): string | undefined {
    const node = this.#find(path);
    return node?.kind === 'file' ? `${node.id}-${node.version}` : undefined;
  }

  realpath(path: string): Promise<string> {
    return this.#soon(() => {
      this.#existing(path);
      return path;
    });
  }

  mkdir(path: string, mode: number): Promise<void> {
    return this.#soon(() => {
      let directory = this.#root;
      for (const name of partsOf(path)) {
        const next = directory.entries.get(name) ?? newDirectory(mode);
        if (next.kind !== 'directory') throw errno('ENOTDIR', path);
        if (!directory.entries.has(name)) this.#change([{ directory, name, node: next }]);
        directory = next;
      }
    });
  }

  chmod(path: string, mode: number): Promise<void> {
    return this.#soon(() => void (this.#existing(path).mode = mode));
  }

  link(from: string, to: string): Promise<void> {
    return this.#soon(() => {
      const node = this.#existing(from);
      if (!this.#options.hasLinks) throw errno('EPERM', to);
      const { directory, name } = this.#place(to);
      if (directory.entries.has(name)) throw errno('EEXIST', to);
      this.#change([{ directory, name, node }]);
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.#soon(() => {
      const node = this.#existing(from);
      const source = this.#place(from);
      const target = this.#place(to);
      const old = target.directory.entries.get(target.name);
      if (old === node) return;
      if (old?.kind === 'directory') throw errno('EISDIR', to);
      this.#change([
        { ...target, node },
        { ...source, node: undefined },
      ]);
    });
  }

  rm(path: string): Promise<void> {
    return this.#soon(() => {
      const node = this.#find(path);
      if (node === undefined) return;
      if (node.kind === 'directory') throw errno('EISDIR', path);
      this.#change([{ ...this.#place(path), node: undefined }]);
    });
  }

  /** What a machine finds that starts again after the power went now: one of the many possible disks. */
  afterPowerLoss(random: Random): ModelDisk {
    return this.#copy(
      (file) => bytesAfterPowerLoss(file.durable, file.content, this.#options.ordering, random),
      this.#survivors(random),
    );
  }

  /** The same disk with everything written. */
  copy(): ModelDisk {
    return this.#copy((file) => file.content, this.#journal);
  }

  /** Puts bytes on the disk at once, behind the product's back; `undefined` takes the file away. */
  plant(path: string, bytes: Uint8Array | undefined): void {
    const { directory, name } = this.#place(path);
    if (bytes === undefined) directory.entries.delete(name);
    else directory.entries.set(name, this.#newFile(0o600, Uint8Array.from(bytes)));
    const node = directory.entries.get(name);
    if (node === undefined) directory.durable.delete(name);
    else directory.durable.set(name, node);
  }

  /** The bytes that a program reads now; `undefined` when there is no such file. */
  bytes(path: string): Uint8Array<ArrayBuffer> | undefined {
    const node = this.#find(path);
    return node?.kind === 'file' ? node.content : undefined;
  }

  #opened(path: string, flags: 'wx' | 'w', mode: number): FileNode {
    const { directory, name } = this.#place(path);
    const old = directory.entries.get(name);
    if (old?.kind === 'directory') throw errno('EISDIR', path);
    if (old !== undefined) {
      if (flags === 'wx') throw errno('EEXIST', path);
      old.content = new Uint8Array();
      return old;
    }
    const node = this.#newFile(mode);
    this.#change([{ directory, name, node }]);
    return node;
  }

  #handle(file: FileNode, path: string): DiskFile {
    let isOpen = true;
    const use = <T>(run: () => T): Promise<T> =>
      this.#soon(() => {
        if (!isOpen) throw errno('EBADF', path);
        return run();
      });
    return {
      stat: () => use(() => statsOf(file)),
      chmod: (mode) => use(() => void (file.mode = mode)),
      readFile: () => use(() => Uint8Array.from(file.content)),
      writeFile: (bytes) =>
        use(() => {
          file.content = Uint8Array.from(bytes);
          file.version = this.#nextId += 1;
        }),
      sync: () =>
        use(() => {
          file.durable = file.content;
          this.#commit(() => false);
        }),
      close: () => use(() => void (isOpen = false)),
    };
  }

  #change(changes: readonly Change[]): void {
    apply(changes, 'entries');
    this.#journal.push(changes);
  }

  #commit(isMeant: (change: Change) => boolean): void {
    const isDone = (change: Change): boolean => this.#options.ordering === 'ordered' || isMeant(change);
    const rest: (readonly Change[])[] = [];
    for (const group of this.#journal) {
      apply(group.filter(isDone), 'durable');
      const open = group.filter((change) => !isDone(change));
      if (open.length > 0) rest.push(open);
    }
    this.#journal = rest;
  }

  #survivors(random: Random): (readonly Change[])[] {
    const { ordering } = this.#options;
    if (ordering === 'ordered')
      return this.#journal.slice(0, Math.floor(random.fraction() * (this.#journal.length + 1)));
    return this.#journal.map((group) => group.slice(0, Math.floor(random.fraction() * (group.length + 1))));
  }

  #copy(
    contentOf: (file: FileNode) => Uint8Array<ArrayBuffer>,
    survivors: readonly (readonly Change[])[],
  ): ModelDisk {
    const names = new Map<DirectoryNode, Map<string, Node>>();
    const namesOf = (directory: DirectoryNode): Map<string, Node> => {
      const known = names.get(directory) ?? new Map(directory.durable);
      names.set(directory, known);
      return known;
    };
    for (const { directory, name, node } of survivors.flat())
      if (node === undefined) namesOf(directory).delete(name);
      else namesOf(directory).set(name, node);

    const disk = new ModelDisk(this.#options);
    const copies = new Map<Node, Node>();
    const copyOf = (node: Node): Node => {
      const copy =
        copies.get(node) ?? (node.kind === 'file' ? disk.#newFile(node.mode, contentOf(node)) : filled(node));
      copies.set(node, copy);
      return copy;
    };
    const filled = (from: DirectoryNode, to = newDirectory(from.mode)): DirectoryNode => {
      for (const [name, node] of namesOf(from)) to.entries.set(name, copyOf(node));
      for (const [name, node] of to.entries) to.durable.set(name, node);
      return to;
    };
    filled(this.#root, disk.#root);
    return disk;
  }

  #newFile(mode: number, bytes: Uint8Array<ArrayBuffer> = new Uint8Array()): FileNode {
    const id = (this.#nextId += 1);
    return { kind: 'file', content: bytes, durable: bytes, mode, id, version: id };
  }

  #find(path: string): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const name of partsOf(path)) {
      if (node === undefined) return undefined;
      if (node.kind !== 'directory') throw errno('ENOTDIR', path);
      node = node.entries.get(name);
    }
    return node;
  }

  #existing(path: string): Node {
    const node = this.#find(path);
    if (node === undefined) throw errno('ENOENT', path);
    return node;
  }

  #file(path: string): FileNode {
    const node = this.#existing(path);
    if (node.kind !== 'file') throw errno('EISDIR', path);
    return node;
  }

  #directory(path: string): DirectoryNode {
    const node = this.#existing(path);
    if (node.kind !== 'directory') throw errno('ENOTDIR', path);
    return node;
  }

  #place(path: string): { directory: DirectoryNode; name: string } {
    const parts = partsOf(path);
    return { directory: this.#directory(parts.slice(0, -1).join('/')), name: parts.at(-1) ?? '' };
  }

  async #soon<T>(run: () => T): Promise<T> {
    await Promise.resolve();
    return run();
  }
}
