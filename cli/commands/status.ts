import { certificateWarning } from '../../shared/certificate.ts';
import type { ProfileProblem, VaultView } from '../../shared/snapshot.ts';
import type { Command } from '../command.ts';
import { table, timeLeft } from '../words.ts';

interface HostStatus {
  readonly pid: number;
  readonly kind: string;
  readonly version: string;
  readonly data_directory: string;
  readonly vault: VaultView;
  readonly profiles: Readonly<Record<string, number>>;
  /** Times in seconds since 1970. A host of an older version tells none of these. */
  readonly armed?: readonly { address: string; armed_until: number }[];
  readonly certificates?: readonly { address: string; subject: string; issuer: string; expires_at: number }[];
  readonly problems?: readonly ProfileProblem[];
}

export const status: Command = {
  name: 'status',
  parameters: '',
  summary: 'host, vault and profiles',
  options: {},
  arity: { min: 0, max: 0 },
  run: async ({ host }) => {
    const answer = (await host.call({ method: 'GET', path: '/v1/status' })) as HostStatus;
    return { text: statusText(answer, Date.now()), json: answer };
  },
};

/** `now` is in milliseconds since 1970. */
export function statusText(answer: HostStatus, now: number): string {
  const { pid, kind, version, data_directory, vault, profiles } = answer;
  const { armed = [], certificates = [], problems = [] } = answer;
  const { total = 0, ...states } = profiles;
  const parts = Object.entries(states).map(([state, count]) => `${count} ${state.replaceAll('_', ' ')}`);
  const slots = vault.slots.length === 0 ? '' : ` (${vault.slots.join(', ')})`;
  return table([
    ['host', `${kind}, process ${pid}, version ${version}`],
    ['data', data_directory],
    ['vault', `${vault.state}${slots}${vault.hint === undefined ? '' : `. ${vault.hint}`}`],
    ['profiles', parts.length === 0 ? String(total) : `${total}: ${parts.join(', ')}`],
    ...problems.map(({ line, column, message }) => [
      'problem',
      `profiles.json, line ${line}, column ${column}: ${message}`,
    ]),
    ...armed.map(({ address, armed_until }) => [
      'armed',
      `${address}, ${timeLeft(armed_until * 1000 - now)} left`,
    ]),
    ...certificates.flatMap(({ address, expires_at, subject }) => {
      const warning = certificateWarning({ expiresAt: expires_at * 1000 }, now);
      return warning === undefined ? [] : [['warning', `${address}: ${warning} (${subject})`]];
    }),
  ]);
}
