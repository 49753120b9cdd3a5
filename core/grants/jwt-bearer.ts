import { base64url, SignJWT } from 'jose';
import { genericGrantRequest } from 'openid-client';
import type { GrantContext, RequestGrant } from './grant.ts';
import { algorithmOf, importPrivateKey } from './private-key.ts';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const LIFETIME_S = 60;

/**
 * RFC 7523 section 2.1: an assertion that the client signs with its own private key, about itself or, where the profile
 * has a `username`, about that user.
 */
export const jwtBearer: RequestGrant = {
  begins: 'request',
  request: async (context) => {
    const { config, parameters, dpop } = context;
    const body = new URLSearchParams(parameters);
    body.set('assertion', await assertion(context));
    return genericGrantRequest(config, GRANT_TYPE, body, dpop === undefined ? {} : { DPoP: dpop });
  },
};

/** RFC 7523 section 3; the audience is the issuer as a string, alone. */
async function assertion({
  config,
  profile,
  secret,
  privateKey,
  clock,
  skewS,
  random,
}: GrantContext): Promise<string> {
  const read = await privateKey();
  const algorithm = algorithmOf(read, profile.token_endpoint_auth_signing_alg);
  const { key, kid } = await importPrivateKey(read, algorithm, profile.private_key_id);
  const subject = profile.username === undefined ? profile.client_id : await secret('username');
  const { token_endpoint = '' } = config.serverMetadata();
  const now = Math.floor(clock.now() / 1000) + skewS;
  return new SignJWT()
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(kid === undefined ? {} : { kid }) })
    .setIssuer(profile.client_id)
    .setSubject(subject)
    .setAudience(profile.issuer ?? token_endpoint)
    .setJti(base64url.encode(random.bytes(16)))
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME_S)
    .sign(key);
}
