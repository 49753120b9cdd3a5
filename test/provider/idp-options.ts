import type { ClientMetadata, Configuration, Provider } from 'oidc-provider';
import type { Algorithm } from './keys.ts';
import type { Identity } from './tls/certificates.ts';

export interface IdpClient {
  /** As registered; `redirect_uris` and `response_types` are empty unless given. */
  readonly metadata: ClientMetadata;
  readonly accessTokenSeconds: number;
}

export interface IdpOptions {
  /** The first address it serves, such as `salus/dev`. */
  readonly id: string;
  /** Path of the issuer below its origin, such as `/realms/test`, or nothing. */
  readonly issuerPath: string;
  /** Paths below the issuer. */
  readonly routes: { readonly token: string; readonly jwks: string; readonly authorization?: string };
  readonly algorithm: Algorithm;
  readonly clients: readonly IdpClient[];
  /** The API that its access tokens are for: their `aud`, and the scopes that it knows. */
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly refreshTokenSeconds: number;
  /** Whether each refresh answers a new refresh token and spends the old one. */
  readonly rotate: boolean;
  /** More claims of access tokens. */
  readonly claims: (subject: string, clientId: string) => Record<string, unknown>;
  /** Adds grants, and what makes this IdP's answers its own. */
  readonly customize: (provider: Provider) => void;
  /** The `sub` of who signs in on its pages; without it there are none. */
  readonly person?: string;
  /** More parameters of authorization requests that it understands, with what checks them. */
  readonly authorizationParameters?: Configuration['extraParams'];
  /** Serves https, with a second origin for mutual TLS (RFC 8705 section 5). */
  readonly tls?: { readonly server: Identity; readonly ca: string };
}
