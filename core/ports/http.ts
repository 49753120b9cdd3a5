import type { Profile } from '../../shared/profile.ts';

/** What one request may cost. */
export interface HttpLimits {
  /** Milliseconds from the start of the request to the last byte of its answer. */
  readonly deadlineMs: number;
  /** Bytes of the answer's body after decompression. */
  readonly maxBytes: number;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * One profile's way to its IdP: its own connections, CA, client certificate and proxy. Redirects are never followed.
 * Rejects with `idp_unreachable`, `idp_timeout` or `idp_response_invalid` (too large, redirect).
 */
export interface HttpClient {
  request(url: string, request: HttpRequest, limits: HttpLimits): Promise<HttpAnswer>;
  /** Takes no new requests, lets those under way finish, then drops all connections. */
  close(): Promise<void>;
}

/** `tls` is called whenever the files of the profile's `tls` member are read: a key may be replaced with its certificate. */
export type HttpClientFactory = (
  profile: Pick<Profile, 'address' | 'tls' | 'proxy'>,
  tls: () => Promise<TlsSecrets>,
) => Promise<HttpClient>;

/** Resolved secrets of a profile's `tls` member. */
export interface TlsSecrets {
  readonly key?: string;
  readonly passphrase?: string;
}
