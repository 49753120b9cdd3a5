import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';

/** Fob never opens a browser unasked: what only a person can go on with is said, with the command for it. */
export function onlyAPerson({ address }: Pick<Profile, 'address'>): FobError {
  return new FobError('sign_in_needed', `${address} needs a sign-in.`, {
    hint: `Sign in with: fob login ${address}`,
  });
}
