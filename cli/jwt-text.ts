/** A decoded JWT for people and for programs. "Verified" and "decoded" are never the same word. */
import { printable } from '../core/index.ts';
import type { JwtView, Verification } from '../shared/token-view.ts';
import type { Terminal } from './terminal.ts';
import { relative, table } from './words.ts';

const TIMES = new Set(['exp', 'iat', 'nbf', 'auth_time', 'updated_at']);

export function jwtText(
  title: string,
  { header, payload, verification }: JwtView,
  terminal: Terminal,
  now: number,
): string {
  return [
    `${terminal.style('bold', title)}: ${verificationText(verification, terminal)}`,
    'header',
    claimRows(header, now),
    'claims',
    claimRows(payload, now),
  ].join('\n');
}

/** A line for each claim, with times in words. */
export function claimRows(claims: Readonly<Record<string, unknown>>, now: number): string {
  return table(
    Object.entries(claims).map(([name, value]) => [`  ${printable(name)}`, shown(name, value, now)]),
  );
}

export function jwtJson({ header, payload, verification }: JwtView): object {
  return { verified: verification.kind === 'verified', verification, header, claims: payload };
}

function verificationText(verification: Verification, terminal: Terminal): string {
  switch (verification.kind) {
    case 'verified': {
      const by = verification.issuer === undefined ? '' : `, issued by ${printable(verification.issuer)}`;
      return terminal.style('green', `verified (${verification.algorithm}${by})`);
    }
    case 'not_verified':
      return terminal.style('red', `NOT verified. ${verification.reason.message}`);
    case 'decoded':
      return terminal.style('yellow', 'decoded only; there were no keys to check it against');
  }
}

function shown(name: string, value: unknown, now: number): string {
  if (TIMES.has(name) && typeof value === 'number' && Math.abs(value) < 1e11) {
    const at = value * 1000;
    return `${value}  ${new Date(at).toISOString()}  ${relative(at, now)}`;
  }
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}
