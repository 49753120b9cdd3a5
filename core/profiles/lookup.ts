/** Finding a profile by its address, and saying what is nearest or wrong when it is not there. */
import { distance } from 'fastest-levenshtein';
import { parseAddress } from '../../shared/profile.ts';
import type { Profile } from '../../shared/profile.ts';
import type { ProfileProblem } from '../../shared/snapshot.ts';
import { FobError } from '../errors/fob-error.ts';
import { printable } from '../errors/redact.ts';
import type { ParsedProfiles } from './profiles-file.ts';

/** Throws `address_unknown`, or `profile_invalid` when the file has the address but it cannot be used. */
export function findProfile(parsed: ParsedProfiles, address: string, file: string): Profile {
  const known = parseAddress(address);
  const profile = known === undefined ? undefined : parsed.profiles.get(known.address);
  if (profile !== undefined) return profile;
  const [service] = address.split('/');
  const problem =
    parsed.problems.find((entry) => entry.address === address) ??
    parsed.problems.find((entry) => entry.address === service) ??
    (parsed.services.length === 0 || hasAddress(parsed, address) ? parsed.problems[0] : undefined);
  if (problem !== undefined) throw invalid(problem, file, 'profile_invalid');
  throw unknownAddress(parsed, address);
}

export function hasAddress(parsed: ParsedProfiles, address: string): boolean {
  return parsed.services.some(({ environments }) => environments.some((entry) => entry.address === address));
}

export function unknownAddress(parsed: ParsedProfiles, address: string): FobError {
  const all = parsed.services.flatMap(({ environments }) => environments.map((entry) => entry.address));
  const typed = address.slice(0, 100);
  const nearest = nearestNames(typed, all);
  const hint =
    all.length === 0
      ? 'There are no profiles yet. Add one: "fob profile presets" lists the services that Fob knows, "fob profile add --help" tells of others.'
      : `Did you mean ${nearest.join(', ')}? "fob list" shows all.`;
  return new FobError('address_unknown', `There is no profile ${JSON.stringify(printable(typed))}.`, {
    hint,
  });
}

/** The three names that look most like what was typed; those of the same service first. */
export function nearestNames(typed: string, names: readonly string[]): readonly string[] {
  const [service = ''] = typed.split('/');
  const cost = (name: string) =>
    Math.min(distance(typed, name), distance(typed, name.split('/')[0] ?? name) + 0.5) -
    (service !== '' && name.startsWith(`${service}/`) ? 1 : 0);
  return [...names].sort((a, b) => cost(a) - cost(b)).slice(0, 3);
}

/** A problem of a profile file as an error; `where` names the file. */
export function invalid(
  problem: ProfileProblem,
  where: string,
  code: 'profiles_invalid' | 'profile_invalid' = 'profiles_invalid',
): FobError {
  const place = `${where}, line ${problem.line}, column ${problem.column}`;
  return new FobError(code, `${place}: ${problem.message}`, {
    hint: 'Correct that line; "fob profile validate" shows everything that is wrong.',
  });
}
