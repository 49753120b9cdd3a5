/** What the profile editor hears of a server, of a trial of a profile, and of the file. Never a secret's value. */
import type { CertificateView } from './certificate.ts';
import type { ErrorView } from './error-code.ts';
import type { TracedExchange } from './history-view.ts';
import type { Address, ClientAuthMethod, GrantType } from './profile.ts';

/** What a server says of itself (RFC 8414). A list that is absent was not in its metadata. */
export interface ServerView {
  /** As the server writes it, which is what a profile has to say. */
  readonly issuer: string;
  /** URLs by the name of the metadata member, such as `token_endpoint`. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** The same for mutual TLS (RFC 8705 section 5). */
  readonly mtlsEndpoints: Readonly<Record<string, string>>;
  readonly grantTypes?: readonly string[];
  readonly clientAuthMethods?: readonly string[];
  readonly scopes?: readonly string[];
  readonly codeChallengeMethods?: readonly string[];
  /** Signature algorithms for DPoP proofs (RFC 9449). */
  readonly dpopAlgorithms?: readonly string[];
  /** Pushed authorization requests (RFC 9126). */
  readonly par: 'required' | 'offered' | 'none';
}

export const TRIAL_STEPS = [
  'profile',
  'discovery',
  'client_certificate',
  'token_request',
  'token_checks',
] as const;
export type TrialStepName = (typeof TRIAL_STEPS)[number];

/** Why a step was not done, where nothing is wrong. */
export type SkipReason =
  /** Every endpoint is written by hand. */
  | 'no_issuer'
  | 'no_certificate'
  /** Only a person gets a token; what comes before them was accepted. */
  | 'sign_in_after_saving'
  /** It may be good once: it is sent when the profile is there to keep the next one. */
  | 'spends_refresh_token'
  /** A step before it failed. */
  | 'not_reached';

/** One step of a trial. What it found depends on the step. */
export interface TrialStep {
  readonly name: TrialStepName;
  readonly state: 'ok' | 'failed' | 'skipped';
  readonly why?: SkipReason;
  readonly error?: ErrorView;
  readonly address?: Address;
  readonly grantType?: GrantType;
  readonly clientAuthMethod?: ClientAuthMethod;
  readonly server?: ServerView;
  readonly certificate?: CertificateView;
  readonly token?: TrialToken;
  /** What was sent and answered, oldest first; absent when nobody was asked. */
  readonly exchanges?: readonly TracedExchange[];
}

/** What came back, without the token itself. */
export interface TrialToken {
  readonly tokenType: string;
  /** Milliseconds; absent when the server did not say. */
  readonly lifetimeMs?: number;
  /** As the server granted it, when it said so. */
  readonly scope?: string;
  readonly isJwt: boolean;
  readonly hasRefreshToken: boolean;
  /** Whether the server took it back after the trial; otherwise it was only dropped. */
  readonly isRevoked: boolean;
}

export interface Trial {
  readonly steps: readonly TrialStep[];
}

/** A service as it stands in the file, as a profile file of its own. */
export interface ServiceText {
  /** Absent when there is no such service. */
  readonly text?: string;
}

export interface SavedService {
  readonly addresses: readonly Address[];
  /** Those that are gone, with their secrets and tokens. */
  readonly removed: readonly Address[];
}
