import { FobError } from '../../core/index.ts';
import type { SlotKind } from '../../shared/snapshot.ts';
import type { Command } from '../command.ts';
import { isOnlyWay, newPassphrase, slotsOf, withPassphrase } from '../passphrases.ts';
import { table } from '../words.ts';

export const SLOT_KINDS: readonly SlotKind[] = ['passphrase', 'keyring', 'safe-storage'];

export const vaultSlots: Command = {
  name: 'vault slots',
  parameters: '',
  summary: 'the ways to open the vault',
  options: {},
  arity: { min: 0, max: 0 },
  run: async (context) => {
    const slots = await slotsOf(context);
    const text =
      slots.length === 0
        ? 'There is no vault to show slots of. "fob doctor" tells more.'
        : table(slots.map(({ kind, detail, id }) => [kind, detail, id]));
    return { text, json: { slots } };
  },
};

export const vaultAddSlot: Command = {
  name: 'vault add-slot',
  parameters: 'KIND',
  summary: `another way to open the vault: ${SLOT_KINDS.join(', ')}`,
  options: {},
  arity: { min: 1, max: 1 },
  run: async (context) => {
    const kind = kindOf(context.args.positionals[0]);
    const chosen = kind === 'passphrase' ? { newPassphrase: await newPassphrase(context.terminal) } : {};
    // Where a passphrase is to be added, something else has to open the vault.
    await withPassphrase(context, isOnlyWay, (proof) =>
      context.terminal.during(
        'Adding the slot',
        context.host.call({ method: 'POST', path: '/v1/slots', body: { kind, ...chosen, ...proof } }),
      ),
    );
    return { text: `The vault has a ${kind} slot now`, json: { kind, added: true } };
  },
};

export const vaultRemoveSlot: Command = {
  name: 'vault remove-slot',
  parameters: 'KIND',
  summary: 'takes a way to open the vault away; never the last one',
  options: {},
  arity: { min: 1, max: 1 },
  run: async (context) => {
    const kind = kindOf(context.args.positionals[0]);
    const { host } = context;
    await withPassphrase(
      context,
      () => false,
      () => host.call({ method: 'DELETE', path: '/v1/slots', body: { kind } }),
    );
    return { text: `The ${kind} slot is gone`, json: { kind, removed: true } };
  },
};

function kindOf(name: string | undefined): SlotKind {
  const kind = SLOT_KINDS.find((known) => known === name);
  if (kind !== undefined) return kind;
  throw new FobError('usage', `There is no slot of the kind "${(name ?? '').slice(0, 40)}".`, {
    hint: `Kinds are ${SLOT_KINDS.join(', ')}. A passphrase is never an argument.`,
  });
}
