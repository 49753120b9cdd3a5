/** One token identity in memory: what is held for it, what is going on, and what went wrong last. */
import type { ErrorCode } from '../../shared/error-code.ts';
import type { Profile } from '../../shared/profile.ts';
import type { FobError } from '../errors/fob-error.ts';
import type { TokenSet } from '../tokens/token-set.ts';

/** A token set without its refresh token, which stays sealed in the vault until it is needed. */
export type HeldTokens = Omit<TokenSet, 'refresh_token'> & { readonly refreshable: boolean };

export interface Holding {
  readonly identity: string;
  /** The profile with the caller's wish already in it. Replaced when the profile changes and the identity does not. */
  profile: Profile;
  /** Whether this is what the address means without a wish; the snapshot shows these. */
  isDefault: boolean;
  tokens?: HeldTokens;
  /** The newest tokens, until the vault has taken them (security.md R07). */
  unsaved?: TokenSet;
  /** Whether the vault was asked for stored tokens. */
  loaded: boolean;
  /** The refresh under way, for everyone who asks meanwhile. */
  renewal?: Promise<void>;
  problem?: FobError;
  failures: number;
  /** How often a person signed in while it was held: what a refresh from before one brings is of an older session. */
  signIns: number;
  lastUsedAt?: number;
  /** What the vault has for the address, by name; `undefined` until it was asked. */
  inVault?: readonly string[];
  /** Its profile or its secrets are gone: what a request under way still brings is not stored (security.md R17). */
  discarded?: boolean;
  /** With `discarded`: so is its session, and what still comes is revoked. */
  hasEnded?: boolean;
}

export function createHolding(identity: string, profile: Profile, isDefault: boolean): Holding {
  return { identity, profile, isDefault, loaded: false, failures: 0, signIns: 0 };
}

/** Where several holdings meet the same server, they share its circuit. */
export function idpOf(profile: Profile): string {
  return profile.issuer ?? new URL(profile.token_endpoint ?? '').origin;
}

export function withoutRefreshToken(tokens: TokenSet): HeldTokens {
  const { refresh_token, ...held } = tokens;
  return { ...held, refreshable: refresh_token !== undefined };
}

/**
 * What was received in the future was noted before the clock was set back, and nobody knows how long ago that was: it is
 * taken for over.
 */
export function atMostUntil(now: number, tokens: HeldTokens): HeldTokens {
  return tokens.received_at <= now + CLOCK_TOLERANCE_MS
    ? tokens
    : { ...tokens, received_at: now, expires_at: now };
}

const CLOCK_TOLERANCE_MS = 2_000;

/** The wall clock now shows `by` milliseconds less than it would: so do all times that were noted by it. */
export function setBack(holding: Holding, by: number): void {
  const { tokens, unsaved, lastUsedAt } = holding;
  if (tokens !== undefined) holding.tokens = earlier(tokens, by);
  if (unsaved !== undefined) holding.unsaved = earlier(unsaved, by);
  if (lastUsedAt !== undefined) holding.lastUsedAt = lastUsedAt - by;
}

/** The same, noted by a clock that shows `by` milliseconds less. */
export function earlier<T extends HeldTokens | TokenSet>(tokens: T, by: number): T {
  const { received_at, expires_at, refresh_expires_at } = tokens;
  return {
    ...tokens,
    received_at: received_at - by,
    ...(expires_at === undefined ? {} : { expires_at: expires_at - by }),
    ...(refresh_expires_at === undefined ? {} : { refresh_expires_at: refresh_expires_at - by }),
  };
}

/** A failure after which only a person can help; everything else may pass by itself. */
export function needsPerson(error: FobError): boolean {
  return error.code === 'sign_in_needed';
}

const PASSING: readonly ErrorCode[] = [
  'idp_unreachable',
  'idp_timeout',
  // A sign-in page of the network, or of a proxy, in place of the IdP.
  'idp_response_invalid',
  'storage_failed',
];

/** Failures of the network or the server's health: worth trying again without anyone asking. */
export function isPassing({ code }: FobError): boolean {
  return PASSING.includes(code);
}

/** Failures of Fob's own storage: over as soon as something could be stored. */
export function isOfStorage({ code }: FobError): boolean {
  return code === 'storage_failed' || code.startsWith('vault_');
}
