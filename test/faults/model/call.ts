/** A caller, and what may be in its way. Milliseconds of the truth. */
export interface Call {
  readonly address: string;
  readonly scope: string;
  readonly minTtlMs: number | undefined;
  readonly begun: number;
  readonly process: number;
}

/** When something last was so; calls that were under way then may fail for it. */
export type Trouble = 'locked' | 'removed' | 'secret' | 'disk' | `idp ${string}`;
