/**
 * The vault's slot in the operating system's keyring, for hosts without Electron: macOS Keychain, Windows Credential
 * Manager, the Secret Service on Linux. The keyring keeps one item per vault, well under the size limits of all three: a
 * key that wraps the data key.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { AsyncEntry, EntryOptions } from '@napi-rs/keyring';
import type * as Keyring from '@napi-rs/keyring';
import { FobError } from '../errors/fob-error.ts';
import type { KeySlotBackend, SlotContext } from '../ports/key-slot.ts';
import { KEY_BYTES } from '../vault/aead.ts';
import { base64urlText, fromBase64url, toBase64url } from '../vault/base64url.ts';
import { unwrapKey, wrapKey } from '../vault/wrapped-key.ts';
import { systemRandom } from './system-random.ts';

const SERVICE = 'fob';
const PROBE_MS = 5000;
/** A keyring that is locked may ask the person for its own password. */
const PERSON_MS = 30_000;

// Without this the library falls back to the kernel's keyring, which forgets everything at the next start of the machine.
const OPTIONS: EntryOptions = { linux: { store: 'secret-service' } };

const PLACES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'macOS Keychain',
  linux: 'Secret Service (D-Bus)',
  win32: 'Windows Credential Manager',
};

const itemText = base64urlText(64).length(43);

export function createKeyringSlot(): KeySlotBackend {
  const kind = 'keyring';
  return {
    kind,
    place: PLACES[process.platform] ?? 'the keyring of the system',

    async available() {
      try {
        await within(PROBE_MS, probe());
        return true;
      } catch {
        return false;
      }
    },

    async wrap(dataKey, context) {
      const parameters = { account: context.vaultId };
      const wrappingKey = await asking(() => within(PERSON_MS, getOrMakeKey(context)));
      return {
        parameters,
        wrapped: await wrapKey(wrappingKey, dataKey, { kind, parameters }, context, systemRandom),
      };
    },

    async unwrap(slot, context) {
      const wrappingKey = await asking(() => within(PERSON_MS, getKey(context)));
      if (wrappingKey === undefined)
        throw new FobError('vault_locked', 'The keyring has no item of this vault.', {
          hint: `Bring back the item "${SERVICE}" with account "${context.vaultId}" (another keyring, or a backup of it); without it only another slot opens the vault.`,
        });
      const dataKey = await unwrapKey(wrappingKey, slot, context);
      if (dataKey === undefined)
        throw new FobError(
          'vault_damaged',
          'The key in the keyring does not fit the keyring slot of the vault.',
          {
            hint: 'Restore the header of the vault or the item of the keyring from a backup.',
          },
        );
      return { dataKey, isOutdated: false };
    },

    async forget(slot) {
      const item = entry(await load(), String(slot.parameters.account));
      await asking(() => within(PERSON_MS, item.deletePassword()));
    },
  };
}

/**
 * Whether a keyring answers, without asking the person and without leaving anything behind. Getting an item of a locked
 * Secret Service would open a dialog; listing does not, and fails when one of ours is locked.
 */
async function probe(): Promise<void> {
  const keyring = await load();
  await entry(keyring, 'availability').getPassword();
  if (process.platform === 'linux') await keyring.findCredentialsAsync(SERVICE);
}

/** The item is never replaced: another slot or a copy of this vault may depend on it. */
async function getOrMakeKey(context: SlotContext): Promise<Uint8Array<ArrayBuffer>> {
  const existing = await getKey(context);
  if (existing !== undefined) return existing;
  const key = systemRandom.bytes(KEY_BYTES);
  const item = entry(await load(), context.vaultId);
  await item.setPassword(toBase64url(key));
  // A vault whose key was not really kept would be lost at the next start.
  if ((await item.getPassword()) !== toBase64url(key)) throw new Error('the keyring did not keep the item');
  return key;
}

async function getKey(context: SlotContext): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const text = await entry(await load(), context.vaultId).getPassword();
  if (text === null) return undefined;
  if (!itemText.safeParse(text).success)
    throw new FobError('vault_damaged', `The item of the vault in the keyring was changed by someone else.`, {
      hint: `Restore the item "${SERVICE}" with account "${context.vaultId}".`,
    });
  return fromBase64url(text);
}

function entry(keyring: typeof Keyring, account: string): AsyncEntry {
  return new keyring.AsyncEntry(SERVICE, account, OPTIONS);
}

/** A native module, loaded when it is needed: on some machines it cannot be. */
async function load(): Promise<typeof Keyring> {
  return import('@napi-rs/keyring');
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  try {
    const late = wait(ms, undefined, { signal: timer.signal }).then(() => {
      throw new Error(`the keyring did not answer within ${ms / 1000} s`);
    });
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}

/** Turns any trouble with the keyring into `vault_locked`: it may be there again later, and its key must not be replaced. */
async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof FobError) throw cause;
    throw new FobError('vault_locked', "The system's keyring is locked or cannot be reached.", {
      hint: 'Unlock the keyring (log in to the desktop, or start its service), then unlock Fob.',
      cause,
    });
  }
}
