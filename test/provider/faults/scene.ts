import type { Keys } from './jws.ts';

/** What a transformation may know of the conversation that it changes. */
export interface Scene {
  readonly issuer: string;
  /** A place on another port that belongs to nobody in this conversation; every request there is counted. */
  readonly elsewhere: string;
  /** The same IdP under another origin: requests there are as good as at the issuer's own. */
  readonly twin: string;
  /** What was asked for, without the query. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly keys: Keys;
  /** Seconds since 1970. */
  readonly now: number;
  /** How often the token endpoint was asked for the flow's own grant, this request included. */
  readonly attempt: number;
  /**
   * Parameters of the request that is being answered; of the authorization request for `callback`; `oidc` or `oauth` for
   * `metadata`, as the document is asked for.
   */
  readonly request: URLSearchParams;
  /** The nonce of the DPoP proof, if there was one. */
  readonly proofNonce: unknown;
  /** The access token of the answer that the ID token or the token response is part of. */
  readonly accessToken: string;
}
