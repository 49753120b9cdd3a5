import { createRemoteJWKSet, customFetch } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { request } from 'undici';
import { withTls } from './client-tls.ts';
import type { Idp } from './idp.ts';

/** The keys that an IdP publishes, fetched as any API would, with the IdP's private CA where it has one. */
export function keysOf({ jwksUri, ca }: Pick<Idp, 'jwksUri' | 'ca'>): JWTVerifyGetKey {
  const tls = ca === undefined ? undefined : { ca };
  return createRemoteJWKSet(new URL(jwksUri), {
    [customFetch]: (url) =>
      withTls(tls, async (dispatcher) => {
        const { statusCode, body } = await request(url, { dispatcher });
        return new Response(await body.text(), { status: statusCode });
      }),
  });
}
