/** What a person and a refresh do to the store, one random step at a time, each written into the ledger. */
import type { Random } from '../../core/ports/random.ts';
import type { Change, Ledger, State } from './ledger.ts';
import { ADDRESSES, openVault, profileText, profilesOf, recordOf, unlock } from './store.ts';
import type { Store } from './store.ts';

export interface Work {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly random: Random;
}

type Step = (work: Work, address: string) => Promise<void>;

const STEPS: Readonly<Record<string, Step>> = {
  'save a secret': (work, address) => save(work, address, { client_secret: unique(work) }),
  'save all': (work, address) =>
    save(work, address, { client_secret: unique(work), 'tokens.a': unique(work) }),
  'record the intent': (work, address) => save(work, address, { intent: unique(work) }),
  rotate: (work, address) => save(work, address, { 'tokens.a': unique(work), intent: null }),
  'rotate again': (work, address) => save(work, address, { 'tokens.a': unique(work), intent: null }),
  'drop a secret': (work, address) => save(work, address, { client_secret: null }),
  'remove the record': ({ store, ledger }, address) =>
    ledger.attempt(address, 'removed', () => store.vault.remove(address)),
  'add a profile': async (work, address) => {
    const id = unique(work).slice(0, 12);
    await work.ledger.attempt('profiles', { [address]: id }, () =>
      work.store.book.add(profileText(address, id)),
    );
  },
  'remove a profile': async ({ store, ledger }, address) => {
    if (address in profilesOf(store.book))
      await ledger.attempt('profiles', { [address]: null }, () => store.book.remove(address));
  },
  'lock and unlock': async ({ store, ledger }) => {
    store.vault.lock();
    await unlock(store.vault, ledger);
  },
  'change the passphrase': async (work) => {
    const { vault } = work.store;
    const next = unique(work);
    const passphrase = await provenPassphrase(work);
    await work.ledger.attempt('vault', { passphrase: next }, () => vault.changePassphrase(passphrase, next));
  },
  'rotate the key': async (work) => {
    await work.store.vault.rotateKey(await provenPassphrase(work));
  },
  'add or remove the keyring': async (work) => {
    const { ledger, store } = work;
    const passphrase = await provenPassphrase(work);
    if (store.vault.slots().some(({ kind }) => kind === 'keyring'))
      await ledger.attempt('vault', { keyring: null }, () => store.vault.removeSlot('keyring'));
    else
      await ledger.attempt('vault', { keyring: 'yes' }, () => store.vault.addSlot('keyring', { passphrase }));
  },
  read: async ({ store, ledger }, address) =>
    expectPossible(ledger, address, await recordOf(store.vault, address)),
};

/** A change that failed may have been made on the disk or not; what memory has opens with the one or the other. */
async function provenPassphrase({ store, ledger }: Work): Promise<string> {
  store.vault.lock();
  return unlock(store.vault, ledger);
}

export const STEP_NAMES = Object.keys(STEPS);

export async function step(work: Work, name: string, address: string): Promise<void> {
  if (work.store.vault.view().state !== 'unlocked') await openVault(work.store, work.ledger);
  await STEPS[name]?.(work, address);
}

export function randomStep(work: Work): Promise<void> {
  return step(work, oneOf(STEP_NAMES, work.random), oneOf(ADDRESSES, work.random));
}

/** Writes everything once more: what a store that recovered must be able to do. */
export async function everyWrite(work: Work): Promise<void> {
  for (const address of ADDRESSES)
    for (const name of ['save all', 'add a profile']) await step(work, name, address);
  await step(work, 'change the passphrase', ADDRESSES[0]);
}

export function oneOf<T>(choices: readonly T[], random: Random): T {
  const choice = choices[Math.floor(random.fraction() * choices.length)];
  if (choice === undefined) throw new Error('nothing to choose from');
  return choice;
}

function save({ store, ledger }: Work, address: string, change: Exclude<Change, 'removed'>): Promise<void> {
  return ledger.attempt(address, change, () => store.vault.write(address, change));
}

/** A value that no other write has, from a few bytes to a few sectors long. */
function unique({ random }: Work): string {
  const name = Math.floor(random.fraction() * 2 ** 40).toString(36);
  return `${name}${'~'.repeat(Math.floor(random.fraction() ** 3 * 2000))}`;
}

function expectPossible(ledger: Ledger, thing: string, found: State): void {
  const problem = ledger.problem(thing, found);
  if (problem !== undefined) throw new Error(problem);
}
