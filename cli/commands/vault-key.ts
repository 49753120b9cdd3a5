import { ERROR_CODES } from '../../shared/error-code.ts';
import type { KeyRotation, Repair } from '../../shared/vault-view.ts';
import { addressPath } from '../address-path.ts';
import type { Command } from '../command.ts';
import { isOnlyWay, newPassphrase, withPassphrase } from '../passphrases.ts';

/** Milliseconds: sealing thousands of records anew waits for the disk with each. */
const LONG_MS = 3_600_000;

export const vaultPassphrase: Command = {
  name: 'vault passphrase',
  parameters: '',
  summary: 'changes the passphrase; the new one is typed twice, or a line of stdin',
  options: {},
  arity: { min: 0, max: 0 },
  run: async (context) => {
    const { host, terminal } = context;
    let chosen: string | undefined;
    await withPassphrase(context, isOnlyWay, async (proof) => {
      chosen ??= await newPassphrase(terminal);
      const body = { ...proof, newPassphrase: chosen };
      await terminal.during(
        'Changing the passphrase',
        host.call({ method: 'POST', path: '/v1/passphrase', body }),
      );
    });
    return { text: 'The passphrase was changed', json: { changed: true } };
  },
};

export const vaultRotateKey: Command = {
  name: 'vault rotate-key',
  parameters: '',
  summary: 'makes a new data key and seals everything anew with it',
  options: {},
  arity: { min: 0, max: 0 },
  run: async (context) => {
    const { host, terminal } = context;
    const { damaged } = (await withPassphrase(
      context,
      (kinds) => kinds.includes('passphrase'),
      (body) =>
        terminal.during(
          'Sealing everything anew',
          host.call({ method: 'POST', path: '/v1/rotate-key', body, deadlineMs: LONG_MS }),
        ),
    )) as KeyRotation;
    const json = { complete: damaged.length === 0, damaged };
    if (json.complete) return { text: 'Everything is sealed with a new key', json };
    const text = [
      'These records do not open, so the key before is still kept:',
      ...damaged.map((address) => `  ${address}   fob vault repair ${address}`),
      'Repair or remove them, then run "fob vault rotate-key" again.',
    ].join('\n');
    return { text, json, exitCode: ERROR_CODES.vault_damaged.exit };
  },
};

const REPAIRED: Readonly<Record<Repair, string>> = {
  whole: 'opens; nothing was wrong with it',
  older: 'opens again: the older file that was put in its place counts now',
  previous: 'opens again, from the generation before it',
};

export const vaultRepair: Command = {
  name: 'vault repair',
  parameters: 'ADDRESS',
  summary: 'makes a damaged record good again, from itself or the one before it',
  options: {},
  arity: { min: 1, max: 1 },
  run: async (context) => {
    const { args, host, terminal } = context;
    const address = addressPath(args.positionals[0]);
    const { repaired } = (await withPassphrase(
      context,
      () => false,
      () => host.call({ method: 'POST', path: `/v1/repair/${address}` }),
    )) as { repaired: Repair };
    // It may have been used up since; an IdP can take that for theft and end the session.
    if (repaired !== 'whole')
      terminal.say(
        'Its secrets and refresh token are those of that file. Should the sign-in have ended: fob login.',
      );
    return { text: `The record of ${address} ${REPAIRED[repaired]}`, json: { address, repaired } };
  },
};
