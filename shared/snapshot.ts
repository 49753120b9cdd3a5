/**
 * What a UI may know: the whole state of the engine without a single secret. A UI gets one snapshot, then every
 * later one; it drops those whose revision is not newer than the one it shows. All times are milliseconds since 1970.
 */
import type { CertificateView } from './certificate.ts';
import type { DesktopView } from './desktop-view.ts';
import type { ErrorView } from './error-code.ts';
import type { GuardView } from './guard-view.ts';
import type { Address, ClientAuthMethod, GrantType, SecretMember, Tier } from './profile.ts';
import type { SettingsView } from './settings-view.ts';

export type SlotKind = 'passphrase' | 'keyring' | 'safe-storage';

export interface VaultView {
  /** `absent`: no vault was made yet; the first secret or token makes one. */
  readonly state: 'absent' | 'locked' | 'unlocked' | 'damaged';
  readonly slots: readonly SlotKind[];
  /** What a person can do about a vault that is not unlocked. */
  readonly hint?: string;
}

export type EnvironmentStatus =
  /** Nothing minted yet, or the last token has expired: the next request mints one. */
  | 'idle'
  | 'fresh'
  | 'refreshing'
  /** Only a person can go on: the IdP ended the session. */
  | 'sign_in_needed'
  /** The last attempt failed; `problem` says why. A token that is still valid is still handed out. */
  | 'error'
  /** The vault is locked: nothing can be said or handed out. */
  | 'locked'
  /** The profile itself cannot be used; `problem` names line and column. */
  | 'invalid';

/** A sign-in that waits for a person. Holds no URL: whoever began it got that. */
export interface SignInView {
  readonly kind: 'browser' | 'device';
  readonly expiresAt: number;
  /** What the person types in at `verificationUri`, for `device`. */
  readonly userCode?: string;
  readonly verificationUri?: string;
}

/** A place that a profile names and that its secrets did not go to before. */
export interface EndpointChange {
  /** The metadata member: `issuer`, `token_endpoint`, `mtls_endpoint_aliases.token_endpoint`... */
  readonly member: string;
  /** Where it was; absent when there was none. */
  readonly from?: string;
  readonly to: string;
}

export interface EnvironmentView {
  readonly address: Address;
  readonly id: string;
  readonly tier: Tier;
  readonly status: EnvironmentStatus;
  readonly issuer?: string;
  readonly tokenEndpoint?: string;
  readonly clientId?: string;
  readonly grantType?: GrantType;
  readonly clientAuthMethod?: ClientAuthMethod;
  readonly scope?: string;
  readonly audience?: string;
  /** The client certificate that the profile names, once it was read. */
  readonly certificate?: CertificateView;
  /** When the access token was received; absent when there is none. */
  readonly receivedAt?: number;
  /** Absent when there is no token, or the IdP did not say. */
  readonly expiresAt?: number;
  /** When the refresh token or the IdP's session ends, as far as the IdP told. */
  readonly refreshExpiresAt?: number;
  /** When the next refresh is planned; absent when none is. */
  readonly refreshAt?: number;
  readonly lastUsedAt?: number;
  readonly pinned: boolean;
  /** Milliseconds that the IdP's clock is ahead of ours, when it could be measured. */
  readonly skewMs?: number;
  /** Secrets that the profile expects in the vault and that are not there yet. */
  readonly missingSecrets: readonly SecretMember[];
  readonly problem?: ErrorView;
  /** With the problem `endpoints_changed`: what a person has to agree to before anything is sent. */
  readonly endpointChanges?: readonly EndpointChange[];
  readonly signIn?: SignInView;
  /** Present when tokens are handed out only while the environment is armed: tier `prod`, with the guard on. */
  readonly guard?: GuardView;
}

export interface ServiceView {
  readonly id: string;
  readonly name: string;
  readonly environments: readonly EnvironmentView[];
}

/** Something wrong in the profile file, with its place (1-based). */
export interface ProfileProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** The address it makes unusable; absent when it concerns the whole file or service. */
  readonly address?: string;
  /** The member of the environment, or of its service's defaults, that it is about. */
  readonly member?: string;
}

export interface Snapshot {
  readonly revision: number;
  /** The host's clock when the snapshot was made. */
  readonly at: number;
  readonly vault: VaultView;
  readonly services: readonly ServiceView[];
  readonly problems: readonly ProfileProblem[];
  readonly settings: SettingsView;
  /** In the desktop app alone. */
  readonly desktop?: DesktopView;
}
