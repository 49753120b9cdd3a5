/**
 * WebCrypto's AES-GCM and SHA-256 answered in the same turn by Node's own, so that a run is the same each time and nothing
 * waits for threads. The bytes are those of WebCrypto; everything else goes to it as ever.
 */
import { createCipheriv, createDecipheriv, createHash, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const TAG_BYTES = 16;

/** Keys that were imported here, by what stands for them. */
const keys = new WeakMap<object, KeyObject>();

/** Runs `act` with it. */
export async function withSteadyCrypto<T>(act: () => Promise<T>): Promise<T> {
  const { subtle } = crypto;
  const usual = { digest: subtle.digest.bind(subtle), importKey: subtle.importKey.bind(subtle) };
  const steady = {
    encrypt: later(seal),
    decrypt: later(open),
    digest: (algorithm: AlgorithmIdentifier, data: Uint8Array<ArrayBuffer>) =>
      algorithm === 'SHA-256'
        ? Promise.resolve(bytesOf(createHash('sha256').update(data).digest()))
        : usual.digest(algorithm, data),
    importKey: (...given: Parameters<SubtleCrypto['importKey']>) =>
      given[2] === 'AES-GCM' ? Promise.resolve(imported(given[1] as Uint8Array)) : usual.importKey(...given),
  };
  for (const [name, value] of Object.entries(steady))
    Object.defineProperty(subtle, name, { value, configurable: true });
  try {
    return await act();
  } finally {
    for (const name of Object.keys(steady)) Reflect.deleteProperty(subtle, name);
  }
}

function later<Given extends unknown[], Result>(run: (...given: Given) => Result) {
  // eslint-disable-next-line @typescript-eslint/require-await -- a throw must become a rejection
  return async (...given: Given): Promise<Result> => run(...given);
}

/** A copy: the caller overwrites its own. */
function imported(raw: Uint8Array): object {
  const key = {};
  keys.set(key, createSecretKey(raw));
  return key;
}

function keyOf(key: object): KeyObject {
  const raw = keys.get(key);
  if (raw === undefined) throw new Error('this key was not imported by the steady crypto');
  return raw;
}

function seal({ iv, additionalData }: AesGcmParams, key: object, data: Uint8Array): ArrayBuffer {
  const cipher = createCipheriv('aes-256-gcm', keyOf(key), iv as Uint8Array);
  cipher.setAAD(additionalData as Uint8Array);
  return bytesOf(Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()]));
}

function open({ iv, additionalData }: AesGcmParams, key: object, data: Uint8Array): ArrayBuffer {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(key), iv as Uint8Array);
  decipher.setAAD(additionalData as Uint8Array);
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  return bytesOf(Buffer.concat([decipher.update(data.subarray(0, -TAG_BYTES)), decipher.final()]));
}

function bytesOf(buffer: Buffer): ArrayBuffer {
  return Uint8Array.from(buffer).buffer;
}
