/** Diagnostics for people. Callers pass no secrets; the adapter redacts once more all the same. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}
