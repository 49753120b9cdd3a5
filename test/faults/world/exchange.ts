/** One token request and what came of it, as both sides together know it. Times are milliseconds of the truth. */
import type { HttpRequest } from '../../../core/index.ts';
import type { Timeline } from './timeline.ts';

export interface Exchange {
  /** The origin that was asked. */
  readonly idp: string;
  /** Which process of Fob asked, counted from 1. */
  readonly process: number;
  readonly client: string;
  readonly grant: string;
  /** Of a refresh: what the session was granted. */
  scope: string;
  readonly refreshToken: string | undefined;
  readonly code: string | undefined;
  readonly sentAt: number;
  /** How far the machine's clock was ahead then. */
  readonly ahead: number;
  /** What was granted, heard or not. */
  issue?: Issue;
  /** When the process heard the answer. */
  heardAt?: number;
  /** What the answer asked to wait. */
  retryAfterMs?: number;
}

/** An access token, with the refresh token beside it. */
export interface Issue {
  readonly idp: string;
  readonly client: string;
  readonly scope: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly refreshToken?: string;
  readonly session: IssuedSession;
  readonly exchange: Exchange;
}

/** A sign-in of a person, or a client's own request: what a chain of refresh tokens goes back to. */
export interface IssuedSession {
  readonly client: string;
  readonly scope: string;
}

export function exchangeOf(
  url: string,
  { body }: HttpRequest,
  process: number,
  timeline: Timeline,
): Exchange {
  const sent = new URLSearchParams(body);
  return {
    idp: new URL(url).origin,
    process,
    client: sent.get('client_id') ?? '',
    grant: sent.get('grant_type') ?? '',
    scope: sent.get('scope') ?? '',
    refreshToken: sent.get('refresh_token') ?? undefined,
    code: sent.get('code') ?? undefined,
    sentAt: timeline.truth,
    ahead: timeline.ahead,
  };
}
