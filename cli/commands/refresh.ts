import { addressPath } from '../address-path.ts';
import type { Command } from '../command.ts';

export const refresh: Command = {
  name: 'refresh',
  parameters: 'ADDRESS',
  summary: 'mints or refreshes now',
  options: {},
  arity: { min: 1, max: 1 },
  run: async ({ args, host }) => {
    const address = addressPath(args.positionals[0]);
    await host.call({ method: 'POST', path: `/v1/refresh/${address}` });
    return { text: `${address} refreshed`, json: { address, refreshed: true } };
  },
};
