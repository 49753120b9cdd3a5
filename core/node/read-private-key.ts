/** Private keys as people have them: PEM of every kind, encrypted ones too, DER, PKCS #12 and JWK. */
import { createPrivateKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { FobError } from '../errors/fob-error.ts';
import type { ReadKey, ReadPrivateKey } from '../ports/keys.ts';
import { isPkcs12, onlyKey, openPkcs12 } from './pkcs12.ts';
import { derOf } from './secret-text.ts';

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};
const SHORTEST_RSA_BITS = 2048;
/** What OpenSSL says of text that is cut off or something else. */
const NO_KEY_AT_ALL = 'ERR_OSSL_UNSUPPORTED';
const NAME = 'The private key';
const KINDS =
  'Give an RSA, EC or Ed25519 key as PEM, JWK or PKCS #12 (.p12, .pfx), for example by: fob secret set ADDRESS private_key < FILE';

interface OpenedKey {
  readonly key: KeyObject;
  readonly keyId?: string;
}

export const readPrivateKey: ReadPrivateKey = async (text, passphrase) => {
  const { key, keyId } = await openPrivateKey(text, passphrase);
  const type = typeOf(key);
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined && modulusLength < SHORTEST_RSA_BITS) {
    throw unfit(`is an RSA key of ${modulusLength} bits; Fob signs with ${SHORTEST_RSA_BITS} or more`);
  }
  const curve = CURVES[namedCurve ?? ''];
  if (type === 'ec' && curve === undefined)
    throw unfit(`is on the curve ${namedCurve ?? 'unknown'}, which JWTs do not use`);
  return {
    pkcs8: new Uint8Array(key.export({ format: 'der', type: 'pkcs8' })),
    type,
    ...(curve === undefined ? {} : { curve }),
    ...(keyId === undefined ? {} : { keyId }),
  };
};

/**
 * The key in a text; `name` says in messages what it is. Rejects with `secret_invalid`, or with `secret_missing` when it
 * is encrypted and no passphrase is given.
 */
export async function openPrivateKey(
  text: string,
  passphrase: string | undefined,
  name = NAME,
): Promise<OpenedKey> {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return fromJwk(trimmed, name);
  const der = derOf(trimmed);
  if (der !== undefined && isPkcs12(der))
    return { key: onlyKey(await openPkcs12(der, passphrase, name), name) };
  const opening = passphrase === undefined ? {} : { passphrase };
  try {
    const key =
      der === undefined
        ? createPrivateKey({ key: trimmed, ...opening })
        : createPrivateKey({ key: der, format: 'der', type: 'pkcs8', ...opening });
    return { key };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isEncrypted =
      code === 'ERR_MISSING_PASSPHRASE' ||
      code === 'ERR_OSSL_BAD_DECRYPT' ||
      (trimmed.includes('ENCRYPTED') && code !== NO_KEY_AT_ALL);
    throw isEncrypted ? notOpened(passphrase, name) : notRead(name);
  }
}

function fromJwk(text: string, name: string): OpenedKey {
  try {
    const jwk = JSON.parse(text) as JsonWebKey & { kid?: unknown };
    const key = createPrivateKey({ key: jwk, format: 'jwk' });
    return typeof jwk.kid === 'string' ? { key, keyId: jwk.kid } : { key };
  } catch {
    throw new FobError('secret_invalid', `${name} is not a JWK with its private part.`, { hint: KINDS });
  }
}

/** Never with the reader's own error as its cause: that can quote the key. */
function notRead(name: string): FobError {
  return new FobError('secret_invalid', `${name} is neither PEM nor a JWK nor PKCS #12.`, { hint: KINDS });
}

/** The reader says in different ways that a key is encrypted; here it is known, and only what was given matters. */
function notOpened(passphrase: string | undefined, name: string): FobError {
  return passphrase === undefined
    ? new FobError('secret_missing', `${name} is encrypted, and no passphrase is given.`, {
        hint: 'Name it in the profile as "tls": { "passphrase": { "from": "vault" } } and store it.',
      })
    : new FobError('secret_invalid', `${name} does not open with the given passphrase.`, {
        hint: 'Check the secret of "tls.passphrase".',
      });
}

function typeOf({ asymmetricKeyType }: KeyObject): ReadKey['type'] {
  switch (asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
    case 'ec':
    case 'ed25519':
      return asymmetricKeyType;
    default:
      throw unfit(`is of type ${asymmetricKeyType ?? 'unknown'}, which JWTs are not signed with`);
  }
}

function unfit(what: string): FobError {
  return new FobError('secret_invalid', `${NAME} ${what}.`, { hint: KINDS });
}
