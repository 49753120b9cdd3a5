import type { ArmResult } from '../../shared/guard-view.ts';
import { addressPath } from '../address-path.ts';
import type { Command } from '../command.ts';
import { timeLeft } from '../words.ts';

export const arm: Command = {
  name: 'arm',
  parameters: 'ADDRESS',
  summary: 'lets the tokens of a prod profile out for a while; else nobody gets one',
  options: { off: { type: 'boolean', help: 'close it again now' } },
  arity: { min: 1, max: 1 },
  run: async ({ args, host }) => {
    const address = addressPath(args.positionals[0]);
    const path = `/v1/arm/${address}`;
    if (args.flag('off')) {
      await host.call({ method: 'DELETE', path });
      return { text: `${address} disarmed`, json: { address, armed_until: null } };
    }
    const { armedUntil } = (await host.call({ method: 'POST', path })) as ArmResult;
    if (armedUntil === undefined)
      return { text: `${address} needs no arming`, json: { address, armed_until: null } };
    return {
      text: `${address} armed until ${clockTime(armedUntil)}, ${timeLeft(armedUntil - Date.now())} left`,
      json: { address, armed_until: Math.floor(armedUntil / 1000) },
    };
  },
};

/** As a clock on the wall shows it, 14:05. */
function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
