/** The way from a profile to a token set over real openid-client, with the network scripted. */
import { renew } from '../../../core/engine/renewal.ts';
import { createConnection } from '../../../core/grants/connection.ts';
import type { HttpAnswer } from '../../../core/index.ts';
import type { TokenSet } from '../../../core/tokens/token-set.ts';
import type { SecretMember } from '../../../shared/profile.ts';
import { readPrivateKey } from '../../../core/node/read-private-key.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakeRandom } from '../../fakes/fake-random.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import type { ScriptedRequest } from '../../fakes/scripted-http.ts';
import { profileOf } from '../profiles/kit.ts';

export const ISSUER = 'https://idp.example';
export const TOKEN_ENDPOINT = `${ISSUER}/token`;
export const TOKENS = { access_token: 'fresh', token_type: 'Bearer', expires_in: 300 };
/** Everything that must never be in a message. */
export const SECRETS: Readonly<Record<SecretMember, string>> = {
  client_secret: 'canary:client %+&=é"secret',
  username: 'canary user+1@example.com',
  password: 'canary&pass=wörd "1" %2B',
  private_key: 'canary-key',
  refresh_token: 'canary+refresh/token==',
  subject_token: 'canary-subject-token',
  'tls.key': 'canary-tls-key',
  'tls.passphrase': 'canary-tls-passphrase',
};

export interface Minted {
  readonly requests: readonly ScriptedRequest[];
  /** Rejects as the engine would. */
  readonly tokens: Promise<TokenSet>;
  /** What a refused refresh still left to keep. */
  readonly rescued: readonly TokenSet[];
}

export type Handler = (request: ScriptedRequest) => HttpAnswer | Promise<HttpAnswer>;

/** Mints once. `members` over a client-credentials profile with a token endpoint by hand. */
export function mint(
  members: object,
  handle: Handler = () => scriptedAnswer(200, TOKENS),
  stored?: Partial<TokenSet>,
): Minted {
  const profile = profileOf({ token_endpoint_auth_method: 'client_secret_basic', ...members });
  const clock = createFakeClock();
  const { http, requests } = createScriptedHttp(handle);
  const secret = (member: SecretMember) => Promise.resolve(SECRETS[member]);
  const secrets = { secret, privateKey: () => readPrivateKey(SECRETS.private_key) };
  const connection = createConnection(profile, {
    ...secrets,
    clock,
    http,
    approve: () => Promise.resolve(),
    tlsSecrets: () => Promise.resolve({}),
  });
  const rescued: TokenSet[] = [];
  const before = { access_token: 'old', token_type: 'Bearer', received_at: 0, ...stored };
  const tokens = renew(profile, {
    ...secrets,
    clock,
    connection,
    random: createFakeRandom(3),
    dpopHandle: () => Promise.reject(new Error('no cell here uses DPoP')),
    intend: () => Promise.resolve(undefined),
    alone: (_refreshToken, work) => work(),
    isOver: () => false,
    spent: () => Promise.resolve(),
    rescue: (kept) => Promise.resolve(void rescued.push(kept)),
    stored: () => Promise.resolve(stored === undefined ? undefined : before),
  });
  return { requests, tokens, rescued };
}

/** Metadata as an OIDC provider serves it. */
export function metadataOf(issuer: string, more: object = {}): object {
  return {
    issuer,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    id_token_signing_alg_values_supported: ['RS256'],
    ...more,
  };
}
