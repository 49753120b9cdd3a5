/** A profile file of Fob's own. Where a secret was written into it in plain text, that goes to the vault. */
import type { Address, ProfilesFile, SecretMember } from '../../shared/profile.ts';
import { profilesFileSchema, SECRET_MEMBERS } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import { printable } from '../errors/redact.ts';
import { invalid } from '../profiles/lookup.ts';
import { parseProfiles } from '../profiles/profiles-file.ts';
import type { Assembled, FoundValue } from './assemble.ts';
import { at, isMembers, listAt, places, textAt } from './values.ts';

export function isProfileFile(value: unknown): boolean {
  return typeof at(value, 'version') === 'number' && Array.isArray(at(value, 'services'));
}

/** Throws `profiles_invalid` when it is no good profile file. */
export function readProfileFile(value: unknown): Assembled {
  const file = structuredClone(value);
  const secrets: FoundValue[] = [];
  const notes: Assembled['notes'][number][] = [];
  for (const service of listAt(file, 'services')) {
    for (const environment of listAt(service, 'environments')) {
      const address: Address = `${textAt(service, 'id') ?? ''}/${textAt(environment, 'id') ?? ''}`;
      const taken = takeSecrets(environment);
      secrets.push(...taken.map((secret) => ({ address, ...secret })));
      if (taken.length > 0)
        notes.push({
          address,
          message: `Secrets in plain text go to the vault: ${taken.map(({ member }) => member).join(', ')}.`,
        });
    }
  }
  for (const { node } of places(file)) {
    const program = node.from === 'exec' ? listAt(node, 'command')[0] : undefined;
    if (typeof program === 'string')
      notes.push({
        message: `A secret is what a command prints, which Fob runs: "${printable(program).slice(0, 60)}".`,
      });
  }
  const text = JSON.stringify(file, null, 2);
  const { problems, incomplete } = parseProfiles(text);
  const problem = problems.find((each) => !incomplete.includes(each));
  if (problem !== undefined) throw invalid(problem, 'the profile file, written out anew');
  const parsed = profilesFileSchema.safeParse(file);
  if (!parsed.success) throw new FobError('profiles_invalid', 'This is not a good profile file.');
  return { profiles: withoutSchema(parsed.data), secrets, notes };
}

/** A key in `tls` can be the path of a file: what has no line breaks is taken for one. */
function takeSecrets(environment: unknown): { member: SecretMember; value: string }[] {
  return SECRET_MEMBERS.flatMap((member) => {
    const [outer = '', inner] = member.split('.');
    const holder = inner === undefined ? environment : at(environment, outer);
    const name = inner ?? outer;
    const value = at(holder, name);
    if (typeof value !== 'string' || value === '' || !isMembers(holder)) return [];
    if (member === 'tls.key' && !value.includes('\n')) return [];
    Object.assign(holder, { [name]: { from: 'vault' } });
    return [{ member, value }];
  });
}

function withoutSchema({ version, services }: ProfilesFile): ProfilesFile {
  return { version, services };
}
