/** Signing in and out, as a UI sees it. */
import type { ErrorView } from './error-code.ts';

/** What a person does next to sign in. */
export type LoginStart =
  | {
      readonly kind: 'browser';
      /** To be opened in the person's browser, by the caller. */
      readonly url: string;
      readonly redirectUri: string;
    }
  | {
      readonly kind: 'device';
      readonly userCode: string;
      readonly verificationUri: string;
      readonly verificationUriComplete?: string;
      /** Milliseconds. */
      readonly expiresInMs: number;
    };

export interface LogoutResult {
  /** Whether the IdP was asked to revoke the tokens and said yes. They are forgotten here in any case. */
  readonly revoked: boolean;
  readonly problem?: ErrorView;
  /** Ends the person's session at the IdP as well, when opened in their browser. */
  readonly endSessionUrl?: string;
}
