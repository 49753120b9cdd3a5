export interface Random {
  /** Cryptographically strong bytes. */
  bytes(length: number): Uint8Array<ArrayBuffer>;
  /** A number from 0 up to but not including 1, for jitter. */
  fraction(): number;
}
