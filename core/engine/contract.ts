/** What a host can ask of the engine. Times are milliseconds since 1970 unless a name says otherwise. */
import type { Checkup } from '../../shared/checkup.ts';
import type { ArmResult } from '../../shared/guard-view.ts';
import type { ActivityView, ProfileHistory, Taker } from '../../shared/history-view.ts';
import type { SavedService, ServerView, ServiceText, Trial } from '../../shared/editor-view.ts';
import type { ImportFile, ImportSaved, ImportView } from '../../shared/import-view.ts';
import type { AddedProfiles, Address, ProfileMembers, SecretMember } from '../../shared/profile.ts';
import type { LoginStart, LogoutResult } from '../../shared/session-view.ts';
import type { SettingsChange } from '../../shared/settings-schema.ts';
import type { SettingsView } from '../../shared/settings-view.ts';
import type { EndpointChange, ProfileProblem, SlotKind, Snapshot } from '../../shared/snapshot.ts';
import type { ClaimsView, CopyFormat, JwtView, UserinfoView } from '../../shared/token-view.ts';
import type {
  KeyRotation,
  Repair,
  RestoredProfiles,
  RestoreResult,
  SlotView,
} from '../../shared/vault-view.ts';

export interface TokenRequest {
  /** How long the token must still be valid, in milliseconds. Default 60 000. */
  readonly minTtlMs?: number;
  /** Ask for another token identity of the same profile. */
  readonly scope?: string;
  readonly audience?: string;
  readonly resource?: string;
  /** Who gets it and how it is written, for the activity log: by default somebody on the socket, as it is. */
  readonly taker?: Taker;
  readonly format?: CopyFormat;
}

/** An access token on its way out. The only thing the engine hands out that is a secret. */
export interface HandedToken {
  readonly address: Address;
  readonly accessToken: string;
  /** As the IdP wrote it, `Bearer` by convention. */
  readonly tokenType: string;
  /** Absent when the IdP did not say. */
  readonly expiresAt?: number;
  readonly scope?: string;
}

export interface InspectRequest {
  readonly jwt: string;
  /** Verify against this profile's issuer and keys. */
  readonly for?: Address;
  /** Verify against the keys of this JWKS (RFC 7517). */
  readonly jwks?: string;
  /** Verify against the keys of the JWKS at this URL, which is https or on this machine. */
  readonly jwksUri?: string;
}

export interface LoginOptions {
  /** Sign in by device code, whatever the profile's grant. */
  readonly device?: boolean;
}

/** How a person can leave a machine that goes on. */
export type Leaving = 'screen-lock' | 'sleep';

export interface CheckupRequest {
  /** What this profile has and lacks, too. */
  readonly address?: string;
  /** Tries the vault's passphrase slot, which answers to nothing else. */
  readonly passphrase?: string;
}

/**
 * Looking after the vault itself; see `VaultCare` for what each does and rejects with. `passphrase` is the one that opens
 * it now, needed where nothing else does.
 */
export interface VaultDesk {
  slots(): readonly SlotView[];
  addSlot(kind: SlotKind, secrets: { passphrase?: string; newPassphrase?: string }): Promise<void>;
  removeSlot(kind: SlotKind): Promise<void>;
  changePassphrase(passphrase: string | undefined, newPassphrase: string): Promise<void>;
  rotateKey(passphrase?: string): Promise<KeyRotation>;
  /** The text of a backup, profiles and settings included. `newPassphrase`: for a vault without one. */
  backup(newPassphrase?: string): Promise<string>;
  /** Brings back records, and the profiles and pins that are not here. */
  restore(
    text: string,
    passphrase: string,
    replace: boolean,
  ): Promise<RestoreResult & { profiles: RestoredProfiles }>;
  repair(address: string): Promise<Repair>;
  /** The true state of vault, settings and one profile, for `fob doctor`. Holds no secret. */
  checkup(request: CheckupRequest): Promise<Checkup>;
  /** The person leaves the machine: locks the vault where the settings say so. */
  leave(how: Leaving): Promise<void>;
}

/** Opens guarded profiles, those of tier `prod`, for a while. */
export interface GuardDesk {
  /** For as long as the settings say, from now. Without `armedUntil` the answer says that the profile needs none. */
  arm(address: string): Promise<ArmResult>;
  disarm(address: string): Promise<void>;
}

/** An identity provider inside the host, to look around with. */
export interface DemoDesk {
  /**
   * Starts it unless it runs, and puts its profiles and their secrets in place; answers their addresses. What is in place
   * stays as it is. Rejects with `refused_by_policy` when there are other profiles of its service.
   */
  start(): Promise<readonly Address[]>;
}

/** How a person wants Fob to behave, kept in settings.json. */
export interface SettingsDesk {
  view(): SettingsView;
  /** Changes some of them; everything else in the file stays as it is written. */
  set(change: SettingsChange): Promise<void>;
}

/** What happened to tokens and who took them; see shared/history-view.ts. Holds no secret. */
export interface HistoryDesk {
  /** Of one profile, or of all. */
  activity(address?: Address): Promise<ActivityView>;
  /** The last 24 hours of a profile, its last call of the token endpoint, and the token before the present one. */
  profile(address: Address): Promise<ProfileHistory>;
}

export interface SaveRequest {
  /** Its id. */
  readonly service: string;
  /** The service as the editor began with it; absent when there was none. */
  readonly before?: string | undefined;
  /** A profile file with this one service; absent to take it away. */
  readonly text?: string | undefined;
}

export type GivenSecrets = Readonly<Partial<Record<SecretMember, string>>>;

/** What the profile editor asks besides. */
export interface EditorDesk {
  /** What the server at `issuer` says of itself. Nothing is stored. */
  discover(issuer: string): Promise<ServerView>;
  /** Asks for a token as the one profile in `text` would, and keeps nothing of it. What goes wrong is in the answer. */
  test(text: string, secrets: GivenSecrets): Promise<Trial>;
  text(service: string): Promise<ServiceText>;
  /**
   * Puts a whole service in place of what the file has of it; environments that are gone take their secrets with them.
   * Rejects with `usage` when it is not what the editor began with any more, and with `profiles_invalid`.
   */
  save(request: SaveRequest): Promise<SavedService>;
}

export interface SaveImport {
  readonly id: string;
  /** The profiles as the person edited them. */
  readonly text?: string | undefined;
  readonly replace?: boolean | undefined;
}

/** All methods reject with a `FobError`. */
export interface ImportDesk {
  /** Rejects with `profiles_invalid` for what is none of the formats that Fob reads. */
  read(files: readonly ImportFile[], service?: string): Promise<ImportView>;
  /** Rejects with `usage` for an import that is over, `refused_by_policy` when it would replace profiles unasked. */
  save(request: SaveImport): Promise<ImportSaved>;
  /** The text of a profile file with these profiles, or with all. Rejects with `address_unknown`. */
  exported(addresses?: readonly Address[]): Promise<string>;
  /** Forgets the secrets of all imports that were not saved. */
  forget(): void;
}

/** All methods reject with a `FobError`. */
export interface Engine {
  readonly demo: DemoDesk;
  readonly editor: EditorDesk;
  readonly history: HistoryDesk;
  readonly imports: ImportDesk;
  readonly vault: VaultDesk;
  readonly settings: SettingsDesk;
  readonly guard: GuardDesk;

  /** Loads profiles, opens the vault if that needs nobody, and begins to keep used tokens fresh. */
  start(): Promise<void>;
  /** Waits for a running save, drops connections and timers, forgets keys and tokens. */
  stop(): Promise<void>;

  /** Reads the profile file again when somebody changed it, so that what follows is about the file as it is now. */
  reload(): Promise<void>;
  snapshot(): Snapshot;
  /** Calls `listener` after each change, at most once per turn of the event loop. The answer stops it. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void;

  /**
   * A token valid for at least `minTtlMs`: the one at hand, or a new one. N callers at once cause one request. Rejects with
   * `refused_by_policy` when the profile is guarded and not armed.
   */
  token(address: string, request?: TokenRequest): Promise<HandedToken>;
  /** What a request with a DPoP-bound token of this profile carries besides it (RFC 9449). Rejects with `usage` without DPoP. */
  proof(address: string, request: { method: string; url: string; nonce?: string }): Promise<string>;
  /** Refreshes or mints now, whatever is at hand. */
  refresh(address: string): Promise<void>;
  /**
   * The token at hand (minted when there is none), decoded and checked against the IdP's keys; an opaque one as the IdP
   * describes it. What the IdP refuses of that is in the answer, not an error.
   */
  claims(address: string): Promise<ClaimsView>;
  /** What the IdP says of the person, asked with the token at hand. Rejects with `usage` when it has no such endpoint. */
  userinfo(address: string): Promise<UserinfoView>;
  inspect(request: InspectRequest): Promise<JwtView>;

  /** Begins a sign-in; a running one for the address ends. The engine opens no browser: the caller does. */
  login(address: string, options?: LoginOptions): Promise<LoginStart>;
  /** Resolves when the sign-in has ended well and its tokens are stored. */
  loginDone(address: string): Promise<void>;
  /** Finishes a sign-in with the address that a browser on another machine was sent to. */
  pasteCallback(address: string, callback: string): Promise<void>;
  cancelLogin(address: string): void;
  /** Revokes at the IdP, then forgets the tokens here, whatever the IdP says. */
  logout(address: string): Promise<LogoutResult>;

  /** What is wrong with the text of a profile file, and the addresses it holds. Saves nothing. */
  checkProfiles(text: string): { addresses: string[]; problems: ProfileProblem[] };
  /** Merges the text of a profile file into ours. Saves nothing when any part of it is wrong. */
  addProfiles(text: string): Promise<AddedProfiles>;
  /** The profile's own and inherited members, as written. */
  showProfile(address: string): { members: ProfileMembers };
  /** Removes a profile with its secrets and tokens. */
  removeProfile(address: string): Promise<void>;
  pin(address: string, pinned: boolean): Promise<void>;
  /** Keeps a secret in the vault and forgets tokens that were minted with the old one. */
  setSecret(address: string, member: SecretMember, value: string): Promise<void>;

  /**
   * A person agrees to where the profile's secrets, tokens and people go now; answers what that changed. With `seen`, what
   * they were shown, rejects with `endpoints_changed` when it is something else by now.
   */
  trust(address: string, seen?: readonly EndpointChange[]): Promise<{ changes: EndpointChange[] }>;

  /**
   * Gives the host environment variables that it was not started with, for the secrets of this one profile that name
   * them; kept in memory until the vault is locked. Others than those are ignored.
   */
  lendVariables(address: string, variables: Readonly<Record<string, string>>): Promise<void>;

  /** Opens the vault, or makes it when there is none; without a passphrase with the host's own key slots. */
  unlock(passphrase?: string): Promise<void>;
  /** Forgets the data key and every token in memory. */
  lock(): Promise<void>;
  /** Time may have jumped (sleep, wake, clock change): aims every alarm anew. */
  wake(): void;
  /**
   * The network is back: what waits after a failure is tried at once, for each IdP once in 15 minutes. `Retry-After` and
   * at most 20 requests an hour stay.
   */
  networkChanged(): void;
}
