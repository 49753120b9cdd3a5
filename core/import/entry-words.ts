/** What people are told of what was left out. Names things, never their values. */
import { printable } from '../errors/redact.ts';
import type { Resolved } from './variables.ts';

/** `subject_token_type` and the like are none. */
const LIKE_A_SECRET =
  /secret|passw|token(?!_?(?:type|format))|assertion|api.?key|credential|signature|otp|\bpin\b/i;

/** Whether a parameter of this name could be a secret, which a profile has no place for. */
export const couldBeSecret = (name: string): boolean => LIKE_A_SECRET.test(name);

/** Why a parameter was left out. */
export function whyNot(name: string, resolved: Resolved): string {
  if (couldBeSecret(name)) return 'it could be a secret, and a profile has no place for this one';
  if (resolved.kind === 'text') return 'Fob sets it, or its value cannot be sent';
  return resolved.kind === 'env'
    ? `it comes from the environment variable ${resolved.name}`
    : `the file does not say what ${variablesNamed(resolved.names)} is`;
}

export const named = (names: readonly string[]): string =>
  names.map((name) => `"${printable(name).slice(0, 60)}"`).join(', ');

export function variablesNamed(names: readonly string[]): string {
  return names.length === 0 ? 'nothing stands there' : named(names.slice(0, 5));
}

/** What to do about a member that cannot be as it was. */
export function advice(member: string): string {
  return member === 'redirect_uri'
    ? ' Fob listens on this machine: register http://127.0.0.1/callback with the IdP.'
    : '';
}
