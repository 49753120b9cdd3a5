/** The engine's part of `fob doctor`. Changes nothing, runs no program, and answers no secret. */
import { z } from 'zod';
import type { Checkup, ProfileCheckup, SecretCheck } from '../../shared/checkup.ts';
import { referenceOf, SECRET_MEMBERS } from '../../shared/profile.ts';
import type { Profile, SecretMember, SecretReference } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { SecretSources } from '../ports/secret-sources.ts';
import type { ProfileBook } from '../profiles/profile-book.ts';
import type { Vault } from '../vault/vault.ts';
import type { Settings } from './settings.ts';
import { TRUSTED_MEMBER } from './trusted-places.ts';

export interface CheckupOptions {
  readonly book: ProfileBook;
  readonly vault: Vault;
  readonly settings: Settings;
  readonly sources: SecretSources;
}

/** Rejects with `address_unknown`, `profile_invalid` or `storage_failed`. */
export async function checkup(
  { book, vault, settings, sources }: CheckupOptions,
  { address, passphrase }: { readonly address?: string; readonly passphrase?: string },
): Promise<Checkup> {
  const profile = address === undefined ? undefined : book.profile(address);
  const found = { vault: await vault.check(passphrase), settings: settings.problems() };
  if (profile === undefined) return found;
  return { ...found, profile: await profileCheckup(profile, book, vault, sources) };
}

async function profileCheckup(
  profile: Profile,
  book: ProfileBook,
  vault: Vault,
  sources: SecretSources,
): Promise<ProfileCheckup> {
  const { address } = profile;
  // Of a damaged record its vault's part tells.
  const stored = await vault.members(address).catch(unlessOurs);
  const secrets: SecretCheck[] = [];
  for (const member of SECRET_MEMBERS) {
    const reference = referenceOf(profile, member);
    if (reference !== undefined) secrets.push(await secretCheck(member, reference, stored, sources));
  }
  const trusted = await vault.read(address, TRUSTED_MEMBER).catch(unlessOurs);
  return {
    address,
    members: book.members(address),
    secrets,
    ...(trusted === undefined ? {} : { trusted: placesSchema.parse(JSON.parse(trusted)) }),
  };
}

const placesSchema = z.record(z.string(), z.string());

async function secretCheck(
  member: SecretMember,
  reference: SecretReference,
  stored: readonly string[] | undefined,
  sources: SecretSources,
): Promise<SecretCheck> {
  const { from } = reference;
  const isThere = async (read: Promise<string>): Promise<boolean> =>
    (await read.catch(unlessOurs)) !== undefined;
  switch (from) {
    case 'vault':
      return { member, from, ...(stored === undefined ? {} : { there: stored.includes(member) }) };
    case 'env':
      return { member, from, where: reference.name, there: await isThere(sources.env(reference.name)) };
    case 'file':
      return { member, from, where: reference.path, there: await isThere(sources.file(reference.path)) };
    case 'exec':
      return { member, from, where: reference.command[0] ?? '' };
  }
}

function unlessOurs(error: unknown): undefined {
  if (!(error instanceof FobError)) throw error;
}
