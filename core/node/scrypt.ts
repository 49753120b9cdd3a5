import { scrypt as nodeScrypt } from 'node:crypto';
import type { Scrypt } from '../ports/kdf.ts';

const KEY_BYTES = 32;

/** Runs in a thread of libuv's pool; the caller has bounded the cost. */
export const scrypt: Scrypt = (passphrase, salt, { N, r, p }) =>
  new Promise((resolve, reject) => {
    // OpenSSL needs 128*N*r for the table and 128*r*p for the blocks; Node's default limit is 32 MiB.
    const maxmem = 128 * r * (N + p + 2);
    nodeScrypt(passphrase, salt, KEY_BYTES, { N, r, p, maxmem }, (error, key) => {
      if (error === null) resolve(Uint8Array.from(key));
      else reject(error);
    });
  });
