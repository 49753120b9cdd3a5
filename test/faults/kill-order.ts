/** What the parent tells the host that it will kill, and what the host says on the way. */

export interface HostOrder {
  readonly home: string;
  /** Where the items of the keyring are, which is no part of the data directory. */
  readonly keyring: string;
  readonly scenario: string;
  /** The name under which the IdP knows what this host asks. */
  readonly family: string;
  /** The point at which it dies, from 1; with 0 it only names them all. */
  readonly at: number;
  readonly mutants: readonly string[];
}

/** One line of JSON each, written at once. */
export type HostLine =
  | { readonly is: 'point'; readonly label: string }
  /** A step of the scenario is about to begin, or was acknowledged. */
  | { readonly is: 'begun' | 'done'; readonly step: number }
  /** The answer to a refresh has its name on the disk. */
  | { readonly is: 'durable' }
  | { readonly is: 'end' };
