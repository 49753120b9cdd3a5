/** Questions that several presets ask. */
import type { ProfileMembers } from '../profile.ts';
import { chosen, TIER_CHOICES } from './preset.ts';
import type { Answers, AnswerChoice, Question } from './preset.ts';

export const IN_VAULT = { from: 'vault' } as const;

/** Where the browser comes back to. RFC 8252 section 7.3: any port of the loopback address will do. */
const LOOPBACK_REDIRECT = 'http://127.0.0.1/callback';

type Defaults = NonNullable<Question['defaults']>;

export const environment = (defaults: Defaults) =>
  ({
    name: 'environment',
    label: 'Name of the environment',
    help: 'The second half of its address; adding the same address again replaces it.',
    kind: 'id',
    defaults,
  }) as const satisfies Question;

export const tier = (defaults: Defaults = []) =>
  ({
    name: 'tier',
    label: 'Kind of environment',
    kind: 'choice',
    choices: TIER_CHOICES,
    defaults: [
      ...defaults,
      { value: 'dev', when: { environment: ['dev', 'development'] } },
      { value: 'prod', when: { environment: ['prod', 'production'] } },
      { value: 'test' },
    ],
  }) as const satisfies Question;

export const clientId = {
  name: 'client_id',
  label: 'Client id',
  kind: 'text',
} as const satisfies Question;

export const redirectUri = {
  name: 'redirect_uri',
  label: 'Redirect URI, as it is registered for the client',
  help: 'On this machine. Without a port Fob takes any free one; name the port where the provider compares it.',
  kind: 'url',
  defaults: [{ value: LOOPBACK_REDIRECT }],
  when: { grant_type: ['authorization_code'] },
} as const satisfies Question;

export const SIGNING_ALGORITHMS = [
  { value: 'RS256', label: 'RSA, PKCS #1 v1.5' },
  { value: 'PS256', label: 'RSA-PSS' },
  { value: 'ES256', label: 'elliptic curve P-256' },
] as const satisfies readonly AnswerChoice[];

type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

const BY_KEY = { token_endpoint_auth_method: ['private_key_jwt'] } as const;

/** What a client with a key pair of its own is asked besides. */
export const keyPair = (algorithms: readonly SigningAlgorithm[], usual: SigningAlgorithm['value']) =>
  [
    {
      name: 'token_endpoint_auth_signing_alg',
      label: 'Algorithm that the client signs with',
      kind: 'choice',
      choices: algorithms,
      defaults: [{ value: usual }],
      when: BY_KEY,
    },
    {
      name: 'private_key_id',
      label: 'Id of the key ("kid"), where the provider gave it one',
      kind: 'text',
      optional: true,
      when: BY_KEY,
    },
  ] as const satisfies readonly Question[];

/** The members that go with {@link keyPair}. */
export function keyMembers({ token_endpoint_auth_signing_alg, private_key_id }: Answers): ProfileMembers {
  return {
    token_endpoint_auth_signing_alg: chosen(SIGNING_ALGORITHMS, token_endpoint_auth_signing_alg),
    private_key: IN_VAULT,
    ...(private_key_id === undefined ? {} : { private_key_id }),
  };
}
