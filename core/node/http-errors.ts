/** Why an IdP could not be reached, in words, from the error codes of undici, sockets and TLS. */
import { FobError } from '../errors/fob-error.ts';

const CUT = 'the connection was cut';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: CUT,
  EPIPE: CUT,
  UND_ERR_SOCKET: CUT,
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
  UND_ERR_PRX_CONN: CUT,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it asks for a client certificate',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'it refused the client certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'it refused the client certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'it says that the client certificate has expired',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'it does not trust the authority of the client certificate',
};

const CLIENT_CERTIFICATE = 'client certificate';

/** The connection to the proxy failed, not the one to the IdP through it. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
}

const TRUST = /self-signed|not trusted/;
const NETWORK = 'Nothing was lost; check network, VPN, proxy and the URL in the profile.';

/** The deadline of `deadlineMs` ended the request. */
export function tooLate(url: string, deadlineMs: number, proxy: URL | undefined): FobError {
  const through = proxy === undefined ? '' : ` through the proxy ${proxy.origin}`;
  return new FobError(
    'idp_timeout',
    `${originOf(url)} did not answer${through} within ${deadlineMs / 1000} s.`,
    {
      hint: 'Nothing was lost; try again, and check network, VPN and proxy.',
    },
  );
}

/** `proxy` is what the request went through; of its URL only the origin is ever shown. */
export function unreachable(url: string, error: unknown, proxy?: URL): FobError {
  const code = errorCode(error);
  const reason = REASONS[code] ?? `the connection failed (${code})`;
  const trouble = proxy === undefined ? undefined : proxyTrouble(url, error, proxy, reason);
  if (trouble !== undefined) return trouble;
  const hint = TRUST.test(reason)
    ? 'If that authority is your own, name its certificate in the profile: "tls": { "ca": "FILE" }.'
    : reason.includes(CLIENT_CERTIFICATE)
      ? 'Check "tls": { "cert", "key" } or "tls": { "pfx" } in the profile.'
      : NETWORK;
  return new FobError('idp_unreachable', `${originOf(url)} could not be reached: ${reason}.`, {
    hint,
    cause: error,
    // Which side of the cut the request was on cannot be known.
    answerLost: reason === CUT,
  });
}

/** What the proxy itself refused or failed at; `undefined` when the trouble is the IdP's. */
function proxyTrouble(url: string, error: unknown, proxy: URL, reason: string): FobError | undefined {
  const status = refusedStatus(error);
  const name = `the proxy ${proxy.origin}`;
  if (status === 407) {
    return new FobError(
      'idp_unreachable',
      `${originOf(url)} could not be reached: ${name} asks for a login (407).`,
      {
        hint: 'Give its user name and password in the environment, as HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT.',
        cause: error,
      },
    );
  }
  if (status !== undefined) {
    return new FobError(
      'idp_unreachable',
      `${originOf(url)} could not be reached: ${name} answered status ${status}.`,
      {
        hint: 'Ask whoever runs the proxy, or exempt the host by NO_PROXY.',
        cause: error,
      },
    );
  }
  // A request that is not tunnelled has no other connection than the one to the proxy.
  const isProxys =
    new URL(url).protocol === 'http:' ||
    error instanceof ProxyFailure ||
    errorCode(error) === 'UND_ERR_PRX_CONN';
  if (!isProxys) return undefined;
  return new FobError(
    'idp_unreachable',
    `${name[0]?.toUpperCase() ?? ''}${name.slice(1)} could not be reached: ${reason}.`,
    {
      hint: 'Check "proxy" in the profile, or HTTPS_PROXY and HTTP_PROXY in the environment.',
      cause: error,
    },
  );
}

/** undici says in words alone what a proxy answered instead of opening a tunnel. */
function refusedStatus(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const [, status] = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(error.message) ?? [];
  return status === undefined ? undefined : Number(status);
}

const originOf = (url: string): string => new URL(url).origin;

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
