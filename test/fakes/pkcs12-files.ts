/** PKCS #12 files as people have them: by openssl (fixtures/pkcs12/make.sh), and one that it does not make. */
import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { integer, objectIdentifier, octetString, sequence, tagged } from '../provider/tls/der.ts';

/** Of every file whose name does not say something else. */
export const PASSPHRASE = 'pässword of 1 € & more';

/** The path of a fixture, such as `ec-modern.p12`. */
export const pkcs12Path = (name: string): string =>
  new URL(`../fixtures/pkcs12/${name}`, import.meta.url).pathname;

export const pkcs12File = (name: string): Buffer => readFileSync(pkcs12Path(`${name}.p12`));

const key = (name: string): KeyObject => createPrivateKey(readFileSync(pkcs12Path(`${name}.pem`)));

/** The keys in the files. */
export const KEYS = { rsa: key('rsa'), ec: key('ec'), ed25519: key('ed25519') };

const DATA = '1.2.840.113549.1.7.1';
const KEY_BAG = '1.2.840.113549.1.12.10.1.1';

/** A file with these keys and nothing else. Nothing in it is encrypted (RFC 7292 section 4). */
export function pkcs12OfKeys(keys: readonly KeyObject[]): Buffer {
  const data = (content: Buffer): Buffer =>
    sequence(objectIdentifier(DATA), tagged(0, true, octetString(content)));
  const bags = keys.map((one) =>
    sequence(objectIdentifier(KEY_BAG), tagged(0, true, one.export({ type: 'pkcs8', format: 'der' }))),
  );
  return sequence(integer(Buffer.from([3])), data(sequence(data(sequence(...bags)))));
}
