/** Why an IdP could not be reached, in words, from the error codes of undici, sockets and TLS. */
import { FobError } from '../errors/fob-error.ts';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENOTFOUND: 'the host name is not known (DNS)',
  EAI_AGAIN: 'the host name could not be looked up (DNS)',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'the network is not reachable',
  ETIMEDOUT: 'connecting took too long',
  UND_ERR_CONNECT_TIMEOUT: 'connecting took longer than 5 s',
  UND_ERR_HEADERS_OVERFLOW: 'its headers are larger than 16 KB',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed and not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that is not trusted',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
};

const TRUST = /self-signed|not trusted/;

/** `deadlineMs` is given when that deadline ended the request. */
export function unreachable(url: string, error: unknown, deadlineMs: number | undefined): FobError {
  const { origin } = new URL(url);
  if (deadlineMs !== undefined) {
    return new FobError('idp_timeout', `${origin} did not answer within ${deadlineMs / 1000} s.`, {
      hint: 'Nothing was lost; try again, and check network, VPN and proxy.',
      cause: error,
    });
  }
  const code = errorCode(error);
  const reason = REASONS[code] ?? `the connection failed (${code})`;
  const hint = TRUST.test(reason)
    ? 'If that authority is your own, name its certificate in the profile: "tls": { "ca": "FILE" }.'
    : 'Nothing was lost; check network, VPN, proxy and the URL in the profile.';
  return new FobError('idp_unreachable', `${origin} could not be reached: ${reason}.`, {
    hint,
    cause: error,
  });
}

function errorCode(error: unknown): string {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; depth++) {
    const { code } = current as NodeJS.ErrnoException;
    if (typeof code === 'string' && code in REASONS) return code;
    const [inner] = current instanceof AggregateError ? (current.errors as unknown[]) : [current.cause];
    if (inner === undefined) return typeof code === 'string' ? code : current.name;
    current = inner;
  }
  return 'unknown cause';
}
