import { decode, encode } from 'jose/base64url';
import { z } from 'zod';

/** Base64url without padding (RFC 4648 section 5). */
export function toBase64url(bytes: Uint8Array): string {
  return encode(bytes);
}

/** Bytes of text that {@link base64urlText} accepted. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(decode(text));
}

/**
 * Schema for base64url text. Two texts can decode to the same bytes when the last character has spare bits; only the one
 * that an encoder writes is accepted, so that no changed character goes unnoticed.
 */
export function base64urlText(maxLength: number): z.ZodString {
  return z.string().max(maxLength).refine(isCanonical, 'is not base64url');
}

function isCanonical(text: string): boolean {
  try {
    return encode(decode(text)) === text;
  } catch {
    return false;
  }
}
