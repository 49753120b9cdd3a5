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
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const SHA_1 = '1.3.14.3.2.26';
const SALT = octetString(Buffer.alloc(8));

/** A file with these keys and nothing else. Nothing in it is encrypted (RFC 7292 section 4). */
export function pkcs12OfKeys(keys: readonly KeyObject[]): Buffer {
  const bags = keys.map((one) => bag(KEY_BAG, one.export({ type: 'pkcs8', format: 'der' })));
  return sequence(VERSION, safe(bags));
}

/** Files that open after `rounds` of hashing, by where they say so; nobody has waited for one with many to be made. */
export const pkcs12OfRounds = (rounds: number): Readonly<Record<string, Buffer>> => ({
  'the MAC': sequence(VERSION, safe([]), macOf(rounds)),
  'the algorithm of old files': sequence(
    VERSION,
    safe([shrouded('1.2.840.113549.1.12.1.3', SALT, count(rounds))]),
  ),
  'the algorithm of new files': sequence(
    VERSION,
    safe([
      shrouded(
        '1.2.840.113549.1.5.13',
        sequence(objectIdentifier('1.2.840.113549.1.5.12'), sequence(SALT, count(rounds))),
        sequence(objectIdentifier('2.16.840.1.101.3.4.1.42'), octetString(Buffer.alloc(16))),
      ),
    ]),
  ),
});

const VERSION = integer(Buffer.from([3]));

const data = (content: Buffer): Buffer =>
  sequence(objectIdentifier(DATA), tagged(0, true, octetString(content)));

const safe = (bags: readonly Buffer[]): Buffer => data(sequence(data(sequence(...bags))));

const bag = (type: string, content: Buffer): Buffer =>
  sequence(objectIdentifier(type), tagged(0, true, content));

const shrouded = (algorithm: string, ...parameters: readonly Buffer[]): Buffer =>
  bag(
    SHROUDED_KEY_BAG,
    sequence(sequence(objectIdentifier(algorithm), sequence(...parameters)), octetString(Buffer.alloc(64))),
  );

const macOf = (rounds: number): Buffer =>
  sequence(sequence(sequence(objectIdentifier(SHA_1)), octetString(Buffer.alloc(20))), SALT, count(rounds));

function count(rounds: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(rounds);
  return integer(bytes);
}
