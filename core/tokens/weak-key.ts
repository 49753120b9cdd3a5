/** Published keys that verify nothing: with them a signature that holds takes no private key. jose looks at their size alone. */

/** RFC 8017 section 3.1. What no library makes either: Go and .NET take 32 bits at most. */
const LARGEST_EXPONENT = 2 ** 32;

/**
 * y of the eight points of a small order and its other spellings, little-endian without the sign (RFC 8032 section 5.1.3):
 * to such a key a signature of zeros fits one message in eight, or every one.
 */
const SMALL_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

/** Whether anyone could have signed by this public key. */
export async function isWeak(key: CryptoKey): Promise<boolean> {
  if (key.algorithm.name === 'Ed25519')
    return SMALL_ORDER.has(yOf(new Uint8Array(await crypto.subtle.exportKey('raw', key))));
  const { publicExponent } = key.algorithm as Partial<RsaKeyAlgorithm>;
  if (publicExponent === undefined) return false;
  const exponent = publicExponent.reduce((value, byte) => value * 256 + byte, 0);
  return exponent < 3 || exponent % 2 === 0 || exponent > LARGEST_EXPONENT;
}

function yOf(point: Uint8Array): string {
  return [...point]
    .map((byte, at) => (at === point.length - 1 ? byte & 0x7f : byte))
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
