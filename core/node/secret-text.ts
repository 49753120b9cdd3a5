/** Secrets travel as text; a key that people have as a binary file (DER) becomes base64. */

const SEQUENCE = 0x30;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * The bytes as text: UTF-8 as it is, DER as base64, `undefined` for anything else. The two cannot be taken for one
 * another: in the DER of a key, the length that follows the first byte is none that UTF-8 allows there; only an Ed25519 key
 * is shorter than that, and its random bytes are hardly ever UTF-8.
 */
export function secretText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes[0] === SEQUENCE ? Buffer.from(bytes).toString('base64') : undefined;
  }
}

/** The bytes of a text that is DER in base64, with or without line breaks; `undefined` when it is something else. */
export function derOf(text: string): Buffer | undefined {
  const packed = text.replace(/\s+/g, '');
  if (!BASE64.test(packed)) return undefined;
  const bytes = Buffer.from(packed, 'base64');
  return bytes[0] === SEQUENCE ? bytes : undefined;
}
