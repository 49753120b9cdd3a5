/** What Fob keeps on disk, by the code that keeps it: vault and profiles over the atomic files, on a model of a disk. */
import { join } from 'node:path';
import { rememberingVault } from '../../core/engine/remembering-vault.ts';
import { createAtomicFiles } from '../../core/node/atomic-files.ts';
import type { Files } from '../../core/ports/files.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { KeySlotBackend } from '../../core/ports/key-slot.ts';
import type { Random } from '../../core/ports/random.ts';
import { createProfileBook } from '../../core/profiles/profile-book.ts';
import type { ProfileBook } from '../../core/profiles/profile-book.ts';
import { createVault } from '../../core/vault/vault.ts';
import type { Vault } from '../../core/vault/vault.ts';
import { FobError } from '../../core/errors/fob-error.ts';
import { fastScrypt } from '../fakes/fast-scrypt.ts';
import { faultyDisk } from './faulty-disk.ts';
import type { Ledger, State } from './ledger.ts';
import { ModelDisk } from './model-disk.ts';
import type { ModelDiskOptions, WritableDisk } from './model-disk.ts';
import { diskWithout, filesWithout } from './safeguards.ts';

export const ADDRESSES = ['salus/dev', 'salus/beta', 'ifs/prod'] as const;
export const PASSPHRASE = 'correct horse battery staple';
/** Nobody waits: a wrong passphrase costs no time. */
const CLOCK: Clock = {
  now: () => 1_767_225_600_000,
  monotonic: () => 0,
  setTimer(run) {
    queueMicrotask(run);
    return () => undefined;
  },
};
const USER_HOME = '/home/me';
export const HOME = join(USER_HOME, '.local/share/fob');

/** What a store has besides its disk. */
export interface Around {
  readonly random: Random;
  /** The keyrings of the machine. */
  readonly backends?: readonly KeySlotBackend[];
  readonly mutants?: readonly string[];
}

export interface Store {
  readonly files: Files;
  readonly vault: Vault;
  readonly book: ProfileBook;
}

/** The disk of a machine on which Fob was never started. */
export async function blankDisk(options?: ModelDiskOptions): Promise<ModelDisk> {
  const disk = new ModelDisk(options);
  await disk.mkdir(USER_HOME, 0o755);
  return disk.copy();
}

/** What a process has in memory that was just started. */
export function openStore(disk: WritableDisk, { random, backends = [], mutants = [] }: Around): Store {
  const files = filesWithout(createAtomicFiles(HOME, diskWithout(disk, mutants)), mutants);
  const vault = createVault({ files, random, clock: CLOCK, scrypt: fastScrypt, backends });
  return { files, vault: rememberingVault(vault), book: createProfileBook(files) };
}

/** The same on a disk that does no harm. */
export function processOn(disk: ModelDisk, around: Around): Store {
  return openStore(
    faultyDisk(disk, () => undefined),
    around,
  );
}

/** Opens the vault, or makes it when the ledger allows that there is none. */
export async function openVault({ vault }: Store, ledger: Ledger): Promise<void> {
  await vault.load();
  if (vault.view().state === 'absent')
    await ledger.attempt('vault', { made: 'yes', passphrase: PASSPHRASE }, () => vault.unlock(PASSPHRASE));
  else await unlock(vault, ledger);
}

/** With one of the passphrases that it may have; answers which. */
export async function unlock(vault: Vault, ledger: Ledger): Promise<string> {
  const passphrases = new Set(ledger.possible('vault').map(({ passphrase = PASSPHRASE }) => passphrase));
  for (const passphrase of passphrases) {
    try {
      await vault.unlock(passphrase);
      return passphrase;
    } catch (error) {
      if (!(error instanceof FobError) || error.code !== 'vault_passphrase_wrong') throw error;
    }
  }
  throw new Error(`none of ${passphrases.size} passphrases opens the vault`);
}

/** Looks at everything without a change; answers what is lost or wrong. A `FobError` of it is for the caller. */
export async function inspect(
  store: Store,
  ledger: Ledger,
  found?: (thing: string, state: State) => void,
): Promise<string | undefined> {
  const look = (thing: string, state: State): string | undefined => {
    const problem = ledger.problem(thing, state);
    if (problem === undefined) found?.(thing, state);
    return problem;
  };
  const problems = [look('vault', await vaultOf(store.vault, ledger))];
  for (const address of ADDRESSES) problems.push(look(address, await recordOf(store.vault, address)));
  await store.book.refresh();
  problems.push(look('profiles', profilesOf(store.book)));
  return problems.find((problem) => problem !== undefined);
}

/** Opens it with all its slots, one after the other. */
async function vaultOf(vault: Vault, ledger: Ledger): Promise<State> {
  await vault.load();
  if (vault.view().state === 'absent') return {};
  const isKept = vault.slots().some(({ kind }) => kind === 'keyring');
  if (isKept && !(await vault.unlockUnattended())) throw new Error('the keyring does not open the vault');
  vault.lock();
  const passphrase = await unlock(vault, ledger);
  return { made: 'yes', passphrase, ...(isKept ? { keyring: 'yes' } : {}) };
}

/** Every member of a record with its value. */
export async function recordOf(vault: Vault, address: string): Promise<State> {
  const values: Record<string, string> = {};
  for (const member of await vault.members(address))
    values[member] = (await vault.read(address, member)) ?? 'lacks its value';
  return values;
}

/** The profiles in memory, each with its client; also what is wrong with the file. */
export function profilesOf(book: ProfileBook): State {
  const { profiles, problems } = book.current();
  const clients = [...profiles].map(([address, { client_id }]) => [address, client_id]);
  const wrong = problems.map(({ message }, n) => [`problem ${n}`, message]);
  return Object.fromEntries([...clients, ...wrong]) as State;
}

/** The text of a profile file with one profile. */
export function profileText(address: string, clientId: string): string {
  const [service = '', environment = ''] = address.split('/');
  const entry = {
    id: environment,
    grant_type: 'client_credentials',
    client_id: clientId,
    token_endpoint: 'https://idp.example/token',
  };
  return JSON.stringify({ version: 1, services: [{ id: service, environments: [entry] }] });
}
