/** Private keys as the command line takes and makes them. */
import { createPrivateKey } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { readPrivateKey } from '../core/node/read-private-key.ts';

const RSA_BITS = 3072;

export const KEY_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

/** Whether the text of a private key, as it is typed or pasted line by line, has its last line. */
export function isWholeKey(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return parses(trimmed);
  return !trimmed.startsWith('-----BEGIN') || /-----END [A-Z ]+-----$/.test(trimmed);
}

/** PKCS #8 and PKCS #1 each say in their own way that a passphrase is needed. */
export const isEncryptedKey = (text: string): boolean =>
  /^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text);

/** The text itself when it is a private key that JWTs can be signed with. Throws `secret_invalid`. */
export function checkedKey(text: string): string {
  readPrivateKey(text);
  return text;
}

/** The key of an encrypted PEM as PEM without encryption (PKCS #8). Throws `secret_invalid`. */
export function decryptedKey(text: string, passphrase: string): string {
  const { pkcs8 } = readPrivateKey(text, passphrase);
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** A new key pair: `privateKey` is for the vault, `publicKey` for the IdP. Their `kid` is the thumbprint (RFC 7638). */
export async function newKeyPair(
  alg: KeyAlgorithm,
): Promise<{ privateKey: JWK; publicKey: JWK; kid: string }> {
  const pair = await generateKeyPair(alg, { extractable: true, modulusLength: RSA_BITS });
  const publicKey = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(publicKey);
  const use = { kid, alg, use: 'sig' };
  return {
    kid,
    publicKey: { ...publicKey, ...use },
    privateKey: { ...(await exportJWK(pair.privateKey)), ...use },
  };
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
