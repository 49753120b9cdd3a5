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

export interface ClaimsView {
  readonly address: Address;
  /** Absent when the access token is opaque (not a JWT). */
  readonly accessToken?: JwtView;
  readonly idToken?: JwtView;
  readonly tokenType: string;
  readonly scope?: string;
  readonly receivedAt: number;
  readonly expiresAt?: number;
}
