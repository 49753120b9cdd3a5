/** A private key in the one form that WebCrypto and openid-client take. */
export interface ReadKey {
  /** PKCS #8, DER. */
  readonly pkcs8: Uint8Array<ArrayBuffer>;
  readonly type: 'rsa' | 'rsa-pss' | 'ec' | 'ed25519';
  /** For `ec`: `P-256`, `P-384` or `P-521`. */
  readonly curve?: string;
  /** The key's own id, when it came as a JWK with one. */
  readonly keyId?: string;
}

/**
 * Reads a private key as people have it: PEM (PKCS #8, PKCS #1, SEC 1, encrypted with `passphrase`), PKCS #12 or PKCS #8
 * DER as base64, or JWK. WebCrypto knows only PKCS #8, so the host brings this. Rejects with `secret_invalid`, or with
 * `secret_missing` when the key is encrypted and no passphrase is given.
 */
export type ReadPrivateKey = (text: string, passphrase?: string) => Promise<ReadKey>;
