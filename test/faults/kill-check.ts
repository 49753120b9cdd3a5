/** A clean host on the directory of one that was killed: is everything there, and does the session go on? */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FobError } from '../../core/index.ts';
import { createAtomicFiles } from '../../core/node/atomic-files.ts';
import { acquireHostLock } from '../../core/node/host-lock.ts';
import { createUndiciHttp } from '../../core/node/undici-http.ts';
import { createProfileBook } from '../../core/profiles/profile-book.ts';
import { HEADER_FILE } from '../../core/vault/layout.ts';
import type { Vault } from '../../core/vault/vault.ts';
import { described } from './family.ts';
import { engineOn, vaultOn } from './kill-engine.ts';
import { fileItems } from './kill-keyring.ts';
import { killingHttp } from './kill-seams.ts';
import type { Ledger, State } from './ledger.ts';
import { profilesOf, recordOf, unlock } from './store.ts';

/** What the engine keeps in a record besides secrets: its use is looked at, not its text. */
const OWN_MEMBERS = /^(tokens\.|intent\.|trusted_idp$)/;
const TOLD = /interrupted|answer was lost/i;
const ROTATION_MS = 60_000;

export interface Remains {
  readonly home: string;
  readonly keyring: string;
  readonly ledger: Ledger;
  /** Addresses that may have a record. */
  readonly addresses: readonly string[];
  /** The profile whose session has to go on, and the name under which the IdP knows it; without one there is none. */
  readonly session: { readonly address: string; readonly family: string } | undefined;
}

/** How the session of the profile at work went on. */
export type Session = 'none' | 'goes on' | 'ended and told';

export interface Found {
  readonly problem?: string;
  readonly session: Session;
}

export async function lookAt(remains: Remains): Promise<Found> {
  const lock = await acquireHostLock(remains.home, { kind: 'agent', pid: process.pid });
  if ('heldBy' in lock) return { problem: 'the lock outlived its host', session: 'none' };
  try {
    const { problem, passphrase } = await lookAtVault(remains);
    if (problem !== undefined || passphrase === undefined || remains.session === undefined)
      return { session: 'none', ...(problem === undefined ? {} : { problem }) };
    return await lookAtSession(remains, remains.session, passphrase);
  } finally {
    lock.release();
  }
}

async function lookAtVault(remains: Remains): Promise<{ problem?: string; passphrase?: string }> {
  const { home, keyring, ledger } = remains;
  const vault = vaultOn({ home, items: fileItems(keyring) });
  const opened = await open(vault, ledger);
  const problems = [ledger.problem('vault', opened)];
  // An interrupted rotation of the key goes on by itself.
  if (!(await isSettled(home))) problems.push('the rotation of the key does not come to its end');
  for (const address of remains.addresses) {
    const record = await recordOf(vault, address);
    const secrets = Object.entries(record).filter(([member]) => !OWN_MEMBERS.test(member));
    problems.push(ledger.problem(address, Object.fromEntries(secrets)));
  }
  vault.lock();
  const book = createProfileBook(createAtomicFiles(home));
  await book.refresh();
  problems.push(ledger.problem('profiles', profilesOf(book)));
  const problem = problems.find((one) => one !== undefined);
  return {
    ...(problem === undefined ? {} : { problem }),
    ...(opened.passphrase === undefined ? {} : { passphrase: opened.passphrase }),
  };
}

/** With all its slots, one after the other. */
async function open(vault: Vault, ledger: Ledger): Promise<State> {
  await vault.load();
  if (vault.view().state === 'absent') return {};
  const isKept = vault.slots().some(({ kind }) => kind === 'keyring');
  if (isKept && !(await vault.unlockUnattended())) throw new Error('the keyring does not open the vault');
  vault.lock();
  const passphrase = await unlock(vault, ledger);
  return { made: 'yes', passphrase, ...(isKept ? { keyring: 'yes' } : {}) };
}

async function isSettled(home: string): Promise<boolean> {
  const late = performance.now() + ROTATION_MS;
  while (performance.now() < late) {
    const header = headerOf(home);
    if (header === undefined || !('retired_key' in header)) return true;
    await delay(5);
  }
  return false;
}

function headerOf(home: string): object | undefined {
  try {
    return JSON.parse(readFileSync(join(home, HEADER_FILE), 'utf8')) as object;
  } catch {
    return undefined;
  }
}

async function lookAtSession(
  { home, keyring }: Remains,
  { address, family }: NonNullable<Remains['session']>,
  passphrase: string,
): Promise<Found> {
  const http = killingHttp(
    createUndiciHttp({}),
    family,
    () => undefined,
    () => undefined,
  );
  const engine = engineOn({ home, items: fileItems(keyring) }, http);
  try {
    await engine.start();
    await engine.unlock(passphrase);
    await engine.refresh(address);
    return { session: 'goes on' };
  } catch (error) {
    if (!(error instanceof FobError) || error.code !== 'sign_in_needed')
      return { session: 'none', problem: described(error) };
    if (TOLD.test(`${error.message} ${error.hint ?? ''}`)) return { session: 'ended and told' };
    return { session: 'none', problem: `the truth is not told: ${error.message}` };
  } finally {
    await engine.stop();
  }
}
