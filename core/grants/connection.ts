/** One profile's connection to its IdP: HTTP client, metadata and openid-client configuration, each made once when first needed. */
import { allowInsecureRequests, clockTolerance, Configuration, customFetch } from 'openid-client';
import type { ServerMetadata } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpClient, HttpClientFactory } from '../ports/http.ts';
import { clientAuthentication } from './client-authentication.ts';
import { discover, withOwnEndpoints } from './discovery.ts';
import type { ResolveSecret } from './grant.ts';
import { oauthFetch } from './oauth-fetch.ts';

const METADATA_MAX_AGE_MS = 3_600_000;

/**
 * An ID token beside an access token was received just now from the token endpoint itself: issuer and audience have to
 * be right, but neither our clock nor unreachable keys may cost a refresh token that was rotated with it. Signature and
 * times are checked where the ID token is shown (OIDC Core section 3.1.3.7 number 6).
 */
const ID_TOKEN_TIMES = { [clockTolerance]: 100 * 365 * 24 * 3600 };

export interface Connection {
  http(): Promise<HttpClient>;
  /** The profile's own endpoints over the discovered ones. At most an hour old, unless the IdP cannot be reached. */
  metadata(): Promise<ServerMetadata>;
  /** For token requests, whose answers `receiptOf` can read. Throws `grant_unsupported`. */
  configuration(): Promise<Configuration>;
  close(): Promise<void>;
}

export interface ConnectionPorts {
  readonly clock: Clock;
  readonly http: HttpClientFactory;
  readonly secret: ResolveSecret;
  /** Reads the secrets of the profile's `tls` member. */
  readonly tlsSecrets: (profile: Profile) => Promise<{ key?: string; passphrase?: string }>;
}

export function createConnection(profile: Profile, ports: ConnectionPorts): Connection {
  let client: Promise<HttpClient> | undefined;
  let cached: { metadata: ServerMetadata; at: number } | undefined;
  let configured: { config: Configuration; server: ServerMetadata } | undefined;

  const http = async (): Promise<HttpClient> => {
    client ??= ports.tlsSecrets(profile).then((secrets) => ports.http(profile, secrets));
    try {
      return await client;
    } catch (error) {
      client = undefined;
      throw error;
    }
  };

  const metadata = async (): Promise<ServerMetadata> => {
    const now = ports.clock.monotonic();
    if (cached !== undefined && now - cached.at < METADATA_MAX_AGE_MS) return cached.metadata;
    try {
      const discovered =
        profile.issuer === undefined ? undefined : await discover(profile.issuer, await http());
      cached = { metadata: withOwnEndpoints(profile, discovered), at: now };
    } catch (error) {
      // The last good answer is better than none while the IdP cannot be reached.
      if (cached === undefined) throw error;
    }
    return cached.metadata;
  };

  const configure = async (server: ServerMetadata): Promise<Configuration> => {
    const authentication = clientAuthentication(profile, ports.secret);
    const config = new Configuration(server, profile.client_id, ID_TOKEN_TIMES, authentication);
    // The HTTP client has deadlines of its own.
    config.timeout = 0;
    config[customFetch] = oauthFetch(await http(), {
      encoding: profile.token_request_encoding,
      keepIdToken: profile.issuer !== undefined,
      now: () => ports.clock.now(),
    });
    // Which schemes are allowed was decided when profile and metadata were read: http on loopback alone.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
    allowInsecureRequests(config);
    return config;
  };

  return {
    http,
    metadata,
    configuration: async () => {
      const server = await metadata();
      if (configured?.server !== server) configured = { config: await configure(server), server };
      return configured.config;
    },
    close: async () => {
      const closing = client;
      client = undefined;
      configured = undefined;
      await closing?.then((open) => open.close()).catch(() => undefined);
    },
  };
}
