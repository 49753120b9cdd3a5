/** How an access token is written down for people, shells and programs. Pure; imports types alone. */
import type { HandedToken } from '../core/index.ts';
import type { CopyFormat } from '../shared/token-view.ts';

export type TokenFormat = CopyFormat | 'exec-credential';

export function formatToken(token: HandedToken, format: TokenFormat): string {
  switch (format) {
    case 'raw':
      return token.accessToken;
    case 'header':
      return authorizationHeader(token);
    case 'curl':
      return `curl -H ${shellQuoted(authorizationHeader(token))}`;
    case 'json':
      return JSON.stringify(tokenMembers(token));
    case 'env':
      return `FOB_TOKEN=${SAFE_TOKEN.test(token.accessToken) ? token.accessToken : shellQuoted(token.accessToken)}`;
    case 'exec-credential':
      return JSON.stringify(execCredential(token));
  }
}

/** Members named as in a token response (RFC 6749 section 5.1). `expires_at` is in seconds since 1970. */
export interface TokenMembers {
  readonly address: string;
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_at: number | null;
  readonly scope: string | null;
}

export function tokenMembers(token: HandedToken): TokenMembers {
  return {
    address: token.address,
    access_token: token.accessToken,
    token_type: scheme(token.tokenType),
    expires_at: token.expiresAt === undefined ? null : Math.floor(token.expiresAt / 1000),
    scope: token.scope ?? null,
  };
}

const authorizationHeader = (token: HandedToken): string =>
  `Authorization: ${scheme(token.tokenType)} ${token.accessToken}`;

/** IdPs write `bearer` in any case (RFC 6749 section 5.1 lets them), but many resource servers know only `Bearer`. */
const scheme = (tokenType: string): string => (tokenType.toLowerCase() === 'bearer' ? 'Bearer' : tokenType);

/** What RFC 6750 section 2.1 lets a Bearer token consist of: nothing that a shell would read as its own. */
const SAFE_TOKEN = /^[\w\-.~+/]+=*$/;
const SAFE_IN_DOUBLE_QUOTES = /^[\w\-.~+/=: ]*$/;

/** One word for a POSIX shell. Double quotes where they are safe, since `cmd.exe` knows no other. */
function shellQuoted(text: string): string {
  return SAFE_IN_DOUBLE_QUOTES.test(text) ? `"${text}"` : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** What kubectl expects of a credential plugin: `ExecCredential` of client.authentication.k8s.io/v1. */
function execCredential(token: HandedToken): object {
  const expiry =
    token.expiresAt === undefined
      ? {}
      : { expirationTimestamp: new Date(token.expiresAt).toISOString().replace(/\.\d+Z$/, 'Z') };
  return {
    kind: 'ExecCredential',
    apiVersion: 'client.authentication.k8s.io/v1',
    status: { token: token.accessToken, ...expiry },
  };
}
