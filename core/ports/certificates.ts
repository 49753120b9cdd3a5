import type { Profile } from '../../shared/profile.ts';
import type { CertificateView } from '../../shared/certificate.ts';

/**
 * Reads the client certificate that a profile's `tls` member names; `undefined` when it names none. A PKCS #12 file needs
 * the passphrase. Rejects with `profile_invalid`, `secret_invalid` or `secret_missing`.
 */
export type ReadCertificate = (
  tls: NonNullable<Profile['tls']>,
  passphrase: string | undefined,
) => Promise<CertificateView | undefined>;
