import type { EndpointChange } from '../../shared/snapshot.ts';
import { addressPath } from '../address-path.ts';
import type { Command } from '../command.ts';
import { table } from '../words.ts';

export const profileTrust: Command = {
  name: 'profile trust',
  parameters: 'ADDRESS',
  summary: 'agrees to the addresses that its secrets go to now',
  options: {},
  arity: { min: 1, max: 1 },
  run: async ({ args, host }) => {
    const address = addressPath(args.positionals[0]);
    const answer = await host.call({ method: 'POST', path: `/v1/trust/${address}`, body: {} });
    const { changes } = answer as { changes: readonly EndpointChange[] };
    return { text: trustText(address, changes), json: { address, trusted: true, changes } };
  },
};

function trustText(address: string, changes: readonly EndpointChange[]): string {
  if (changes.length === 0) return `${address} goes where it went before; there was nothing to agree to`;
  const rows = changes.flatMap(({ member, from, to }) => [
    ...(from === undefined ? [] : [[`  ${member}`, 'was', from]]),
    [from === undefined ? `  ${member}` : '', from === undefined ? 'is' : 'now', to],
  ]);
  return `${address} is trusted to send its secrets here from now on:\n\n${table(rows)}`;
}
