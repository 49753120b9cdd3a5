/**
 * The vault's slot in Electron's safeStorage, which keeps its own key in the system's keychain and encrypts with it. The
 * slot in the vault's header is the data key, encrypted by that.
 *
 * On Linux Chromium falls back to a key that is the same everywhere when it finds no keychain, and does so without a
 * word: that is plaintext, and never accepted here (security.md E41 to E45).
 */
import { safeStorage } from 'electron';
import { z } from 'zod';
import { FobError } from '../../../core/index.ts';
import type { Clock, KeySlotBackend, SlotContext, SlotRecord } from '../../../core/index.ts';
import { within } from './within.ts';

export interface SafeStorageOptions {
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  /** The keychain's item follows the app's name, so a vault remembers under which one its slot was made. */
  readonly appName: string;
}

const PROBE_MS = 5000;
/** A keychain that is locked may ask the person for its own password. */
const PERSON_MS = 30_000;

/**
 * How Chromium marks what it encrypted on Linux with a key from the Secret Service (`v11`) or the secret portal (`v12`).
 * The key that is the same everywhere has `v10`; whatever else comes one day is refused until somebody has looked at it.
 */
const KEPT_BY_A_KEYCHAIN = new Set(['v11', 'v12']);

/** Name, version, vault, slot, data key. */
const envelopeSchema = z.tuple([
  z.literal('fob-slot'),
  z.literal(1),
  z.string(),
  z.string(),
  z.base64url().max(64),
]);
type Envelope = z.infer<typeof envelopeSchema>;

export function createSafeStorageSlot(options: SafeStorageOptions): KeySlotBackend {
  const { clock, platform } = options;
  return {
    kind: 'safe-storage',

    async available() {
      try {
        await within(clock, PROBE_MS, encrypt(platform, 'probe'));
        return true;
      } catch {
        return false;
      }
    },

    async wrap(dataKey, context) {
      const encrypted = await asking(
        within(clock, PERSON_MS, encrypt(platform, seal(dataKey, context))),
        'The system keychain cannot keep the key of the vault now.',
        'Unlock the keychain and try again, or make the vault with a passphrase.',
      );
      return {
        parameters: { app: options.appName, backend: backendName(platform) },
        wrapped: encrypted.toString('base64url'),
      };
    },

    async unwrap(slot, context) {
      const { envelope, shouldReEncrypt } = await asking(
        within(clock, PERSON_MS, decrypt(slot)),
        'The system keychain does not open the vault now.',
        unlockHint(slot, options),
      );
      return { dataKey: unseal(envelope, context), isOutdated: shouldReEncrypt };
    },
  };
}

/** Rejects with whatever safeStorage says, and when what it encrypted with was no keychain's key. */
async function encrypt(platform: NodeJS.Platform, text: string): Promise<Buffer> {
  // Before Electron has chosen one the answer is `unknown`.
  if (['basic_text', 'unknown'].includes(backendName(platform))) throw new Error('there is no keychain');
  if (!(await safeStorage.isAsyncEncryptionAvailable())) throw new Error('safeStorage is not available');
  const encrypted = await safeStorage.encryptStringAsync(text);
  // The asynchronous calls look for a keychain of their own, whatever the backend's name says.
  if (platform === 'linux' && !KEPT_BY_A_KEYCHAIN.has(encrypted.toString('latin1', 0, 3)))
    throw new Error('safeStorage found no keychain and used its fixed key');
  return encrypted;
}

function backendName(platform: NodeJS.Platform): string {
  return platform === 'linux' ? safeStorage.getSelectedStorageBackend() : platform;
}

/** The vault's and the slot's id go with the key, since what safeStorage does on Linux is encryption without a seal. */
function seal(dataKey: Uint8Array, { vaultId, slotId }: SlotContext): string {
  return JSON.stringify(['fob-slot', 1, vaultId, slotId, Buffer.from(dataKey).toString('base64url')]);
}

/** Rejects with whatever safeStorage says, and when it answers what no key of ours ever sealed. */
async function decrypt({ wrapped }: SlotRecord): Promise<{ envelope: Envelope; shouldReEncrypt: boolean }> {
  const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(wrapped, 'base64url'));
  return { envelope: envelopeSchema.parse(JSON.parse(result)), shouldReEncrypt };
}

function unseal([, , vault, slot, dataKey]: Envelope, context: SlotContext): Uint8Array<ArrayBuffer> {
  if (vault !== context.vaultId || slot !== context.slotId)
    throw new FobError('vault_damaged', 'The keychain slot of the vault holds the key of another one.', {
      hint: 'Restore the header of the vault from a backup, or open the vault with its passphrase.',
    });
  return Uint8Array.from(Buffer.from(dataKey, 'base64url'));
}

/**
 * Turns any trouble with the keychain into `vault_locked`: whether it is locked, gone for the moment or another one than
 * it was, the key may come back, and none may be put in its place.
 */
async function asking<T>(answer: Promise<T>, message: string, hint: string): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new FobError('vault_locked', message, { hint, cause });
  }
}

function unlockHint({ parameters }: SlotRecord, { appName, platform }: SafeStorageOptions): string {
  const { app, backend } = parameters;
  const now = backendName(platform);
  if (app === appName && backend === now) return 'Unlock the keychain of your system, then unlock Fob.';
  return `The vault was made under "${app ?? '?'}" with the keychain "${backend ?? '?'}"; here is "${appName}" with "${now}". Start Fob as it was then, or use the passphrase.`;
}
