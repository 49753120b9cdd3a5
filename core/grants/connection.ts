/** One profile's connection to its IdP: HTTP client, metadata and openid-client configuration, each made once when first needed. */
import { allowInsecureRequests, clockSkew, clockTolerance, Configuration, customFetch } from 'openid-client';
import type { ClientMetadata, ServerMetadata } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpClient, HttpClientFactory, TlsSecrets } from '../ports/http.ts';
import { clientAuthentication, usesMtlsAliases } from './client-authentication.ts';
import { discover, withOwnEndpoints } from './discovery.ts';
import type { ResolveKey, ResolveSecret } from './grant.ts';
import { createSkew } from './clock-skew.ts';
import { oauthFetch } from './oauth-fetch.ts';
import type { Rotated } from './oauth-fetch.ts';

const METADATA_MAX_AGE_MS = 3_600_000;

/**
 * An ID token beside an access token was received just now from the token endpoint itself: issuer and audience have to
 * be right, but neither our clock nor unreachable keys may cost a refresh token that was rotated with it. Signature and
 * times are checked at a sign-in, and where the ID token is shown (OIDC Core section 3.1.3.7 number 6).
 */
const ID_TOKEN_TIMES = { [clockTolerance]: 100 * 365 * 24 * 3600 };

const STRICT_TIMES = { [clockTolerance]: 60 };

export interface Connection {
  http(): Promise<HttpClient>;
  /**
   * The profile's own endpoints over the discovered ones. At most an hour old, unless the IdP cannot be reached. Rejects with
   * `endpoints_changed` when they lead where nobody agreed to.
   */
  metadata(): Promise<ServerMetadata>;
  /** The same as it is now, for a person to agree to; nothing but the metadata itself is asked for. */
  discover(): Promise<ServerMetadata>;
  /**
   * For token requests, whose answers `receiptOf` can read. `strict` is for a sign-in and for userinfo: nothing is lost
   * when the answer is refused, so times of a JWT in it have to hold as well; its signature is the caller's to check. That
   * one is new each time, and knows no keys from before. Throws `profile_invalid`.
   */
  configuration(strict: boolean): Promise<Configuration>;
  /** What came in place of refresh tokens, for those that someone put in here before sending them. */
  readonly rotated: Rotated;
  /** How far the IdP's clock is ahead of ours, in seconds; 0 while it is near, or not known. */
  skewS(): number;
  close(): Promise<void>;
}

export interface ConnectionSecrets {
  readonly secret: ResolveSecret;
  /** The client's private key, opened. Rejects with `secret_missing` or `secret_invalid`. */
  readonly privateKey: ResolveKey;
}

export interface ConnectionPorts extends ConnectionSecrets {
  readonly clock: Clock;
  readonly http: HttpClientFactory;
  /** Rejects with `endpoints_changed` when the metadata leads where nobody agreed to. */
  readonly approve: (server: ServerMetadata) => Promise<void>;
  /** Reads the secrets of the profile's `tls` member. */
  readonly tlsSecrets: (profile: Profile) => Promise<TlsSecrets>;
}

export function createConnection(profile: Profile, ports: ConnectionPorts): Connection {
  let client: Promise<HttpClient> | undefined;
  const rotated: Rotated = new Map();
  const skew = createSkew(ports.clock);
  let usual: { config: Configuration; server: ServerMetadata; skewS: number } | undefined;

  const http = async (): Promise<HttpClient> => {
    client ??= ports.http(profile, () => ports.tlsSecrets(profile)).then(skew.measured);
    try {
      return await client;
    } catch (error) {
      client = undefined;
      throw error;
    }
  };

  const discoverNow = async (): Promise<ServerMetadata> => {
    const discovered =
      profile.issuer === undefined ? undefined : await discover(profile.issuer, await http());
    return withOwnEndpoints(profile, discovered);
  };
  const metadata = approvedMetadata(profile, ports, discoverNow);

  return {
    http,
    metadata,
    discover: discoverNow,
    rotated,
    skewS: skew.seconds,
    configuration: async (strict) => {
      const server = await metadata();
      const skewS = skew.seconds();
      if (!strict && usual?.server === server && usual.skewS === skewS) return usual.config;
      const config = configure(profile, ports, await http(), { server, strict, rotated, skewS });
      if (!strict) usual = { config, server, skewS };
      return config;
    },
    close: async () => {
      const closing = client;
      client = undefined;
      usual = undefined;
      await closing?.then((open) => open.close()).catch(() => undefined);
    },
  };
}

/** Kept for an hour, and only when it leads nowhere else than before. */
function approvedMetadata(
  profile: Profile,
  { clock, approve }: ConnectionPorts,
  discoverNow: () => Promise<ServerMetadata>,
): () => Promise<ServerMetadata> {
  let cached: { metadata: ServerMetadata; at: number } | undefined;
  return async () => {
    const now = clock.monotonic();
    if (cached !== undefined && now - cached.at < METADATA_MAX_AGE_MS) return cached.metadata;
    try {
      // What the profile says itself comes first: a new issuer is not even asked what it is.
      await approve(withOwnEndpoints(profile, undefined));
      const server = await discoverNow();
      await approve(server);
      cached = { metadata: server, at: now };
    } catch (error) {
      const isMoved = error instanceof FobError && error.code === 'endpoints_changed';
      // The last good answer is better than none while the IdP cannot be reached.
      if (cached === undefined || isMoved) throw error;
    }
    return cached.metadata;
  };
}

function configure(
  profile: Profile,
  ports: ConnectionPorts,
  http: HttpClient,
  made: { server: ServerMetadata; strict: boolean; rotated: Rotated; skewS: number },
): Configuration {
  const { server, strict, rotated, skewS } = made;
  const authentication = clientAuthentication({ ...ports, profile, server });
  const metadata = { ...clientMetadata(profile, strict), [clockSkew]: skewS };
  const config = new Configuration(server, profile.client_id, metadata, authentication);
  // The HTTP client has deadlines of its own.
  config.timeout = 0;
  config[customFetch] = oauthFetch(http, {
    encoding: profile.token_request_encoding,
    keepIdToken: profile.issuer !== undefined,
    takesSigned: strict && server.jwks_uri !== undefined,
    rotated,
    now: () => ports.clock.now(),
  });
  // Which schemes are allowed was decided when profile and metadata were read: http on loopback alone.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
  allowInsecureRequests(config);
  return config;
}

function clientMetadata(profile: Profile, strict: boolean): Partial<ClientMetadata> {
  return { ...(strict ? STRICT_TIMES : ID_TOKEN_TIMES), use_mtls_endpoint_aliases: usesMtlsAliases(profile) };
}
