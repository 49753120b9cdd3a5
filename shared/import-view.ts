/** What a page hears of an import: profiles, where secrets were found, what could not be taken. Never a secret's value. */
import type { ErrorView } from './error-code.ts';
import type { Address, AddedProfiles, SecretMember } from './profile.ts';
import type { ProfileProblem } from './snapshot.ts';

/** One file of another program; its name helps to tell what it is, and is never opened. */
export interface ImportFile {
  readonly name?: string | undefined;
  readonly text: string;
}

/** Characters of all files of one import together. */
export const LARGEST_IMPORT = 5 * 1024 * 1024;
export const MOST_IMPORT_FILES = 500;
/** Bytes of a request that brings one: characters take up to three, and some more when JSON escapes them. */
export const LARGEST_IMPORT_BYTES = 4 * LARGEST_IMPORT;

/** Where a secret was found. Its value stays in the host until the import is saved. */
export interface FoundSecret {
  readonly address: Address;
  readonly member: SecretMember;
}

/** What was not taken, or differently from how it stood there. */
export interface ImportNote {
  readonly message: string;
  /** Absent when it is about a whole file, or something that became no profile. */
  readonly address?: Address;
}

/** The answer of `profiles.import`: nothing is saved yet. */
export interface ImportView {
  /** For `profiles.importSave`: good once, for ten minutes, until the vault is locked. */
  readonly id: string;
  /** What each file was taken for, such as "Postman collection". */
  readonly formats: readonly string[];
  /** A profile file as JSON text, to be shown and edited. */
  readonly text: string;
  readonly addresses: readonly Address[];
  /** Those of `addresses` that have a profile here already, which saving would replace. */
  readonly existing: readonly Address[];
  readonly secrets: readonly FoundSecret[];
  readonly notes: readonly ImportNote[];
  /** What has to be filled in before saving, such as a missing `client_id`; places are those of `text`. */
  readonly problems: readonly ProfileProblem[];
}

/** The answer of `profiles.importSave`. */
export interface ImportSaved extends Pick<AddedProfiles, 'addresses' | 'replaced'> {
  readonly stored: readonly FoundSecret[];
  /** Secrets that were not stored: their profile was edited away, or they cannot be what the profile means. */
  readonly refused: readonly (FoundSecret & { readonly problem: ErrorView })[];
}
