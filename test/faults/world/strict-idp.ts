/**
 * An identity provider as strict as they come: each refresh token is good once (or for a grace after it), a second use
 * ends the whole session, and what was granted counts whether or not anyone heard the answer. Times are milliseconds of the
 * truth.
 */
import type { HttpAnswer } from '../../../core/index.ts';
import type { Exchange, Issue, IssuedSession } from './exchange.ts';

export interface IdpRules {
  /** Seconds that an access token of a client lives. */
  lifetimeS: (client: string) => number;
  /** Whether a client gets a refresh token at all. */
  isRefreshable: (client: string) => boolean;
  /** What an answer to a refresh holds: the next refresh token, the same one, none, or an empty text. */
  answers: 'rotated' | 'same' | 'none' | 'empty';
  /** How long a spent refresh token is still taken. */
  graceMs: number;
}

/** All refresh tokens that came from it live and die together. */
interface Session extends IssuedSession {
  isAlive: boolean;
}

interface RefreshToken {
  readonly session: Session;
  spentAt?: number;
}

export class StrictIdp {
  readonly rules: IdpRules;
  readonly #name: string;
  readonly #issues = new Map<string, Issue>();
  readonly #refreshTokens = new Map<string, RefreshToken>();
  readonly #codes = new Map<string, Session>();
  #count = 0;

  /** `name` is in every token, so that no two IdPs have one in common. */
  constructor(name: string, rules: IdpRules) {
    this.#name = name;
    this.rules = rules;
  }

  /** A person signed in elsewhere: a refresh token to paste. */
  pasted(client: string): string {
    return this.#refreshToken({ client, scope: '', isAlive: true });
  }

  /** A person signed in in the browser: the code that it comes back with. */
  code(client: string): string {
    const code = this.#unique('code');
    this.#codes.set(code, { client, scope: '', isAlive: true });
    return code;
  }

  /** Ends every session of a client, as an administrator does. */
  revoke(client: string): void {
    for (const { session } of this.#refreshTokens.values())
      if (session.client === client) session.isAlive = false;
  }

  issueOf(accessToken: string): Issue | undefined {
    return this.#issues.get(accessToken);
  }

  /** Whether a refresh with it would succeed now. */
  accepts(refreshToken: string, now: number): boolean {
    const known = this.#refreshTokens.get(refreshToken);
    if (known?.session.isAlive !== true) return false;
    return known.spentAt === undefined || now - known.spentAt <= this.rules.graceMs;
  }

  /** What a refresh token was granted for. */
  sessionOf(refreshToken: string): IssuedSession | undefined {
    return this.#refreshTokens.get(refreshToken)?.session;
  }

  /** When it was first used for a newer one. */
  spentAt(refreshToken: string): number | undefined {
    return this.#refreshTokens.get(refreshToken)?.spentAt;
  }

  /** Grants or refuses. What it grants is granted, whatever becomes of the answer. */
  answer(exchange: Exchange, now: number): HttpAnswer {
    const { grant, client, scope, refreshToken, code } = exchange;
    if (grant === 'client_credentials') {
      const session = { client, scope, isAlive: true };
      return this.#grant(exchange, now, this.#mayRefresh(session), session);
    }
    if (grant === 'authorization_code') return this.#redeem(exchange, code ?? '', now);
    return this.#refresh(exchange, refreshToken ?? '', now);
  }

  #redeem(exchange: Exchange, code: string, now: number): HttpAnswer {
    const session = this.#codes.get(code);
    this.#codes.delete(code);
    if (session === undefined) return refusal(now);
    // One session for each client: the one before ends.
    this.revoke(session.client);
    return this.#grant(exchange, now, this.#mayRefresh(session), session);
  }

  #refresh(exchange: Exchange, refreshToken: string, now: number): HttpAnswer {
    const known = this.#refreshTokens.get(refreshToken);
    if (known === undefined) return refusal(now);
    if (!this.accepts(refreshToken, now)) {
      known.session.isAlive = false;
      return refusal(now);
    }
    const { answers } = this.rules;
    if (answers === 'rotated') {
      known.spentAt ??= now;
      return this.#grant(exchange, now, this.#refreshToken(known.session), known.session);
    }
    return this.#grant(exchange, now, answers === 'same' ? refreshToken : undefined, known.session);
  }

  #grant(exchange: Exchange, now: number, refresh_token: string | undefined, session: Session): HttpAnswer {
    const { client, scope } = exchange;
    const expires_in = this.rules.lifetimeS(client);
    const access_token = this.#unique('access');
    const issue: Issue = {
      idp: exchange.idp,
      client,
      scope,
      issuedAt: now,
      expiresAt: now + expires_in * 1000,
      session,
      exchange,
      ...(refresh_token === undefined ? {} : { refreshToken: refresh_token }),
    };
    this.#issues.set(access_token, issue);
    exchange.issue = issue;
    const isEmpty = this.rules.answers === 'empty' && exchange.grant === 'refresh_token';
    return json(200, now, {
      access_token,
      token_type: 'Bearer',
      expires_in,
      ...(refresh_token === undefined ? (isEmpty ? { refresh_token: '' } : {}) : { refresh_token }),
    });
  }

  #mayRefresh(session: Session): string | undefined {
    return this.rules.isRefreshable(session.client) ? this.#refreshToken(session) : undefined;
  }

  #refreshToken(session: Session): string {
    const token = this.#unique('refresh');
    this.#refreshTokens.set(token, { session });
    return token;
  }

  /** Access tokens that are over are forgotten, and with them refresh tokens of dead sessions: for runs over weeks. */
  forgetBefore(time: number): void {
    for (const [token, { expiresAt }] of this.#issues) if (expiresAt < time) this.#issues.delete(token);
    for (const [token, { spentAt, session }] of this.#refreshTokens)
      if (!session.isAlive || (spentAt !== undefined && spentAt < time)) this.#refreshTokens.delete(token);
  }

  #unique(kind: string): string {
    this.#count += 1;
    return `${kind}-${this.#name}-${this.#count}`;
  }
}

export function json(
  status: number,
  now: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return page(status, now, JSON.stringify(value), { 'content-type': 'application/json', ...headers });
}

export function page(
  status: number,
  now: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return {
    status,
    headers: new Headers({ 'content-type': 'text/html', date: new Date(now).toUTCString(), ...headers }),
    body: new TextEncoder().encode(text),
  };
}

function refusal(now: number): HttpAnswer {
  return json(400, now, { error: 'invalid_grant' });
}
