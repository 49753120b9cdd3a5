/** A request that an API should take, and what can be wrong with it. */
import type { EnvironmentView } from '../../../shared/snapshot.ts';
import { explain } from '../../../renderer/refusal/explain.ts';
import type { Explanation } from '../../../renderer/refusal/explain.ts';
import { readExchange } from '../../../renderer/refusal/read-exchange.ts';

export const NOW = Date.UTC(2026, 8, 1, 9, 30);
export const SECONDS = NOW / 1000;

export const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An unsigned look-alike: a signature of the right length that nobody checks. */
export function tokenOf(payload: object, header: object = { alg: 'ES256', typ: 'at+jwt' }): string {
  return `${part(header)}.${part(payload)}.${'s'.repeat(86)}`;
}

export function environmentOf(id: string, over: Partial<EnvironmentView> = {}): EnvironmentView {
  return {
    address: `salus/${id}`,
    id,
    tier: 'dev',
    status: 'fresh',
    issuer: `https://login.${id}.example`,
    clientId: `client-${id}`,
    pinned: false,
    missingSecrets: [],
    receivedAt: NOW - 60_000,
    ...over,
  };
}

export const DEV = environmentOf('dev');
export const PROD = environmentOf('prod', {
  tier: 'prod',
  audience: 'https://api.prod.example',
  scope: 'read',
});

export const goodPayload = (over: object = {}): object => ({
  iss: PROD.issuer,
  client_id: PROD.clientId,
  sub: PROD.clientId,
  aud: PROD.audience,
  scope: 'read',
  iat: SECONDS - 60,
  exp: SECONDS + 240,
  ...over,
});

/** What is said of a text, with the profile of the API that was called. */
export function explained(text: string, profile: EnvironmentView | null = PROD): Explanation {
  const exchange = readExchange(text);
  return explain({
    exchange,
    environments: [DEV, PROD],
    now: NOW,
    ...(exchange.jwt === undefined ? {} : { token: exchange.jwt }),
    ...(profile === null ? {} : { profile }),
  });
}

export const curl = (authorization: string, ...more: string[]): string =>
  `curl -i https://api.prod.example/v1/things -H 'Authorization: ${authorization}' ${more.join(' ')}`;

export const PLAIN_401 = `HTTP/1.1 401 Unauthorized
Date: ${new Date(NOW).toUTCString()}
Content-Type: application/json

{"error":"unauthorized"}`;
