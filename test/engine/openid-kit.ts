/** openid-client, which is not ours, on the IdPs of the tests: what a faithful client would make of them. */
import * as oidc from 'openid-client';
import { request } from 'undici';
import type { ClientTls } from '../provider/client-tls.ts';
import { withTls } from '../provider/client-tls.ts';
import type { DemoAddress } from '../provider/parts.ts';
import type { World } from '../provider/world.ts';

/** openid-client's seam to the network, with a private CA and a client certificate. */
export function fetchWith(tls: ClientTls | undefined): oidc.CustomFetch {
  return (url, { method, headers, body }) =>
    withTls(tls, async (dispatcher) => {
      const answer = await request(url, {
        dispatcher,
        method,
        headers,
        ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
      });
      const bytes = await answer.body.arrayBuffer();
      return new Response(answer.statusCode === 204 ? null : bytes, {
        status: answer.statusCode,
        headers: answer.headers as Record<string, string>,
      });
    });
}

export interface DiscoverOptions {
  readonly metadata?: Partial<oidc.ClientMetadata>;
  readonly authentication?: oidc.ClientAuth;
  readonly tls?: ClientTls | undefined;
}

/** Reads the metadata of an issuer and answers a configuration for the client. */
export function discoverIssuer(
  issuer: string,
  clientId: string,
  { metadata, authentication, tls }: DiscoverOptions = {},
): Promise<oidc.Configuration> {
  return oidc.discovery(new URL(issuer), clientId, metadata, authentication, {
    [oidc.customFetch]: fetchWith(tls),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
    execute: [oidc.allowInsecureRequests],
  });
}

/** The same for an address of the demo world. */
export function discover(
  world: World,
  address: DemoAddress,
  issuer: string,
  clientId: string,
  options: DiscoverOptions = {},
): Promise<oidc.Configuration> {
  return discoverIssuer(issuer, clientId, { tls: world.tls.get(address), ...options });
}
