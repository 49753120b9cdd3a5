import type { VaultView } from '../../shared/snapshot.ts';
import type { Command } from '../command.ts';
import { table } from '../words.ts';

interface HostStatus {
  readonly pid: number;
  readonly kind: string;
  readonly version: string;
  readonly data_directory: string;
  readonly vault: VaultView;
  readonly profiles: Readonly<Record<string, number>>;
}

export const status: Command = {
  name: 'status',
  parameters: '',
  summary: 'host, vault and profiles',
  options: {},
  arity: { min: 0, max: 0 },
  run: async ({ host }) => {
    const answer = (await host.call({ method: 'GET', path: '/v1/status' })) as HostStatus;
    return { text: statusText(answer), json: answer };
  },
};

export function statusText({ pid, kind, version, data_directory, vault, profiles }: HostStatus): string {
  const { total = 0, ...states } = profiles;
  const parts = Object.entries(states).map(([state, count]) => `${count} ${state.replaceAll('_', ' ')}`);
  const slots = vault.slots.length === 0 ? '' : ` (${vault.slots.join(', ')})`;
  return table([
    ['host', `${kind}, process ${pid}, version ${version}`],
    ['data', data_directory],
    ['vault', `${vault.state}${slots}${vault.hint === undefined ? '' : `. ${vault.hint}`}`],
    ['profiles', parts.length === 0 ? String(total) : `${total}: ${parts.join(', ')}`],
  ]);
}
