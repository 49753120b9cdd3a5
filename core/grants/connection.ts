/** One profile's connection to its IdP: HTTP client, metadata and openid-client configuration, each made once when first needed. */
import {
  allowInsecureRequests,
  clockTolerance,
  Configuration,
  customFetch,
  enableNonRepudiationChecks,
} from 'openid-client';
import type { ClientMetadata, ServerMetadata } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpClient, HttpClientFactory } from '../ports/http.ts';
import type { ReadPrivateKey } from '../ports/keys.ts';
import { clientAuthentication, usesMtlsAliases } from './client-authentication.ts';
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

const STRICT_TIMES = { [clockTolerance]: 60 };

export interface Connection {
  http(): Promise<HttpClient>;
  /** The profile's own endpoints over the discovered ones. At most an hour old, unless the IdP cannot be reached. */
  metadata(): Promise<ServerMetadata>;
  /**
   * For token requests, whose answers `receiptOf` can read. `strict` is for a sign-in: nothing is lost when its answer is
   * refused, so the ID token's signature and times have to hold as well. Throws `profile_invalid`.
   */
  configuration(strict: boolean): Promise<Configuration>;
  close(): Promise<void>;
}

export interface ConnectionSecrets {
  readonly secret: ResolveSecret;
  /** The passphrase of an encrypted private key, when the profile names one. */
  readonly keyPassphrase: () => Promise<string | undefined>;
  readonly readPrivateKey: ReadPrivateKey;
}

export interface ConnectionPorts extends ConnectionSecrets {
  readonly clock: Clock;
  readonly http: HttpClientFactory;
  /** Reads the secrets of the profile's `tls` member. */
  readonly tlsSecrets: (profile: Profile) => Promise<{ key?: string; passphrase?: string }>;
}

export function createConnection(profile: Profile, ports: ConnectionPorts): Connection {
  let client: Promise<HttpClient> | undefined;
  let cached: { metadata: ServerMetadata; at: number } | undefined;
  const configured = new Map<boolean, { config: Configuration; server: ServerMetadata }>();

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

  return {
    http,
    metadata,
    configuration: async (strict) => {
      const server = await metadata();
      const known = configured.get(strict);
      if (known?.server === server) return known.config;
      const config = configure(profile, ports, await http(), server, strict);
      configured.set(strict, { config, server });
      return config;
    },
    close: async () => {
      const closing = client;
      client = undefined;
      configured.clear();
      await closing?.then((open) => open.close()).catch(() => undefined);
    },
  };
}

function configure(
  profile: Profile,
  ports: ConnectionPorts,
  http: HttpClient,
  server: ServerMetadata,
  strict: boolean,
): Configuration {
  const authentication = clientAuthentication({ ...ports, profile, server });
  const metadata = clientMetadata(profile, strict);
  const config = new Configuration(server, profile.client_id, metadata, authentication);
  // The HTTP client has deadlines of its own.
  config.timeout = 0;
  config[customFetch] = oauthFetch(http, {
    encoding: profile.token_request_encoding,
    keepIdToken: profile.issuer !== undefined,
    now: () => ports.clock.now(),
  });
  // Which schemes are allowed was decided when profile and metadata were read: http on loopback alone.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
  allowInsecureRequests(config);
  if (strict && server.jwks_uri !== undefined) enableNonRepudiationChecks(config);
  return config;
}

function clientMetadata(profile: Profile, strict: boolean): Partial<ClientMetadata> {
  return { ...(strict ? STRICT_TIMES : ID_TOKEN_TIMES), use_mtls_endpoint_aliases: usesMtlsAliases(profile) };
}
