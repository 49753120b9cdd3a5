/**
 * The data directory. Names are relative paths with `/`. A write is atomic and durable: when it resolves, the new bytes
 * survive a power loss, and at no time is there a moment without either the old or the new bytes.
 */
export interface Files {
  /** Resolves to `undefined` when there is no such file. Rejects with `storage_failed` on any other trouble. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Writes temporary file, fsync, rename, fsync of the directory; mode 0600 in directories of mode 0700. */
  write(name: string, bytes: Uint8Array, options?: { readonly keepPrevious?: boolean }): Promise<void>;
  /** Removes durably; nothing happens when there is no such file. With `keepPrevious` also the kept generation goes. */
  remove(name: string): Promise<void>;
  /** Names of the files directly in a folder, without kept generations and temporary files. */
  list(folder: string): Promise<readonly string[]>;
  /** Changes whenever the file does; `undefined` when there is none. Cheap enough to ask before each answer. */
  stamp(name: string): string | undefined;
  /** The path to show to a person. */
  path(name: string): string;
}
