/**
 * The engine's safeguards against rotation, races and busy IdPs. They are lines of its code, so a process of its own runs the
 * family with one of them replaced; nothing in the product can be switched off.
 */
import { spawn } from 'node:child_process';
import { json } from 'node:stream/consumers';
import type { FamilyOptions, FamilyResult } from './family.ts';

export interface Removal {
  /** The end of the module's path. */
  readonly module: string;
  /** What must be in its source, and what stands there instead. */
  readonly from: string;
  readonly to: string;
  /** So many runs are left out, of which none shows the loss: it takes a rare coincidence. */
  readonly skipped?: number;
}

export const REMOVALS: Readonly<Record<string, Removal>> = {
  're-read before sign-in needed': {
    module: 'core/engine/renewal.ts',
    from: 'const again = await ports.stored();',
    to: 'const again: TokenSet | undefined = stored;',
    skipped: 541,
  },
  'the old refresh token is kept': {
    module: 'core/tokens/token-set.ts',
    from: 'const refresh_token = answer.refresh_token ?? previous?.refresh_token;',
    to: 'const refresh_token = answer.refresh_token;',
  },
  'an empty refresh token is none': {
    module: 'core/grants/oauth-fetch.ts',
    from: '...(isText(refresh_token) ? { refresh_token } : {}),',
    to: '...(refresh_token === undefined ? {} : { refresh_token }),',
  },
  'stored before it is used': {
    module: 'core/engine/token-store.ts',
    from: 'if (isNewPlace || tokens.refresh_token !== undefined) await this.#save(holding);',
    to: 'if (isNewPlace || tokens.refresh_token !== undefined) void this.#save(holding);',
  },
  'kept in memory while it cannot be stored': {
    module: 'core/engine/token-store.ts',
    from: 'if (holding.unsaved !== undefined) return holding.unsaved;',
    to: '',
  },
  'single flight': {
    module: 'core/engine/keeper.ts',
    from: 'holding.renewal ??= ',
    to: 'holding.renewal = ',
  },
  'a lost answer is asked for again': {
    module: 'core/engine/renewal.ts',
    from: 'if (!isLost ||',
    to: 'if (isLost || !isLost ||',
    skipped: 236,
  },
  'Retry-After': {
    module: 'core/grants/retry-after.ts',
    from: "if (text === '') return undefined;",
    to: 'if (text === text) return undefined;',
  },
  'clocks that are set back': {
    module: 'core/timers/clock-watch.ts',
    from: 'return back > TOLERANCE_MS ? back : 0;',
    to: 'return 0;',
  },
  'back-off': {
    module: 'core/timers/backoff.ts',
    from: 'return Math.max(shortest + fraction * (longest - shortest),',
    to: 'return Math.max(1_000 + 0 * (fraction + shortest + longest),',
    skipped: 1,
  },
};

/** Runs the family of this name without the safeguard. Rejects when the engine does not have it as it is written here. */
export async function runWithout(
  family: string,
  { seed, runs, mutants }: FamilyOptions,
): Promise<FamilyResult> {
  const program = new URL('./without-safeguard.ts', import.meta.url).pathname;
  const [safeguard = ''] = mutants ?? [];
  const from = seed + (REMOVALS[safeguard]?.skipped ?? 0);
  const child = spawn(process.execPath, [program, family, String(from), String(runs), safeguard], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const result = await json(child.stdout).catch(() => undefined);
  if ((await ended) !== 0) throw new Error(`${family} could not run without "${safeguard}"`);
  return result as FamilyResult;
}
