import { randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { TokenResponse } from 'oidc-provider/lib/helpers/grants.js';
import { readJsonParameters, writeFormParameters } from '../json-bodies.ts';
import type { TokenParameters } from '../json-bodies.ts';

/**
 * Makes a token endpoint speak as SALUS Guardian does: JSON in, refresh tokens that are JWTs, `bearer` in lower case,
 * and no `scope` in the answer.
 */
export function speakGuardian(provider: Provider, tokenPath: string): void {
  const refreshTokens = jwtRefreshTokens(provider.issuer);
  provider.use(async (ctx, next) => {
    if (ctx.method !== 'POST' || ctx.path !== tokenPath) return next() as Promise<void>;
    const parameters = await readJsonParameters(ctx);
    if (parameters === undefined) return;
    if (parameters.refresh_token !== undefined)
      parameters.refresh_token = await refreshTokens.open(parameters.refresh_token);
    const isNamed = ctx.get('authorization') !== '' || parameters.client_id !== undefined;
    writeFormParameters(ctx, { ...(await fromCode(provider, parameters, isNamed)), ...parameters });
    await next();
    if (ctx.status !== 200) return;
    const answer = ctx.body as TokenResponse;
    ctx.body = {
      access_token: answer.access_token,
      refresh_token: await refreshTokens.wrap(answer.refresh_token ?? ''),
      token_type: 'bearer',
      expires_in: answer.expires_in,
    };
  });
}

/** The code exchange that Guardian documents names neither redirect URI nor public client: the code does. */
async function fromCode(
  provider: Provider,
  { code }: TokenParameters,
  isNamed: boolean,
): Promise<TokenParameters> {
  const known = code === undefined ? undefined : await provider.AuthorizationCode.find(code);
  const { redirectUri, clientId } = known ?? {};
  return {
    ...(redirectUri === undefined ? {} : { redirect_uri: redirectUri }),
    ...(isNamed || clientId === undefined ? {} : { client_id: clientId }),
  };
}

/**
 * The authorization response as Guardian documents it: with `session_state` and, as `scope`, what `request_scope` asked
 * for; without the `iss` of RFC 9207.
 */
export function answerLikeGuardian(provider: Provider): void {
  provider.use(async (ctx, next) => {
    await next();
    const { entities, params } = (ctx as Partial<Pick<KoaContextWithOIDC, 'oidc'>>).oidc ?? {};
    const code = entities?.AuthorizationCode;
    const { location } = ctx.response.headers;
    if (code === undefined || typeof location !== 'string') return;
    const callback = new URL(location);
    callback.searchParams.delete('iss');
    callback.searchParams.set('session_state', code.grantId ?? '');
    callback.searchParams.set('scope', String(params?.request_scope));
    ctx.set('location', callback.href);
  });
}

/** Carries oidc-provider's opaque refresh token as the `jti` of a JWT that only this IdP can read. */
function jwtRefreshTokens(issuer: string) {
  const key = randomBytes(32);
  return {
    wrap: (opaque: string) =>
      new SignJWT({ typ: 'Refresh' })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(issuer)
        .setIssuedAt()
        .setJti(opaque)
        .sign(key),
    /** What is not one of ours becomes a token that nobody has. */
    open: async (jwt: string) => {
      const verified = await jwtVerify(jwt, key, { issuer }).catch(() => undefined);
      return verified?.payload.jti ?? 'unknown';
    },
  };
}
