/** Where one profile's default token stands: the states of docs/states.md, as a closed union. Pure. */
import { assertNever } from '../../shared/assert-never.ts';
import type { ErrorView } from '../../shared/error-code.ts';
import type { EnvironmentStatus } from '../../shared/snapshot.ts';

export type Phase =
  /** Nothing is held: the next caller has a token minted. */
  | { readonly kind: 'empty' }
  /** A token is held that still lives; `until` is absent when the IdP did not say. */
  | { readonly kind: 'fresh'; readonly until?: number }
  /** What is held is over, and nobody has asked since. */
  | { readonly kind: 'expired' }
  /** A request is under way; with a token that still lives callers need not wait for it. */
  | { readonly kind: 'renewing'; readonly usable: boolean }
  /** The last attempt failed, and time or a change of the profile may mend it. */
  | { readonly kind: 'failing'; readonly problem: ErrorView; readonly usable: boolean }
  /** The IdP ended the session: only a person can go on. */
  | { readonly kind: 'ended'; readonly problem: ErrorView };

export interface PhaseFacts {
  /** Milliseconds since 1970; absent when no token is held. */
  readonly receivedAt?: number | undefined;
  readonly expiresAt?: number | undefined;
  readonly refreshing: boolean;
  readonly problem?: ErrorView | undefined;
}

/** `now` in milliseconds since 1970. */
export function phaseOf(facts: PhaseFacts, now: number): Phase {
  const { receivedAt, expiresAt, refreshing, problem } = facts;
  const usable = receivedAt !== undefined && (expiresAt === undefined || expiresAt > now);
  if (refreshing) return { kind: 'renewing', usable };
  if (problem?.code === 'sign_in_needed') return { kind: 'ended', problem };
  if (problem !== undefined) return { kind: 'failing', problem, usable };
  if (receivedAt === undefined) return { kind: 'empty' };
  if (!usable) return { kind: 'expired' };
  return expiresAt === undefined ? { kind: 'fresh' } : { kind: 'fresh', until: expiresAt };
}

/** How a UI shows it. */
export function statusOf(phase: Phase): EnvironmentStatus {
  switch (phase.kind) {
    case 'empty':
    case 'expired':
      return 'idle';
    case 'fresh':
      return 'fresh';
    case 'renewing':
      return 'refreshing';
    case 'failing':
      return 'error';
    case 'ended':
      return 'sign_in_needed';
    default:
      return assertNever(phase);
  }
}
