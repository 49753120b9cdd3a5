/** What a soak happens in: IdPs that come and go, and profiles with tokens of all lifetimes. Milliseconds throughout. */
import type { Random } from '../../../core/ports/random.ts';
import type { Exchange } from '../world/exchange.ts';
import type { Fate } from '../world/network.ts';
import { StrictIdp } from '../world/strict-idp.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Seconds; most of what people have lives from five minutes to an hour. */
const LIFETIMES = [
  60, 300, 600, 900, 1800, 3600, 3600, 7200, 28_800, 86_400, 120, 300, 600, 900, 1800, 3600, 3600, 14_400,
  43_200, 86_400,
];
const IDPS = 5;

export type Use = 'pinned' | 'used' | 'rare';

export interface SoakProfile {
  readonly address: string;
  readonly client: string;
  readonly idp: string;
  readonly use: Use;
}

export interface SoakProfiles {
  readonly profiles: readonly SoakProfile[];
  readonly idps: ReadonlyMap<string, StrictIdp>;
  /** The text of a profile file. */
  readonly text: string;
}

export function soakProfiles(count: number): SoakProfiles {
  const names = Array.from({ length: IDPS }, (_, n) => `https://idp-${n}.example`);
  const profiles = Array.from({ length: count }, (_, n): SoakProfile => ({
    address: `soak/p${n}`,
    client: `client-${n}`,
    idp: names[n % IDPS] ?? '',
    use: n % 4 === 0 ? 'pinned' : n % 4 === 3 ? 'rare' : 'used',
  }));
  const lifetimes = new Map(profiles.map(({ client }, n) => [client, LIFETIMES[n % LIFETIMES.length] ?? 60]));
  const refreshable = new Set(profiles.filter((_, n) => n % 2 === 0).map(({ client }) => client));
  const idp = (name: string): StrictIdp =>
    new StrictIdp(new URL(name).hostname, {
      lifetimeS: (client) => lifetimes.get(client) ?? 60,
      isRefreshable: (client) => refreshable.has(client),
      answers: 'rotated',
      graceMs: 0,
    });
  return { profiles, idps: new Map(names.map((name) => [name, idp(name)])), text: textOf(profiles) };
}

function textOf(profiles: readonly SoakProfile[]): string {
  const environments = profiles.map(({ address, client, idp }) => ({
    id: address.split('/')[1],
    client_id: client,
    token_endpoint: `${idp}/token`,
    grant_type: 'client_credentials',
    client_secret: { from: 'env', name: 'SECRET' },
    token_endpoint_auth_method: 'client_secret_post',
  }));
  return JSON.stringify({ version: 1, services: [{ id: 'soak', environments }] });
}

/** A single mishap now and then, far enough from the last one that no token may die of it. */
export class Mishaps {
  readonly #random: Random;
  readonly #last = new Map<string, number>();

  constructor(random: Random) {
    this.#random = random;
  }

  next({ idp }: Exchange, now: number): Fate | undefined {
    if (now - (this.#last.get(idp) ?? 0) < 10 * MINUTE || this.#random.fraction() > 0.05) return undefined;
    this.#last.set(idp, now);
    const kinds: readonly Fate[] = [
      { kind: 'cut' },
      { kind: 'slow', ms: 12 * SECOND },
      { kind: 'busy', status: 502 },
      { kind: 'portal', redirects: false },
    ];
    return kinds[Math.floor(this.#random.fraction() * kinds.length)];
  }
}

/** How an IdP is while it is out of order. */
export function outage(random: Random): Fate {
  const kinds: readonly Fate[] = [
    { kind: 'offline' },
    { kind: 'silent' },
    { kind: 'busy', status: 500 },
    { kind: 'busy', status: 503, retryAfterS: 30 },
    { kind: 'busy', status: 429 },
    { kind: 'busy', status: 429, retryAfterS: 900, isDate: true },
  ];
  return kinds[Math.floor(random.fraction() * kinds.length)] ?? { kind: 'offline' };
}

/** From `least` to `most`, short ones more often. */
export function lasting(random: Random, least: number, most: number): number {
  return least * (most / least) ** random.fraction();
}
