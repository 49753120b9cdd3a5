export interface ScryptParameters {
  /** Cost: memory and time grow with it. */
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** RFC 7914 scrypt, 32 bytes out. WebCrypto has none, so the host brings it. */
export type Scrypt = (
  passphrase: string,
  salt: Uint8Array,
  parameters: ScryptParameters,
) => Promise<Uint8Array<ArrayBuffer>>;
