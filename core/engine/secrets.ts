/** A profile's secrets, from wherever its references say they are. */
import type { Profile, SecretMember, SecretReference } from '../../shared/profile.ts';
import { referenceOf, SECRET_MEMBERS } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { SecretSources } from '../ports/secret-sources.ts';
import type { Vault } from '../vault/vault.ts';

/** Rejects with `secret_missing`, naming what was looked for and how to give it. */
export async function readSecret(
  profile: Profile,
  member: string,
  reference: SecretReference,
  vault: Vault,
  sources: SecretSources,
): Promise<string> {
  switch (reference.from) {
    case 'env':
      return sources.env(reference.name);
    case 'file':
      return sources.file(reference.path);
    case 'exec':
      return sources.exec(reference.command);
    case 'vault': {
      const value = await vault.read(profile.address, member);
      if (value !== undefined) return value;
      throw allMissing(profile, member, await vault.members(profile.address));
    }
  }
}

/** Names every secret that is missing, so that nobody learns of them one by one. */
function allMissing(profile: Profile, member: string, stored: readonly string[]): FobError {
  const { address } = profile;
  const members = [...new Set([member, ...missingSecrets(profile, stored)])];
  const commands = members.map((each) => `fob secret set ${address} ${each}`);
  return new FobError('secret_missing', `The vault has no ${members.join(' and no ')} for ${address}.`, {
    hint: `Store ${members.length === 1 ? 'it' : 'them'} with: ${commands.join('; ')}`,
  });
}

/** The members that the profile expects in the vault and that are not there. */
export function missingSecrets(profile: Profile, stored: readonly string[]): readonly SecretMember[] {
  return SECRET_MEMBERS.filter(
    (member) => referenceOf(profile, member)?.from === 'vault' && !stored.includes(member),
  );
}

/** What opens the vault goes nowhere: not to an IdP that a made-up profile names, and not to a secret manager. */
export function opensVault(variable: string): boolean {
  return ['FOB_PASSPHRASE', 'FOB_PASSPHRASE_FILE'].includes(variable.toUpperCase());
}

/** The environment variables that a profile's secrets name and may have. */
export function namedVariables(profile: Profile): readonly string[] {
  return SECRET_MEMBERS.flatMap((member) => {
    const reference = referenceOf(profile, member);
    return reference?.from === 'env' && !opensVault(reference.name) ? [reference.name] : [];
  });
}

/** The host's sources, whose programs see no variable in which any of the profiles keeps a secret. */
export function discreet(sources: SecretSources, profiles: () => Iterable<Profile>): SecretSources {
  return { ...sources, exec: (command) => sources.exec(command, [...profiles()].flatMap(namedVariables)) };
}

/** The host's sources, with variables over its environment that a caller lent for one profile. */
export function withLent(
  sources: SecretSources,
  lent: ReadonlyMap<string, string> | undefined,
): SecretSources {
  if (lent === undefined) return sources;
  return { ...sources, env: async (name) => lent.get(name) ?? sources.env(name) };
}

/** Throws `usage` for a secret that the profile would never ask the vault for. */
export function refuseUnused(profile: Profile, member: SecretMember): void {
  const reference = referenceOf(profile, member);
  if (reference?.from === 'vault') return;
  const why =
    reference === undefined
      ? `does not use ${member}`
      : `takes its ${member} from ${reference.from}, not from the vault`;
  throw new FobError('usage', `${profile.address} ${why}.`, {
    hint: `Write ${inProfile(member)} into the profile first, or check the member's name.`,
  });
}

/** The member as it is written in a profile: `tls.key` as `"tls": { "key": ... }`. */
function inProfile(member: SecretMember): string {
  const [outer = '', inner] = member.split('.');
  const reference = '{ "from": "vault" }';
  return inner === undefined ? `"${outer}": ${reference}` : `"${outer}": { "${inner}": ${reference} }`;
}
