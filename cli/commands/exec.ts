import { FobError } from '../../core/index.ts';
import { runChild } from '../child-program.ts';
import type { Command } from '../command.ts';
import { usageLine } from '../help.ts';
import { withoutPassphrase } from '../without-passphrase.ts';
import { fetchToken, TOKEN_OPTIONS } from './token.ts';

export const exec: Command = {
  name: 'exec',
  parameters: 'ADDRESS -- CMD...',
  summary: 'runs CMD with a token in FOB_TOKEN; its exit code is that of CMD',
  options: TOKEN_OPTIONS,
  arity: { min: 1, max: 1 },
  passesOn: true,
  run: async (context) => {
    const [program, ...args] = context.passedOn;
    if (program === undefined)
      throw new FobError('usage', 'Say what to run.', { hint: `Usage: ${usageLine(exec)}` });
    const { access_token } = await fetchToken(context);
    const env = { ...withoutPassphrase(context.env), FOB_TOKEN: access_token };
    return { text: '', json: null, exitCode: await runChild(program, args, { env }) };
  },
};
