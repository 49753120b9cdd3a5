/** What `fob doctor` is told. Holds no secret: of each only where it comes from, and whether it is there. */
import type { ErrorView } from './error-code.ts';
import type { ProfileMembers, SecretMember, SecretReference } from './profile.ts';
import type { VaultView } from './snapshot.ts';
import type { SlotView } from './vault-view.ts';

/** `asks`: it needs its passphrase, which was not given. `unknown`: nobody tried. */
export type SlotAnswer = 'opens' | 'fails' | 'asks' | 'unknown';

export interface SlotCheck extends SlotView {
  /** What keeps the slot's key, by the name a person knows it. */
  readonly keptBy?: string;
  readonly answer: SlotAnswer;
  readonly problem?: ErrorView;
}

export interface RecordTrouble {
  readonly address: string;
  readonly problem: ErrorView;
}

export interface VaultCheckup {
  readonly state: VaultView['state'];
  /** Why the vault is damaged. */
  readonly problem?: ErrorView;
  /** Of the header, as it is on the disk. */
  readonly format?: { readonly version: number; readonly revision: number; readonly created_at: string };
  readonly slots: readonly SlotCheck[];
  /** A key rotation was begun and has not sealed everything anew. */
  readonly rotating: boolean;
  readonly records: number;
  /** Whether every record was opened; without the key only its form can be looked at. */
  readonly opened: boolean;
  readonly troubles: readonly RecordTrouble[];
  /** How many records have their generation before. */
  readonly previous: number;
  /** Damaged files that were replaced and kept, by their path. */
  readonly keptDamaged: readonly string[];
}

export interface SecretCheck {
  readonly member: SecretMember;
  readonly from: SecretReference['from'];
  /** The variable's name, the file's path or the program; never an argument of it. */
  readonly where?: string;
  /** Absent for a program: it is not run without need. */
  readonly there?: boolean;
}

export interface ProfileCheckup {
  readonly address: string;
  readonly members: ProfileMembers;
  readonly secrets: readonly SecretCheck[];
  /** Where its secrets may go: metadata members with their URLs; none before the first success. */
  readonly trusted?: Readonly<Record<string, string>>;
}

export interface Checkup {
  readonly vault: VaultCheckup;
  /** What is wrong in settings.json and therefore counts as not written. */
  readonly settings: readonly string[];
  readonly profile?: ProfileCheckup;
}

/** What the host's process runs on and reaches the network by. */
export interface Surroundings {
  /** Such as `Node 24.21.0`. */
  readonly runtime: string;
  readonly system: string;
  /** Variables that name a proxy or an exception, without credentials. */
  readonly proxies: Readonly<Record<string, string>>;
  readonly certificates: {
    /** `NODE_EXTRA_CA_CERTS`, when it is set. */
    readonly file?: string;
    /** Certificates in that file; absent when it cannot be read. */
    readonly added?: number;
    /** Authorities of the system's own store. */
    readonly system: number;
  };
}
