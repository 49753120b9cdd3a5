import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { FobError } from '../../core/index.ts';
import type { RestoredProfiles, RestoreResult } from '../../shared/vault-view.ts';
import { LARGEST_RESTORE_BYTES } from '../../shared/vault-contract.ts';
import type { Command, CommandContext } from '../command.ts';
import { writeNewFile } from '../new-file.ts';
import { askPassphrase, isLocked, newPassphrase, slotsOf, withPassphrase } from '../passphrases.ts';

/** Milliseconds: thousands of records are written one after the other. */
const LONG_MS = 3_600_000;

export const vaultBackup: Command = {
  name: 'vault backup',
  parameters: 'FILE',
  summary: 'writes a sealed backup of secrets, tokens and profiles; - is stdout',
  options: { force: { type: 'boolean', help: 'replace FILE when it is there' } },
  arity: { min: 1, max: 1 },
  run: async (context) => {
    const { args, terminal } = context;
    const [name = ''] = args.positionals;
    const force = args.flag('force');
    // Said before anything is asked; what counts is the check while writing.
    if (name !== '-' && !force && existsSync(name))
      throw new FobError('usage', `${name} is there already.`, {
        hint: 'Choose another name, or give --force.',
      });
    const text = await backupText(context);
    if (name === '-') return { text: text.trimEnd(), json: { backup: text } };
    const file = await terminal.during('Writing the backup', writeNewFile(name, text, force));
    const bytes = Buffer.byteLength(text);
    return { text: `${file}: ${bytes} bytes, opened by the passphrase alone`, json: { file, bytes } };
  },
};

/** A vault without a passphrase gives its backup one of its own: a keyring stays on its machine. */
async function backupText(context: CommandContext): Promise<string> {
  const { host, terminal } = context;
  return withPassphrase(
    context,
    () => false,
    async () => {
      const hasPassphrase = (await slotsOf(context)).some(({ kind }) => kind === 'passphrase');
      const body = hasPassphrase
        ? {}
        : { newPassphrase: await newPassphrase(terminal, 'Passphrase for the backup') };
      const asked = host.call({ method: 'POST', path: '/v1/backup', body, deadlineMs: LONG_MS });
      return ((await terminal.during('Sealing the backup', asked)) as { text: string }).text;
    },
  );
}

type Restored = RestoreResult & { readonly profiles: RestoredProfiles };

export const vaultRestore: Command = {
  name: 'vault restore',
  parameters: 'FILE',
  summary: 'brings back what is missing or damaged; FOB_PASSPHRASE, prompt or stdin',
  options: { replace: { type: 'boolean', help: 'also replace records that are good' } },
  arity: { min: 1, max: 1 },
  run: async (context) => {
    const { args } = context;
    const [name = ''] = args.positionals;
    const text = await readBackup(name, context);
    const result = await withBackupPassphrase(context, name !== '-', (passphrase) =>
      restore(context, { text, passphrase, replace: args.flag('replace') }),
    );
    const { profiles, restored, kept } = result;
    return { text: restoredText(result), json: { restored, kept, profiles } };
  },
};

async function readBackup(name: string, { terminal }: CommandContext): Promise<string> {
  if (name === '-') return (await terminal.readBytes('The backup', LARGEST_RESTORE_BYTES)).toString('utf8');
  return readFile(name, 'utf8').catch((cause: unknown) => {
    throw new FobError('usage', `Cannot read the backup ${name}.`, {
      hint: 'Give the file that "fob vault backup" wrote.',
      cause,
    });
  });
}

/** The backup's passphrase need not be that of the vault here. */
async function withBackupPassphrase<T>(
  { passphrase, terminal }: CommandContext,
  stdinIsFree: boolean,
  work: (passphrase: string) => Promise<T>,
): Promise<T> {
  const given = await passphrase();
  const other = async (): Promise<string | undefined> => {
    const typed = await askPassphrase(terminal, 'Passphrase of the backup');
    if (typed !== undefined || terminal.interactive || !stdinIsFree) return typed;
    const line = (await terminal.readInput('The passphrase of the backup')).replace(/\r?\n$/, '');
    return line === '' ? undefined : line;
  };
  if (given !== undefined) {
    try {
      return await work(given);
    } catch (error) {
      if (!(error instanceof FobError) || error.code !== 'vault_passphrase_wrong') throw error;
      const typed = await other();
      if (typed === undefined) throw error;
      return work(typed);
    }
  }
  const typed = await other();
  if (typed !== undefined) return work(typed);
  throw new FobError('vault_locked', 'A backup is opened by its passphrase, and none was given.', {
    hint: 'Run the command in a terminal, or set FOB_PASSPHRASE.',
  });
}

async function restore(
  { host, terminal }: CommandContext,
  body: { readonly text: string; readonly passphrase: string; readonly replace: boolean },
): Promise<Restored> {
  const ask = (): Promise<Restored> =>
    terminal.during(
      'Restoring',
      host.call({ method: 'POST', path: '/v1/restore', body, deadlineMs: LONG_MS }),
    ) as Promise<Restored>;
  try {
    return await ask();
  } catch (error) {
    // There is a vault here, and it is locked.
    const own = isLocked(error) ? await askPassphrase(terminal, 'Passphrase of the vault here') : undefined;
    if (own === undefined) throw error;
    await host.call({ method: 'POST', path: '/v1/unlock', body: { passphrase: own } });
    return ask();
  }
}

function restoredText({ restored, kept, profiles }: Restored): string {
  const { added, unlike, problem } = profiles;
  const named = (addresses: readonly string[]): string =>
    `${addresses.length}${addresses.length > 0 && addresses.length <= 20 ? ` (${addresses.join(', ')})` : ''}`;
  return [
    `Records restored: ${named(restored)}`,
    ...(kept.length > 0
      ? [`Records left as they are here: ${named(kept)}; --replace takes the backup's`]
      : []),
    `Profiles added: ${named(added)}`,
    ...(unlike.length > 0
      ? [`Profiles left out, since their service has other defaults here: ${named(unlike)}`]
      : []),
    ...(problem === undefined ? [] : [`No profile could be added: ${problem.message}`]),
  ].join('\n');
}
