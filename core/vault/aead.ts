/** AES-256-GCM (NIST SP 800-38D) by WebCrypto, always with a fresh random 96-bit IV and a 128-bit tag. */
import { z } from 'zod';
import type { Random } from '../ports/random.ts';
import { base64urlText, fromBase64url, toBase64url } from './base64url.ts';

export const KEY_BYTES = 32;
const IV_BYTES = 12;

export const sealedSchema = z.strictObject({ iv: base64urlText(16), data: base64urlText(1024 * 1024) });
/** Ciphertext with its tag and IV, base64url. */
export type Sealed = z.infer<typeof sealedSchema>;

/** What a ciphertext belongs to. Nested arrays of strings and numbers have one JSON form only, so no two mean the same. */
export type Binding = readonly (string | number | Binding)[];

/** A key that JavaScript cannot read again. Leaves `raw` as it is. */
export function importKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** The same, and `raw` is overwritten: afterwards only WebCrypto has the key. */
export async function importAndWipe(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  try {
    return await importKey(raw);
  } finally {
    raw.fill(0);
  }
}

export async function seal(
  key: CryptoKey,
  plaintext: Uint8Array<ArrayBuffer>,
  binding: Binding,
  random: Random,
): Promise<Sealed> {
  const iv = random.bytes(IV_BYTES);
  const data = await crypto.subtle.encrypt(algorithm(iv, binding), key, plaintext);
  return { iv: toBase64url(iv), data: toBase64url(new Uint8Array(data)) };
}

/** Answers `undefined` when key, binding and ciphertext do not belong together. The caller wipes the answer. */
export async function open(
  key: CryptoKey,
  sealed: Sealed,
  binding: Binding,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const iv = fromBase64url(sealed.iv);
  if (iv.length !== IV_BYTES) return undefined;
  try {
    const data = await crypto.subtle.decrypt(algorithm(iv, binding), key, fromBase64url(sealed.data));
    return new Uint8Array(data);
  } catch {
    // WebCrypto tells no reasons, on purpose: OperationError is all there is.
    return undefined;
  }
}

function algorithm(iv: Uint8Array<ArrayBuffer>, binding: Binding): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(JSON.stringify(binding)) };
}
