import type { KeyObject } from 'node:crypto';
import { jwtVerify } from 'jose';
import { errors } from 'oidc-provider';
import type { Provider } from 'oidc-provider';
import { issueSession } from '../session.ts';

export interface AssertionIssuer {
  readonly key: KeyObject;
  /** Whose tokens it may ask for besides its own. */
  readonly subjects: readonly string[];
}

/**
 * RFC 7523 section 2.1: the client signs whose token it wants. `issuerOf` answers who may sign as a client, or nothing.
 * The audience must be the issuer as a string, alone.
 */
export function registerJwtBearer(
  provider: Provider,
  issuerOf: (clientId: string) => AssertionIssuer | undefined,
  scope: string,
): void {
  const used = new Set<string>();
  provider.registerGrantType<{ assertion?: string }>(
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    async (ctx) => {
      const { clientId } = ctx.oidc.client;
      const { assertion } = ctx.oidc.params;
      if (assertion === undefined) throw new errors.InvalidRequest('Missing parameter: assertion');
      const issuer = issuerOf(clientId);
      if (issuer === undefined) throw new errors.InvalidGrant('nobody signs for this client');
      const { payload } = await jwtVerify(assertion, issuer.key, {
        issuer: clientId,
        requiredClaims: ['sub', 'exp', 'iat', 'jti'],
      }).catch((cause: unknown) => {
        throw new errors.InvalidGrant(String(cause));
      });
      const { sub = '', aud, jti = '' } = payload;
      if (aud !== provider.issuer) throw new errors.InvalidGrant('the audience must be the issuer alone');
      if (used.has(jti)) throw new errors.InvalidGrant('the assertion was used before');
      used.add(jti);
      if (sub !== clientId && !issuer.subjects.includes(sub))
        throw new errors.InvalidGrant('nobody has that name');
      await issueSession(ctx, { accountId: sub, scope });
    },
    ['assertion', 'scope', 'resource'],
  );
}
