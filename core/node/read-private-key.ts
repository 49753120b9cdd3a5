/** Private keys as people have them, by Node's own readers: PEM of every kind, encrypted ones too, and JWK. */
import { createPrivateKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { FobError } from '../errors/fob-error.ts';
import type { ReadKey, ReadPrivateKey } from '../ports/keys.ts';

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};
const SHORTEST_RSA_BITS = 2048;

export const readPrivateKey: ReadPrivateKey = (text, passphrase) => {
  const { key, keyId } = parse(text, passphrase);
  const type = typeOf(key);
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined && modulusLength < SHORTEST_RSA_BITS) {
    throw invalid(`is an RSA key of ${modulusLength} bits; Fob signs with ${SHORTEST_RSA_BITS} or more`);
  }
  const curve = CURVES[namedCurve ?? ''];
  if (type === 'ec' && curve === undefined)
    throw invalid(`is on the curve ${namedCurve ?? 'unknown'}, which JWTs do not use`);
  return {
    pkcs8: new Uint8Array(key.export({ format: 'der', type: 'pkcs8' })),
    type,
    ...(curve === undefined ? {} : { curve }),
    ...(keyId === undefined ? {} : { keyId }),
  };
};

function parse(text: string, passphrase: string | undefined): { key: KeyObject; keyId?: string | undefined } {
  const trimmed = text.trim();
  try {
    if (!trimmed.startsWith('{')) {
      return { key: createPrivateKey({ key: trimmed, ...(passphrase === undefined ? {} : { passphrase }) }) };
    }
    const jwk = JSON.parse(trimmed) as JsonWebKey & { kid?: unknown };
    const key = createPrivateKey({ key: jwk, format: 'jwk' });
    return { key, keyId: typeof jwk.kid === 'string' ? jwk.kid : undefined };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MISSING_PASSPHRASE') {
      throw invalid('is encrypted, and the profile names no "tls.passphrase" for it');
    }
    const encrypted = trimmed.includes('ENCRYPTED');
    throw invalid(
      encrypted
        ? 'does not open with the given passphrase'
        : 'is neither PEM nor a JWK with its private part',
    );
  }
}

function typeOf({ asymmetricKeyType }: KeyObject): ReadKey['type'] {
  switch (asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
    case 'ec':
    case 'ed25519':
      return asymmetricKeyType;
    default:
      throw invalid(`is of type ${asymmetricKeyType ?? 'unknown'}, which JWTs are not signed with`);
  }
}

/** Never with the reader's own error as its cause: that can quote the key. */
function invalid(what: string): FobError {
  return new FobError('secret_invalid', `The private key ${what}.`, {
    hint: 'Store an RSA, EC or Ed25519 key as PEM or JWK with: fob secret set ADDRESS private_key < FILE',
  });
}
