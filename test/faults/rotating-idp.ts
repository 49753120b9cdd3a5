/**
 * An IdP that hands out one-use refresh tokens and knows what it did: a spent one that comes again after the reuse grace
 * revokes the whole family, as RFC 9700 section 4.14.2 has it. Can kill who asks before or after it made the new tokens.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { listen } from '../provider/listen.ts';

/** Which family a request is of; without it the first part of the path is its name. */
export const FAMILY_HEADER = 'x-family';
/** At which moment which process dies: `received 4711` or `committed 4711`. */
export const KILL_HEADER = 'x-kill';

export interface Policy {
  /** Without rotation an answer holds no refresh token, and the old one stays good. */
  readonly rotates: boolean;
  /** How long a spent refresh token is still taken, in milliseconds. */
  readonly graceMs: number;
  /** Milliseconds between making the new tokens and answering. */
  readonly delayMs?: number;
}

/** All refresh tokens that descend from one sign-in. */
export interface TokenFamily {
  readonly first: string;
  /** How often a refresh token was spent for a new one. */
  commits(): number;
  /** Why it was revoked. */
  revoked(): string | undefined;
  accepts(accessToken: string): boolean;
}

export interface RotatingIdp extends AsyncDisposable {
  readonly origin: string;
  /** Begins a family; `first` is a refresh token that an earlier family of a prepared vault ended with. */
  open(name: string, policy: Policy, first?: string): TokenFamily;
  close(name: string): void;
}

interface State {
  readonly policy: Policy;
  /** When each refresh token was spent. */
  readonly refreshTokens: Map<string, number | undefined>;
  readonly accessTokens: Set<string>;
  commits: number;
  revoked: string | undefined;
}

type Answer = Readonly<Record<string, unknown>>;
/** The n-th access token of a family lives n times this, in seconds. */
export const LIFETIME_S = 1000;

export async function startRotatingIdp(): Promise<RotatingIdp> {
  const families = new Map<string, State>();
  const { origin, close } = await listen(() => (request, response) => {
    answer(families, request, response).catch(() => response.destroy());
  });
  return {
    origin,
    open(name, policy, first = `${name}.refresh.0`) {
      const state: State = {
        policy,
        refreshTokens: new Map([[first, undefined]]),
        accessTokens: new Set(),
        commits: 0,
        revoked: undefined,
      };
      families.set(name, state);
      return {
        first,
        commits: () => state.commits,
        revoked: () => state.revoked,
        accepts: (accessToken) => state.revoked === undefined && state.accessTokens.has(accessToken),
      };
    },
    close: (name) => void families.delete(name),
    [Symbol.asyncDispose]: close,
  };
}

async function answer(
  families: ReadonlyMap<string, State>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = new URLSearchParams(await text(request));
  const name = String(request.headers[FAMILY_HEADER] ?? request.url?.split('/')[1]);
  const family = families.get(name);
  if (family === undefined) throw new Error(`no family ${name}`);
  const [moment, pid] = String(request.headers[KILL_HEADER] ?? '').split(' ');
  if (moment === 'received') process.kill(Number(pid), 'SIGKILL');
  const answered = moment === 'received' ? refused() : exchange(family, name, form);
  if (moment === 'committed') process.kill(Number(pid), 'SIGKILL');
  if (moment !== undefined && moment !== '') response.destroy();
  else {
    await delay(family.policy.delayMs ?? 0);
    response.writeHead('error' in answered ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answered));
  }
}

function exchange(family: State, name: string, form: URLSearchParams): Answer {
  const token = form.get('refresh_token');
  // A sign-in: whatever the code is.
  if (form.get('grant_type') === 'authorization_code')
    return minted(family, name, [...family.refreshTokens.keys()].at(-1));
  if (token === null || family.revoked !== undefined || !family.refreshTokens.has(token)) return refused();
  if (!family.policy.rotates) return minted(family, name, undefined);
  const spentAt = family.refreshTokens.get(token);
  if (spentAt !== undefined && performance.now() - spentAt > family.policy.graceMs) {
    family.revoked = `${token} was sent again ${Math.round(performance.now() - spentAt)} ms after it was spent`;
    return refused();
  }
  family.refreshTokens.set(token, spentAt ?? performance.now());
  const next = `${name}.refresh.${family.refreshTokens.size}`;
  family.refreshTokens.set(next, undefined);
  return minted(family, name, next);
}

/** Each token lives longer than the one before, so that whoever asks for a longer life than the last one has gets a new one. */
function minted(family: State, name: string, refreshToken: string | undefined): Answer {
  family.commits += 1;
  const access_token = `${name}.access.${family.commits}`;
  family.accessTokens.add(access_token);
  return {
    access_token,
    token_type: 'Bearer',
    expires_in: family.commits * LIFETIME_S,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
  };
}

function refused(): Answer {
  return { error: 'invalid_grant' };
}
