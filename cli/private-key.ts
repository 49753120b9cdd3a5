/** Private keys as the command line takes and makes them. */
import { createPrivateKey } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { FobError } from '../core/index.ts';
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

/** Whether the key opens only with a passphrase. Rejects with `secret_invalid` when it is none that Fob can use. */
export async function isEncryptedKey(text: string): Promise<boolean> {
  try {
    await readPrivateKey(text);
    return false;
  } catch (error) {
    if (error instanceof FobError && error.code === 'secret_missing') return true;
    throw error;
  }
}

/** The key of an encrypted PEM or PKCS #12 as PEM without encryption (PKCS #8). Rejects with `secret_invalid`. */
export async function decryptedKey(text: string, passphrase: string): Promise<string> {
  const { pkcs8 } = await readPrivateKey(text, passphrase);
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
