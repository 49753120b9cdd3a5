/**
 * Signature algorithms by their names in the IANA registry of JOSE, with a key pair each: with a shared secret, anyone who
 * can check a signature could have made it.
 */
export const ASYMMETRIC_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;
