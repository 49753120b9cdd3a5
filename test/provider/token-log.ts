import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { ClientAuthMethod } from '../../shared/profile.ts';

/** One request to a token endpoint, as the IdP saw it. Holds no secret. */
export interface TokenRequest {
  /** Which IdP: the first address it serves, such as `salus/dev`. */
  readonly idp: string;
  /** `unknown` until the request was read, and when it could not be. */
  grant_type: string;
  client_id: string | undefined;
  /** How the client showed who it is; `none` when it did not. */
  client_auth: ClientAuthMethod;
  /** 0 until it was answered. */
  status: number;
  /** Whether it came to the endpoint of `mtls_endpoint_aliases`. */
  mtls_alias?: true;
}

/** Counted by IdP, then by `grant_type`. */
export type TokenRequestCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Counts what is asked of the token endpoint, refused or not, so that a test can say how many requests Fob may make. */
export function logTokenRequests(
  provider: Provider,
  idp: string,
  tokenPath: string,
  log: TokenRequest[],
): void {
  provider.use(async (ctx: RequestContext, next: () => Promise<unknown>) => {
    if (ctx.method !== 'POST' || ctx.path !== tokenPath) return next();
    const entry: TokenRequest = {
      idp,
      grant_type: 'unknown',
      client_id: undefined,
      client_auth: 'none',
      status: 0,
    };
    log.push(entry);
    if (new URL(ctx.href).origin !== new URL(provider.issuer).origin) entry.mtls_alias = true;
    try {
      return await next();
    } finally {
      const grantType = ctx.oidc?.params?.grant_type;
      if (typeof grantType === 'string') entry.grant_type = grantType;
      entry.client_auth = shownClientAuth(ctx);
      entry.client_id = ctx.oidc?.client?.clientId;
      entry.status = ctx.status;
    }
  });
}

/**
 * What the request itself shows. oidc-provider takes a secret by Basic and by post alike, whatever the client is
 * registered for.
 */
export function shownClientAuth(ctx: Pick<RequestContext, 'oidc' | 'get'>): ClientAuthMethod {
  const { body, client } = ctx.oidc ?? {};
  if (ctx.get('authorization') !== '') return 'client_secret_basic';
  if (typeof body?.client_secret === 'string') return 'client_secret_post';
  if (typeof body?.client_assertion === 'string') {
    return client?.clientAuthMethod === 'client_secret_jwt' ? 'client_secret_jwt' : 'private_key_jwt';
  }
  const registered = client?.clientAuthMethod;
  return registered === 'tls_client_auth' || registered === 'self_signed_tls_client_auth'
    ? registered
    : 'none';
}

type RequestContext = Partial<Pick<KoaContextWithOIDC, 'oidc'>> &
  Pick<KoaContextWithOIDC, 'method' | 'path' | 'status' | 'get' | 'href'>;

/** How many requests each IdP got, by `grant_type`. An IdP that got none has no entry. */
export function countTokenRequests(log: readonly TokenRequest[]): TokenRequestCounts {
  const counts: Record<string, Record<string, number>> = {};
  for (const { idp, grant_type } of log) {
    const ofIdp = (counts[idp] ??= {});
    ofIdp[grant_type] = (ofIdp[grant_type] ?? 0) + 1;
  }
  return counts;
}
