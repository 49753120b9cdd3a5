import { FobError } from '../../core/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { newPassphrase } from '../passphrases.ts';

export const lock: Command = {
  name: 'lock',
  parameters: '',
  summary: 'locks the vault: no token is handed out until it is unlocked',
  options: {},
  arity: { min: 0, max: 0 },
  run: async ({ host }) => {
    const answer = await host.callRunning({ method: 'POST', path: '/v1/lock' });
    const text = answer === undefined ? 'No host runs, so nothing is unlocked' : 'Locked';
    return { text, json: { locked: true } };
  },
};

export const unlock: Command = {
  name: 'unlock',
  parameters: '',
  summary: 'unlocks the vault, or makes it (FOB_PASSPHRASE, keychain or a prompt)',
  options: {},
  arity: { min: 0, max: 0 },
  run: async (context) => {
    await unlockVault(context);
    return { text: 'Unlocked', json: { unlocked: true } };
  },
};

async function unlockVault({ host, terminal, passphrase }: CommandContext): Promise<void> {
  const given = await passphrase();
  try {
    // Without a passphrase: the keychain's slot, where there is one.
    await host.call({
      method: 'POST',
      path: '/v1/unlock',
      body: given === undefined ? {} : { passphrase: given },
    });
  } catch (error) {
    const couldAsk = given === undefined && terminal.interactive && error instanceof FobError;
    if (!couldAsk || (error.code !== 'vault_locked' && error.code !== 'vault_absent')) throw error;
    if (error.code === 'vault_absent')
      terminal.say(
        'There is no vault yet. Choose a passphrase for it; without it nobody can open the vault.',
      );
    const typed =
      error.code === 'vault_absent' ? await newPassphrase(terminal) : await terminal.askHidden('Passphrase');
    await host.call({ method: 'POST', path: '/v1/unlock', body: { passphrase: typed } });
  }
}
