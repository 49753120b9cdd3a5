/** The one spelling of a JWS in compact form (RFC 7515 section 7.1), where jose and the platform take several. */

/** What is longer is no token that anyone uses. Characters. */
export const MAX_LENGTH = 256 * 1024;

/** Base64url without padding, in the one spelling that its bytes have: no bit is left over (RFC 4648 section 3.5). */
const PART = '(?:[\\w-]{4})*(?:[\\w-]{4}|[\\w-]{2}[AEIMQUYcgkosw048]|[\\w-][AQgw])';
const COMPACT = new RegExp(`^${PART}\\.${PART}\\.${PART}$`);

/**
 * Whether the text is such a JWS as its signer wrote it. Decoders also take padding, spaces and line breaks; then one token
 * would have many spellings, for each of which its signature holds.
 */
export function isCompactJws(text: string): boolean {
  return text.length <= MAX_LENGTH && COMPACT.test(text);
}

/**
 * RFC 8017 section 8.1.2: an RSA signature is as long as the modulus. Where one for PSS begins with zeros, the platform takes
 * it without them too.
 */
export function fillsModulus(token: string, { algorithm }: CryptoKey): boolean {
  const { modulusLength } = algorithm as Partial<RsaKeyAlgorithm>;
  const signature = token.slice(token.lastIndexOf('.') + 1);
  return (
    modulusLength === undefined || signature.length === Math.ceil((Math.ceil(modulusLength / 8) * 8) / 6)
  );
}
