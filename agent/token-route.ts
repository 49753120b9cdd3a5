/** `GET /v1/token/SERVICE/ENVIRONMENT`: the one route that is asked thousands of times, so it does little. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { FobError, printable } from '../core/index.ts';
import type { Clock, Engine, HandedToken, TokenRequest } from '../core/index.ts';
import { sendJson } from './problem.ts';
import { tokenMembers } from './token-format.ts';

export const TOKEN_PREFIX = '/v1/token/';

/** Answers the raw token, or JSON for who accepts it. Rejects with a `FobError`. */
export async function answerToken(
  engine: Engine,
  clock: Clock,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { address, query } = parseTokenUrl(request.url ?? '');
  const asJson = /application\/json/i.test(request.headers.accept ?? '');
  const token = await engine.token(address, asJson ? { ...query, format: 'json' } : query);
  if (asJson) {
    sendJson(response, 200, { ...tokenMembers(token), expires_in: secondsLeft(token, clock) });
    return;
  }
  response.writeHead(200, [
    'Content-Type',
    'text/plain; charset=utf-8',
    'Content-Length',
    String(Buffer.byteLength(token.accessToken)),
    'Cache-Control',
    'no-store',
  ]);
  response.end(token.accessToken);
}

/** Whole seconds that the token is still valid; `null` when the IdP did not say. */
function secondsLeft({ expiresAt }: HandedToken, clock: Clock): number | null {
  return expiresAt === undefined ? null : Math.max(0, Math.floor((expiresAt - clock.now()) / 1000));
}

/** Splits a request target that begins with {@link TOKEN_PREFIX}. Throws `usage` for a query it does not understand. */
export function parseTokenUrl(url: string): { address: string; query: TokenRequest } {
  const end = url.indexOf('?');
  if (end === -1) return { address: url.slice(TOKEN_PREFIX.length), query: {} };
  return { address: url.slice(TOKEN_PREFIX.length, end), query: parseQuery(url.slice(end + 1)) };
}

/**
 * A parameter that is unknown or given twice is refused: ignoring a mistyped `audience` would hand out a token of
 * another identity than the one asked for.
 */
function parseQuery(text: string): TokenRequest {
  const query: { -readonly [Name in keyof TokenRequest]: TokenRequest[Name] } = {};
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (seen.has(name)) throw new FobError('usage', `"${printable(name)}" is given twice.`);
    seen.add(name);
    if (name === 'min_ttl') query.minTtlMs = parseSeconds(value) * 1000;
    else if (name === 'scope' || name === 'audience' || name === 'resource') query[name] = value;
    else
      throw new FobError('usage', `There is no parameter "${printable(name)}".`, {
        hint: 'Known are min_ttl, scope, audience and resource.',
      });
  }
  return query;
}

function parseSeconds(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new FobError('usage', 'min_ttl must be a whole number of seconds.');
}
