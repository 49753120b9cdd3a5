/** What every grant type looks like. Adding one: a file of its own and a line in `registry.ts`. */
import type { Configuration, DPoPHandle, TokenEndpointResponse } from 'openid-client';
import type { Profile, SecretMember } from '../../shared/profile.ts';
import type { CallbackListener, ListenForCallback } from '../ports/callback.ts';
import type { Clock } from '../ports/clock.ts';
import type { ReadKey } from '../ports/keys.ts';
import type { Random } from '../ports/random.ts';

/** A secret's value by its member, from wherever the profile says it is kept. Rejects with `secret_missing`. */
export type ResolveSecret = (member: SecretMember) => Promise<string>;

/** The client's private key, opened with `tls.passphrase` where it needs one. Rejects with `secret_missing` or `secret_invalid`. */
export type ResolveKey = () => Promise<ReadKey>;

export interface GrantContext {
  readonly config: Configuration;
  readonly profile: Profile;
  readonly secret: ResolveSecret;
  /** `scope`, `audience`, `resource` and the profile's extra parameters: what every token request carries. */
  readonly parameters: URLSearchParams;
  /** Proves possession of the profile's key (RFC 9449), when the profile wants that. */
  readonly dpop: DPoPHandle | undefined;
  readonly privateKey: ResolveKey;
  readonly clock: Clock;
  /** How far the IdP's clock is ahead of ours, in seconds. */
  readonly skewS: number;
  readonly random: Random;
}

/** What a sign-in needs besides: it waits for a person. */
export interface SignInContext extends GrantContext {
  readonly listenForCallback: ListenForCallback;
  /** Aborts when the person cancels or the time is over. */
  readonly signal: AbortSignal;
}

/** A sign-in that a person has to go on with in a browser. */
export type SignInStep =
  | {
      readonly kind: 'browser';
      /** Where the person signs in. Checked: https, or http on loopback; for the caller to open. */
      readonly url: string;
      readonly listener: CallbackListener;
      /** Takes the URL that the browser was sent to: by the listener, or pasted by the person. */
      readonly finish: (callback: URL) => Promise<TokenEndpointResponse>;
    }
  | {
      readonly kind: 'device';
      readonly userCode: string;
      readonly verificationUri: string;
      readonly verificationUriComplete: string | undefined;
      /** Milliseconds from now. */
      readonly expiresInMs: number;
      /** Asks the token endpoint until the person is done. */
      readonly finish: () => Promise<TokenEndpointResponse>;
    };

/** How a profile of this grant gets its first token; later ones come with a refresh token where there is one. */
export type Grant = RequestGrant | SignInGrant | RefreshTokenGrant;

/** Asks the token endpoint with what is stored: it needs nobody, and can be asked again. */
export interface RequestGrant {
  readonly begins: 'request';
  /** Rejects with openid-client's errors or a `FobError`. */
  request(context: GrantContext): Promise<TokenEndpointResponse>;
}

/** A person takes part in it. */
export interface SignInGrant {
  readonly begins: 'sign_in';
  signIn(context: SignInContext): Promise<SignInStep>;
}

/** Refreshes with a token that a person pasted. */
export interface RefreshTokenGrant {
  readonly begins: 'refresh_token';
}
