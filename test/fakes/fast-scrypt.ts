import { createHash } from 'node:crypto';
import type { Scrypt } from '../../core/ports/kdf.ts';

/** Depends on every input as scrypt does, and costs nothing. */
export const fastScrypt: Scrypt = (passphrase, salt, { N, r, p }) => {
  const hash = createHash('sha256')
    .update(JSON.stringify([N, r, p]))
    .update(salt)
    .update(passphrase);
  return Promise.resolve(Uint8Array.from(hash.digest()));
};
