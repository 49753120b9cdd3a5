/** How a token leaves Fob, and what is shown of it. Times are milliseconds since 1970 unless a name says otherwise. */
import type { ErrorView } from './error-code.ts';
import type { Address } from './profile.ts';

export const COPY_FORMATS = ['raw', 'header', 'curl', 'json', 'env'] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number];

export interface CopyResult {
  readonly address: Address;
  readonly format: CopyFormat;
  readonly expiresAt?: number;
  /**
   * What to put into the clipboard, where only the asking side can reach it (the browser UI). The desktop host writes
   * the clipboard itself and leaves this out, so that its renderer never holds a token.
   */
  readonly text?: string;
}

/** An access token on its way to be shown: the one answer besides a copy that holds one. */
export interface RevealedToken {
  readonly text: string;
  readonly expiresAt?: number;
}

/** Whether a JWT's signature, issuer and lifetime were checked against the IdP's keys, and if not, why. */
export type Verification =
  | {
      readonly kind: 'verified';
      readonly issuer?: string;
      readonly keyId?: string;
      readonly algorithm: string;
    }
  | { readonly kind: 'not_verified'; readonly reason: ErrorView }
  /** Nothing to check against: no `jwks_uri` and no issuer is known. */
  | { readonly kind: 'decoded' };

export interface JwtView {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly verification: Verification;
}

/**
 * What the IdP says of an access token that is not a JWT (RFC 7662). That is its word alone: nothing was decoded here and
 * nothing verified.
 */
export type Introspection =
  /** `claims` is the whole answer, `active` among it. */
  | { readonly kind: 'active'; readonly claims: Readonly<Record<string, unknown>> }
  /** Expired, revoked, or not one that this client may ask about. */
  | { readonly kind: 'inactive' }
  /** Nobody could be asked, or the IdP gave no answer. `usage`: it has no `introspection_endpoint`. */
  | { readonly kind: 'not_answered'; readonly reason: ErrorView };

/** What the IdP says of the person behind an access token (OIDC Core section 5.3). */
export interface UserinfoView {
  readonly address: Address;
  readonly claims: Readonly<Record<string, unknown>>;
  /**
   * Whether `sub` is that of the ID token; another one is refused (OIDC Core section 5.3.4). Without an ID token there is
   * nothing to compare it with.
   */
  readonly subject: 'matches' | 'not_compared';
}

/** What an access token is bound to by its `cnf` claim: who has the token alone cannot use it. */
export interface TokenBinding {
  /** A client certificate (RFC 8705 section 3.1), or a DPoP key (RFC 9449 section 6.1). */
  readonly kind: 'certificate' | 'dpop';
  /** Whether that is the one that the profile uses; absent when the profile's own could not be read. */
  readonly matches?: boolean;
}

export interface ClaimsView {
  readonly address: Address;
  /** Absent when the access token is opaque (not a JWT). */
  readonly accessToken?: JwtView;
  /** Present when the access token is opaque. */
  readonly introspection?: Introspection;
  readonly idToken?: JwtView;
  /** Present when the access token, or what the IdP says of it, names one. */
  readonly binding?: TokenBinding;
  readonly tokenType: string;
  readonly scope?: string;
  readonly receivedAt: number;
  readonly expiresAt?: number;
}
