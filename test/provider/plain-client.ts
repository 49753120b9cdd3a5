/** Token requests written out by hand, as the services' documentation shows them with curl. */
import { request } from 'undici';
import type { SecretMember } from '../../shared/profile.ts';
import { withTls } from './client-tls.ts';
import type { ClientTls } from './client-tls.ts';
import type { DemoAddress } from './parts.ts';
import type { World } from './world.ts';

export interface Answer {
  readonly status: number;
  /** The `WWW-Authenticate` header, or nothing. */
  readonly challenge: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * What a service's documentation says to send: parameters, by form or JSON, `user:password` for HTTP Basic, and the
 * client's certificate.
 */
export interface PlainRequest {
  readonly parameters: Readonly<Record<string, string>>;
  readonly json?: boolean;
  readonly basic?: readonly [string, string];
  readonly tls?: ClientTls;
}

export async function postToken(
  url: string,
  { parameters, json = false, basic, tls }: PlainRequest,
): Promise<Answer> {
  const body = json ? JSON.stringify(parameters) : new URLSearchParams(parameters).toString();
  const headers = {
    'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
    ...(basic === undefined ? {} : { authorization: basicHeader(...basic) }),
  };
  return send(url, { method: 'POST', body, headers }, tls);
}

/** Calls an API; without a token when there is none. */
export function callApi(url: string, token?: string, tls?: ClientTls): Promise<Answer> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return send(url, { method: 'GET', headers }, tls);
}

/** The one secret of that name, as the world made it. */
export function secretOf(world: World, address: DemoAddress, member: SecretMember): string {
  const secret = world.secrets.find((each) => each.address === address && each.member === member);
  if (secret === undefined) throw new Error(`the world has no ${member} for ${address}`);
  return secret.value;
}

/** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
function basicHeader(user: string, password: string): string {
  const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(user)}:${encode(password)}`).toString('base64')}`;
}

function send(
  url: string,
  options: Parameters<typeof request>[1],
  tls: ClientTls | undefined,
): Promise<Answer> {
  return withTls(tls, async (dispatcher) => {
    const { statusCode, headers, body } = await request(url, { ...options, dispatcher });
    return {
      status: statusCode,
      challenge: String(headers['www-authenticate'] ?? ''),
      body: (await body.json()) as Record<string, unknown>,
    };
  });
}
