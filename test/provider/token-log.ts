import type { KoaContextWithOIDC, Provider } from 'oidc-provider';

/** One request to a token endpoint, as the IdP saw it. Holds no secret. */
export interface TokenRequest {
  /** Which IdP: the first address it serves, such as `salus/dev`. */
  readonly idp: string;
  /** `unknown` until the request was read, and when it could not be. */
  grant_type: string;
  client_id: string | undefined;
  /** How the client showed who it is; `none` when it did not. */
  client_auth: 'client_secret_basic' | 'client_secret_post' | 'none';
  /** 0 until it was answered. */
  status: number;
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
  provider.use(
    async (ctx: Partial<Pick<KoaContextWithOIDC, 'oidc'>> & Ambient, next: () => Promise<unknown>) => {
      if (ctx.method !== 'POST' || ctx.path !== tokenPath) return next();
      const entry: TokenRequest = {
        idp,
        grant_type: 'unknown',
        client_id: undefined,
        client_auth: 'none',
        status: 0,
      };
      log.push(entry);
      try {
        return await next();
      } finally {
        const params = ctx.oidc?.params;
        if (typeof params?.grant_type === 'string') entry.grant_type = params.grant_type;
        if (typeof params?.client_secret === 'string') entry.client_auth = 'client_secret_post';
        if (ctx.get('authorization') !== '') entry.client_auth = 'client_secret_basic';
        entry.client_id = ctx.oidc?.client?.clientId;
        entry.status = ctx.status;
      }
    },
  );
}

type Ambient = Pick<KoaContextWithOIDC, 'method' | 'path' | 'status' | 'get'>;

/** How many requests each IdP got, by `grant_type`. An IdP that got none has no entry. */
export function countTokenRequests(log: readonly TokenRequest[]): TokenRequestCounts {
  const counts: Record<string, Record<string, number>> = {};
  for (const { idp, grant_type } of log) {
    const ofIdp = (counts[idp] ??= {});
    ofIdp[grant_type] = (ofIdp[grant_type] ?? 0) + 1;
  }
  return counts;
}
