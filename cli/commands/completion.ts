import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FobError, parseProfiles } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { candidates, COMPLETION_SCRIPTS, SHELLS } from '../completion.ts';

/** `commands` are all there are, this one among them. */
export const completion = (commands: () => readonly Command[]): Command => ({
  name: 'completion',
  parameters: 'SHELL',
  summary: 'completes what you type in bash, zsh or fish',
  options: {},
  arity: { min: 1, max: 1 },
  passesOn: true,
  run: async ({ args, dataDirectory, passedOn }) => {
    const shell = SHELLS.find((known) => known === args.positionals[0]);
    if (shell === undefined)
      throw new FobError('usage', 'There are completions for bash, zsh and fish.', {
        hint: 'For example: echo "source <(fob completion bash)" >> ~/.bashrc',
      });
    if (passedOn.length === 0)
      return { text: COMPLETION_SCRIPTS[shell], json: { script: COMPLETION_SCRIPTS[shell] } };
    const addresses = (): Promise<readonly string[]> => addressesIn(dataDirectory);
    const found = await candidates(passedOn, { commands: commands(), addresses });
    return { text: found.join('\n'), json: found };
  },
});

/** Read from the file, so that no key press starts a host. */
async function addressesIn(dataDirectory: string): Promise<readonly string[]> {
  const text = await readFile(join(dataDirectory, 'profiles.json'), 'utf8').catch(() => undefined);
  return text === undefined ? [] : [...parseProfiles(text).profiles.keys()];
}
