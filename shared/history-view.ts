/**
 * What happened to tokens, as a UI may know it: events, and the last call of the token endpoint without a secret. All
 * times are milliseconds since 1970.
 */
import type { ErrorCode, ErrorView } from './error-code.ts';
import type { Address, SecretMember } from './profile.ts';
import type { CopyFormat } from './token-view.ts';

export const ACTIVITY_KINDS = [
  /** An access token left Fob. */
  'handed_out',
  /** A token was asked for and not handed out, by policy: a prod profile that is not armed. */
  'refused',
  'minted',
  'refreshed',
  /** A refresh or mint failed; `code` says how. */
  'refresh_failed',
  'sign_in',
  'sign_out',
  'armed',
  'disarmed',
  'locked',
  'unlocked',
  /** The host did not run from `at` to `until`: the machine slept, or its clock was moved ahead. */
  'slept',
  'secret_set',
  'profile_added',
  /** Its tier is not `prod` any more: the guard does not count for it. */
  'unguarded',
  'profile_removed',
] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** Who a token was handed to: the desktop's window or tray, the browser UI, or a command line or script on the socket. */
export const TAKERS = ['desktop', 'browser', 'socket'] as const;
export type Taker = (typeof TAKERS)[number];

/** One thing that happened, or several of the same kind in a short time. */
export interface ActivityEvent {
  readonly at: number;
  readonly kind: ActivityKind;
  /** Absent when it concerns all profiles, or several that were added at once. */
  readonly address?: Address;
  readonly taker?: Taker;
  readonly format?: CopyFormat;
  readonly code?: ErrorCode;
  readonly member?: SecretMember;
  /** When the token that came ends; the last one, when several came. Absent when the IdP did not say. */
  readonly expiresAt?: number;
  /** How often it happened between `at` and `until`; absent for once. */
  readonly count?: number;
  readonly until?: number;
}

export interface ActivityView {
  /** Newest first. */
  readonly events: readonly ActivityEvent[];
}

/** A header, parameter or member as a trace shows it. */
export interface TracedMember {
  readonly name: string;
  readonly value: TracedValue;
}

export type TracedValue =
  | { readonly kind: 'shown'; readonly text: string }
  /** A secret of the request, or text around some; `text` has each as a variable of a shell, such as `$CLIENT_SECRET`. */
  | { readonly kind: 'secret'; readonly text: string }
  /** A member of an answer whose value nobody needs to see. `size`: characters, or members. */
  | { readonly kind: 'typed'; readonly type: TracedType; readonly size?: number };

export type TracedType = 'jwt' | 'text' | 'number' | 'boolean' | 'null' | 'list' | 'object';

/** One request to the IdP and its answer. */
export interface TracedExchange {
  readonly at: number;
  /** Milliseconds. */
  readonly durationMs: number;
  readonly request: {
    readonly method: 'GET' | 'POST';
    readonly url: string;
    readonly headers: readonly TracedMember[];
    readonly encoding?: 'form' | 'json';
    readonly body: readonly TracedMember[];
  };
  /** Absent when none came. */
  readonly response?: TracedResponse;
  /** Why none came. */
  readonly error?: ErrorView;
  /** The request as a command line, with variables in place of secrets. */
  readonly curl: string;
}

export interface TracedResponse {
  readonly status: number;
  readonly headers: readonly TracedMember[];
  /** The members of a JSON object; of any other body only its type and size are shown. */
  readonly body:
    | { readonly kind: 'members'; readonly members: readonly TracedMember[] }
    | { readonly kind: 'other'; readonly type: string; readonly bytes: number };
}

/** The last time that a token was asked for. */
export interface TraceView {
  readonly at: number;
  /** How often the token endpoint was asked, also when not all of it is kept. */
  readonly attempts: number;
  /** In the order they were sent. */
  readonly exchanges: readonly TracedExchange[];
}

/** What the access token before the present one said. It was not verified, and is not a token any more. */
export interface PreviousToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly receivedAt: number;
  readonly expiresAt?: number;
}

export interface ProfileHistory {
  readonly address: Address;
  /** The span that `events` are of: the last 24 hours. */
  readonly from: number;
  readonly to: number;
  /** What happened to the profile, and to the host as a whole; oldest first. */
  readonly events: readonly ActivityEvent[];
  /** Absent when no token was asked for since the vault was opened. */
  readonly trace?: TraceView;
  /** Absent when there was none since then, or it was not a JWT. */
  readonly previous?: PreviousToken;
}
