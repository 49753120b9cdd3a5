import { FobError } from '../../core/index.ts';
import { SECRET_MEMBERS } from '../../shared/profile.ts';
import { addressPath } from '../address-path.ts';
import type { Command, CommandContext } from '../command.ts';

export const secretSet: Command = {
  name: 'secret set',
  parameters: 'ADDRESS MEMBER',
  summary: 'keeps a secret in the vault (from stdin or a hidden prompt)',
  options: {},
  arity: { min: 2, max: 2 },
  run: async (context) => {
    const address = addressPath(context.args.positionals[0]);
    const member = memberOf(context.args.positionals[1]);
    const value = await secretValue(address, member, context);
    await context.host.call({ method: 'PUT', path: `/v1/secrets/${address}/${member}`, body: { value } });
    return { text: `${address} ${member} stored`, json: { address, member, stored: true } };
  },
};

function memberOf(name: string | undefined): string {
  const member = SECRET_MEMBERS.find((known) => known === name);
  if (member !== undefined) return member;
  throw new FobError('usage', `"${(name ?? '').slice(0, 40)}" is not a secret of a profile.`, {
    hint: `Secrets are ${SECRET_MEMBERS.join(', ')}. The value is never an argument: it comes from stdin.`,
  });
}

async function secretValue(address: string, member: string, { terminal }: CommandContext): Promise<string> {
  const typed = terminal.interactive
    ? await terminal.askHidden(`${member} of ${address}`)
    : (await terminal.readInput('The secret')).replace(/\r?\n$/, '');
  if (typed === '') throw new FobError('usage', 'The secret is empty.');
  return typed;
}
