/** A profile's client certificate as people see it. Times are milliseconds since 1970. */

export interface CertificateView {
  /** As the certificate names it, such as `CN=api-client, O=Acme`. */
  readonly subject: string;
  readonly issuer: string;
  readonly expiresAt: number;
  /** SHA-256 of the certificate in base64url: what a token that is bound to it names as `x5t#S256` (RFC 8705 section 3.1). */
  readonly thumbprint: string;
}

const DAY_MS = 24 * 3600 * 1000;
const WARN_MS = 30 * DAY_MS;

/** What to say of a certificate that ends within 30 days or has ended; `undefined` while there is nothing to say. */
export function certificateWarning(
  certificate: Pick<CertificateView, 'expiresAt'> | undefined,
  now: number,
): string | undefined {
  const left = (certificate?.expiresAt ?? Infinity) - now;
  if (left > WARN_MS) return undefined;
  if (left <= 0) return 'client certificate has expired';
  const days = Math.floor(left / DAY_MS);
  return days === 0 ? 'client certificate expires today' : `client certificate expires in ${days} d`;
}
