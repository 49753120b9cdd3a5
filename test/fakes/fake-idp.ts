/** A token endpoint in memory: mints, rotates and refuses as the test tells it, and counts what it was asked. */
import type { HttpAnswer, HttpClientFactory, HttpRequest } from '../../core/index.ts';
import { FobError } from '../../core/index.ts';
import type { FakeClock } from './fake-clock.ts';

export interface FakeIdp {
  readonly http: HttpClientFactory;
  /** `grant_type` of each token request, oldest first. */
  readonly asked: string[];
  /** Refresh tokens that would still be accepted. */
  readonly live: Set<string>;
  /** Seconds; the next tokens live this long. */
  expiresIn: number | undefined;
  rotate: boolean;
  refreshTokens: boolean;
  /** When set, it answers instead, before anything is spent. */
  fault: ((request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>) | undefined;
  /** Runs after a token was made and before it is answered. */
  beforeAnswer: (() => Promise<void>) | undefined;
}

export function createFakeIdp(clock: FakeClock): FakeIdp {
  let count = 0;
  const idp: FakeIdp = {
    asked: [],
    live: new Set(),
    expiresIn: 300,
    rotate: true,
    refreshTokens: false,
    fault: undefined,
    beforeAnswer: undefined,
    http: (_profile, tls) => {
      // Once, when a request first needs them, as over real TLS.
      let secrets: Promise<unknown> | undefined;
      return Promise.resolve({
        request: async (_url, request) => {
          await (secrets ??= tls());
          return token(request);
        },
        close: () => Promise.resolve(),
      });
    },
  };

  const token = async (request: HttpRequest): Promise<HttpAnswer> => {
    const body = new URLSearchParams(request.body);
    idp.asked.push(body.get('grant_type') ?? '');
    if (idp.fault !== undefined) return idp.fault(request);
    const spent = body.get('refresh_token');
    if (spent !== null && !idp.live.has(spent)) return json(400, { error: 'invalid_grant' });
    if (spent !== null && idp.rotate) idp.live.delete(spent);
    count += 1;
    const answer = mint(count, spent);
    await idp.beforeAnswer?.();
    return json(200, answer);
  };

  const mint = (n: number, spent: string | null): Record<string, unknown> => {
    const answer: Record<string, unknown> = { access_token: `access-${n}`, token_type: 'Bearer' };
    if (idp.expiresIn !== undefined) answer.expires_in = idp.expiresIn;
    if (!idp.refreshTokens || (spent !== null && !idp.rotate)) return answer;
    idp.live.add(`refresh-${n}`);
    return { ...answer, refresh_token: `refresh-${n}` };
  };

  const json = (status: number, value: unknown): HttpAnswer => jsonAnswer(status, value, clock.now());
  return idp;
}

export function jsonAnswer(
  status: number,
  value: unknown,
  now: number,
  headers: Record<string, string> = {},
): HttpAnswer {
  return {
    status,
    headers: new Headers({
      'content-type': 'application/json',
      date: new Date(now).toUTCString(),
      ...headers,
    }),
    body: new TextEncoder().encode(JSON.stringify(value)),
  };
}

export function unreachable(): never {
  throw new FobError('idp_unreachable', 'https://idp.example could not be reached: connection refused.');
}
