/** Passphrases of the vault: from the environment or a person who types without being seen, never from an argument. */
import { FobError } from '../core/index.ts';
import type { SlotKind } from '../shared/snapshot.ts';
import type { SlotView } from '../shared/vault-view.ts';
import type { CommandContext } from './command.ts';
import type { Terminal } from './terminal.ts';

/** Characters below which a passphrase is called weak: whoever has the files can try without end. */
const STRONG_LENGTH = 12;

/** A new one: typed twice, or one line of stdin where there is no terminal. Rejects with `usage`. */
export async function newPassphrase(terminal: Terminal, what = 'New passphrase'): Promise<string> {
  const chosen = terminal.interactive
    ? await terminal.askHidden(what)
    : (await terminal.readInput('The new passphrase')).replace(/\r?\n$/, '');
  if (chosen.trim() === '') throw new FobError('usage', 'The new passphrase is empty; nothing was changed.');
  if (/[\r\n]/.test(chosen)) throw new FobError('usage', 'The new passphrase must be one line.');
  if (terminal.interactive && chosen !== (await terminal.askHidden('Once more')))
    throw new FobError('usage', 'The two passphrases differ; nothing was changed.');
  if (chosen.length < STRONG_LENGTH)
    terminal.say(
      `This passphrase is short: ${STRONG_LENGTH} characters or more, such as four random words, are far harder to guess.`,
    );
  return chosen;
}

/** Which slots the vault has; where no host runs one is started. */
export async function slotsOf({ host }: Pick<CommandContext, 'host'>): Promise<readonly SlotView[]> {
  const { slots } = (await host.call({ method: 'GET', path: '/v1/slots' })) as { slots: readonly SlotView[] };
  return slots;
}

/**
 * Runs `work` with the passphrase that opens the vault now: that of the environment, or one that a person types. Nobody is
 * asked where the slots tell that it is not needed, and the host agrees.
 */
export async function withPassphrase<T>(
  context: Pick<CommandContext, 'host' | 'terminal' | 'passphrase'>,
  isNeeded: (kinds: readonly SlotKind[]) => boolean,
  work: (proof: { readonly passphrase?: string }) => Promise<T>,
): Promise<T> {
  const given = await context.passphrase();
  if (given !== undefined) return work({ passphrase: given });
  const kinds = (await slotsOf(context)).map(({ kind }) => kind);
  const typed = kinds.length > 0 && isNeeded(kinds) ? await typedPassphrase(context) : undefined;
  if (typed !== undefined) return work({ passphrase: typed });
  try {
    return await work({});
  } catch (error) {
    const canHelp = isLocked(error) && kinds.includes('passphrase');
    const late = canHelp ? await typedPassphrase(context) : undefined;
    if (late === undefined) throw error;
    return work({ passphrase: late });
  }
}

/** Nothing but the passphrase opens the vault. */
export const isOnlyWay = (kinds: readonly SlotKind[]): boolean =>
  kinds.every((kind) => kind === 'passphrase');

/** Asks, and unlocks the vault where it is locked. `undefined` when nobody can be asked. */
async function typedPassphrase({
  host,
  terminal,
}: Pick<CommandContext, 'host' | 'terminal'>): Promise<string | undefined> {
  const typed = await askPassphrase(terminal, 'Passphrase of the vault');
  if (typed !== undefined)
    await host.call({ method: 'POST', path: '/v1/unlock', body: { passphrase: typed } });
  return typed;
}

/** On the terminal, also where stdin is a file or a pipe; `undefined` when there is none, or nothing was typed. */
export async function askPassphrase(terminal: Terminal, question: string): Promise<string | undefined> {
  const typed = terminal.interactive
    ? await terminal.askHidden(question)
    : await terminal.askBeside(question);
  return typed === '' ? undefined : typed;
}

export const isLocked = (error: unknown): boolean =>
  error instanceof FobError && error.code === 'vault_locked';
