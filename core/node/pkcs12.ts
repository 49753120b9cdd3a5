/**
 * What a PKCS #12 file (RFC 7292) holds. Node hands such a file to TLS, but gives out neither its key nor its certificate,
 * and does not open old ones at all; node-forge does both (docs/decisions/0012-pkcs12.md). It is loaded when it is needed.
 */
import { createPrivateKey, pbkdf2Sync, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { asn1, pkcs12, pki } from 'node-forge';
import { FobError } from '../errors/fob-error.ts';

export interface Pkcs12 {
  readonly keys: readonly KeyObject[];
  readonly certificates: readonly X509Certificate[];
}

/** A key with the certificate that belongs to it, and those of the authorities above. */
export interface Pkcs12Identity {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  readonly others: readonly X509Certificate[];
}

interface Forge {
  readonly asn1: typeof asn1;
  readonly pkcs12: typeof pkcs12;
  readonly pki: typeof pki;
}

type Asn1 = asn1.Asn1;
type Digest = Readonly<Record<'algorithm', string>>;

/** The version with which every PKCS #12 file begins, and no other form of a key. */
const VERSION_3 = Buffer.from([0x02, 0x01, 0x03]);
const AGAIN =
  'Check that the whole file was taken, or export it again with: openssl pkcs12 -export -inkey KEY -in CERTIFICATE';

/**
 * In all of a file. It names itself how often it wants the passphrase hashed, and everything else waits meanwhile: so many
 * take seconds. Programs that make such files ask for 2,000 to 600,000 for each of the two or three keys that they derive.
 */
const MAX_ROUNDS = 2_000_000;

export function isPkcs12(der: Buffer): boolean {
  const at = der.subarray(0, 12).indexOf(VERSION_3);
  return der[0] === 0x30 && at >= 2 && at <= 6;
}

/**
 * Opens the file; `name` says in messages what it is ("The private key"). Rejects with `secret_invalid`, or with
 * `secret_missing` when it needs a passphrase and none is given.
 */
export async function openPkcs12(
  der: Uint8Array,
  passphrase: string | undefined,
  name: string,
): Promise<Pkcs12> {
  const forge = await (loading ??= loadForge());
  const file = parsed(forge, der, name);
  // Some programs write "no passphrase" as an empty one, others as none at all.
  const tries = passphrase === undefined ? ['', undefined] : [passphrase];
  let failure: unknown;
  for (const wanted of tries) {
    try {
      return contents(forge, opened(forge, file, wanted));
    } catch (error) {
      if (error instanceof TooManyRounds) throw tooManyRounds(name);
      failure ??= error;
    }
  }
  throw notOpened(failure, passphrase, name);
}

/** The one key of the file. Throws `secret_invalid` when there is none, or more than one. */
export function onlyKey({ keys }: Pkcs12, name: string): KeyObject {
  const [first, ...more] = keys;
  if (first === undefined) {
    throw new FobError(
      'secret_invalid',
      `${name} is a PKCS #12 file with certificates alone, without a key.`,
      {
        hint: 'Export it again together with its private key.',
      },
    );
  }
  if (more.some((key) => !key.equals(first))) {
    throw new FobError('secret_invalid', `${name} is a PKCS #12 file with ${keys.length} keys.`, {
      hint: 'Fob cannot know which one is meant: export the one that the IdP knows into a file of its own.',
    });
  }
  return first;
}

/** The key with its own certificate. Throws `secret_invalid` when one of them is not there. */
export function identityOf(file: Pkcs12, name: string): Pkcs12Identity {
  const key = onlyKey(file, name);
  const certificate = file.certificates.find((one) => one.checkPrivateKey(key));
  if (certificate === undefined) {
    throw new FobError('secret_invalid', `${name} is a PKCS #12 file without the certificate of its key.`, {
      hint: 'Export it again together with the certificate.',
    });
  }
  return { key, certificate, others: file.certificates.filter((one) => one !== certificate) };
}

class TooManyRounds extends Error {}

/** Counts what each of its keys takes, before that is done. Set anew for each file that is opened, which nothing interrupts. */
let roundsLeft = 0;

function spend(rounds: number): void {
  roundsLeft -= rounds;
  if (roundsLeft < 0) throw new TooManyRounds();
}

type DeriveKey = (
  passphrase: string | null,
  salt: unknown,
  purpose: number,
  rounds: number,
  ...rest: unknown[]
) => unknown;
let loading: Promise<Forge> | undefined;

/**
 * The library with the platform's PBKDF2 in place of its own, which takes seconds for what new files ask for, and takes the
 * passphrase as Latin-1 where RFC 8018 and all other programs take UTF-8. All keys that it derives are counted.
 */
async function loadForge(): Promise<Forge> {
  const { default: forge } = await import('node-forge');
  const pbkdf2 = (
    passphrase: string,
    salt: string,
    rounds: number,
    length: number,
    digest: Digest,
  ): string => {
    spend(rounds);
    return pbkdf2Sync(passphrase, Buffer.from(salt, 'latin1'), rounds, length, digest.algorithm).toString(
      'latin1',
    );
  };
  const { pbe } = forge.pki as unknown as { readonly pbe: { readonly generatePkcs12Key: DeriveKey } };
  const derive = pbe.generatePkcs12Key;
  const generatePkcs12Key: DeriveKey = (passphrase, salt, purpose, rounds, ...rest) => {
    spend(rounds);
    return derive(passphrase, salt, purpose, rounds, ...rest);
  };
  Object.assign(forge.pkcs5, { pbkdf2 });
  Object.assign(pbe, { generatePkcs12Key });
  // The key of the MAC is derived by this name.
  Object.assign(forge.pkcs12, { generateKey: generatePkcs12Key });
  return forge;
}

function parsed(forge: Forge, der: Uint8Array, name: string): Asn1 {
  try {
    return forge.asn1.fromDer(Buffer.from(der).toString('latin1'), false);
  } catch {
    throw new FobError('secret_invalid', `${name} is a damaged PKCS #12 file.`, { hint: AGAIN });
  }
}

function opened(forge: Forge, file: Asn1, passphrase: string | undefined): pkcs12.Pkcs12Pfx {
  const { pkcs12FromAsn1 } = forge.pkcs12;
  roundsLeft = MAX_ROUNDS;
  return passphrase === undefined ? pkcs12FromAsn1(file, false) : pkcs12FromAsn1(file, false, passphrase);
}

/** The library knows RSA alone; keys and certificates of other kinds it hands on as they are. */
function contents({ asn1, pki }: Forge, { safeContents }: pkcs12.Pkcs12Pfx): Pkcs12 {
  const bags = safeContents.flatMap(({ safeBags }) => safeBags);
  const bytes = (value: Asn1): Buffer => Buffer.from(asn1.toDer(value).getBytes(), 'latin1');
  const keys = bags.flatMap(({ type, key, asn1: other }) => {
    if (type !== pki.oids.pkcs8ShroudedKeyBag && type !== pki.oids.keyBag) return [];
    const der = key ? pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(key)) : other;
    return [createPrivateKey({ key: bytes(der), format: 'der', type: 'pkcs8' })];
  });
  const certificates = bags.flatMap(({ type, cert, asn1: other }) =>
    type === pki.oids.certBag ? [new X509Certificate(bytes(cert ? pki.certificateToAsn1(cert) : other))] : [],
  );
  return { keys, certificates };
}

function tooManyRounds(name: string): FobError {
  return new FobError(
    'secret_invalid',
    `${name} is a PKCS #12 file that takes too long to open, since it wants its passphrase hashed more than ${MAX_ROUNDS / 1e6} million times.`,
    {
      hint: 'Export it again with fewer iterations, as in: openssl pkcs12 -export -iter 10000 -inkey KEY -in CERTIFICATE',
    },
  );
}

/** Never with the library's own error as its cause: nobody knows what it quotes. */
function notOpened(failure: unknown, passphrase: string | undefined, name: string): FobError {
  const said = failure instanceof Error ? failure.message : '';
  if (/password|decrypt/i.test(said)) {
    if (passphrase === undefined) {
      return new FobError(
        'secret_missing',
        `${name} is an encrypted PKCS #12 file, and no passphrase is given.`,
        {
          hint: 'Name it in the profile as "tls": { "passphrase": { "from": "vault" } } and store it.',
        },
      );
    }
    return new FobError('secret_invalid', `${name} is a PKCS #12 file that the passphrase does not open.`, {
      hint: `Check "tls.passphrase". If it is right, the file is damaged. ${AGAIN}`,
    });
  }
  if (/unsupported|only .* supported/i.test(said)) {
    return new FobError('secret_invalid', `${name} is a PKCS #12 file of a kind that Fob does not read.`, {
      hint: AGAIN,
    });
  }
  return new FobError('secret_invalid', `${name} is a damaged PKCS #12 file.`, { hint: AGAIN });
}
