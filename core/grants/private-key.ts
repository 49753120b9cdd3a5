/** A client's private key as openid-client wants it. */
import { FobError } from '../errors/fob-error.ts';
import type { ReadKey } from '../ports/keys.ts';

const EC_ALGORITHMS: Readonly<Record<string, string>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
};

/** Imports the key for signing with `algorithm` (or what fits the key). Throws `secret_invalid` when the two do not fit. */
export async function importPrivateKey(
  read: ReadKey,
  algorithm: string | undefined,
  keyId: string | undefined,
): Promise<{ readonly key: CryptoKey; readonly kid?: string }> {
  const alg = algorithmOf(read, algorithm);
  const parameters = importParameters(read, alg);
  if (parameters === undefined) {
    throw new FobError(
      'secret_invalid',
      `The private key is of type ${read.type} and cannot sign with ${alg}.`,
      {
        hint: 'Check "token_endpoint_auth_signing_alg" in the profile, or store another key.',
      },
    );
  }
  const key = await crypto.subtle.importKey('pkcs8', read.pkcs8, parameters, false, ['sign']);
  const kid = keyId ?? read.keyId;
  return kid === undefined ? { key } : { key, kid };
}

/** The wished algorithm, or the usual one for the key. */
export function algorithmOf({ type, curve }: ReadKey, wished: string | undefined): string {
  if (wished !== undefined) return wished;
  if (type === 'ec') return EC_ALGORITHMS[curve ?? ''] ?? 'ES256';
  if (type === 'ed25519') return 'EdDSA';
  return type === 'rsa-pss' ? 'PS256' : 'RS256';
}

type ImportParameters = AlgorithmIdentifier | RsaHashedImportParams | EcKeyImportParams;

function importParameters({ type, curve }: ReadKey, alg: string): ImportParameters | undefined {
  if (type === 'ed25519') return alg === 'EdDSA' || alg === 'Ed25519' ? { name: 'Ed25519' } : undefined;
  if (type === 'ec') {
    return curve !== undefined && EC_ALGORITHMS[curve] === alg
      ? { name: 'ECDSA', namedCurve: curve }
      : undefined;
  }
  if (!/^[RP]S(256|384|512)$/.test(alg)) return undefined;
  if (type === 'rsa-pss' && !alg.startsWith('PS')) return undefined;
  const name = alg.startsWith('PS') ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
  return { name, hash: `SHA-${alg.slice(2)}` };
}
