import { chosen } from './preset.ts';
import type { AnswerChoice, Preset } from './preset.ts';
import {
  clientId,
  environment,
  IN_VAULT,
  keyMembers,
  keyPair,
  SIGNING_ALGORITHMS,
  tier,
} from './questions.ts';

const METHODS = [
  { value: 'client_secret_post', label: 'a shared secret, in the body of the request' },
  { value: 'client_secret_basic', label: 'a shared secret, in the Authorization header' },
  { value: 'private_key_jwt', label: 'an RSA key pair, whose public key you uploaded' },
] as const satisfies readonly AnswerChoice[];

const RSA_ALGORITHMS = SIGNING_ALGORITHMS.filter(({ value }) => value !== 'ES256');

/** Signaturgruppen Broker: service tokens for an API client with a shared secret or an RSA key pair. */
export const signaturgruppen = {
  name: 'signaturgruppen',
  title: 'Signaturgruppen Broker',
  summary: 'Service tokens for an API client with a shared secret or an RSA key pair.',
  questions: [
    {
      name: 'token_endpoint_auth_method',
      label: 'How the API client shows who it is',
      kind: 'choice',
      choices: METHODS,
      defaults: [{ value: 'client_secret_post' }],
    },
    environment([
      { value: 'test-key', when: { token_endpoint_auth_method: ['private_key_jwt'] } },
      { value: 'test' },
    ]),
    tier(),
    {
      name: 'issuer',
      label: "The Broker's issuer URL",
      help: 'Without /.well-known/openid-configuration, which Fob reads the rest from.',
      kind: 'url',
    },
    clientId,
    {
      name: 'scope',
      label: 'Scope of the API that you call',
      kind: 'text',
      optional: true,
    },
    ...keyPair(RSA_ALGORITHMS, 'RS256'),
  ],
  members: ({ issuer = '', client_id = '', scope, token_endpoint_auth_method, ...key }) => {
    const method = chosen(METHODS, token_endpoint_auth_method);
    return {
      issuer,
      grant_type: 'client_credentials',
      client_id,
      token_endpoint_auth_method: method,
      ...(method === 'private_key_jwt' ? keyMembers(key) : { client_secret: IN_VAULT }),
      ...(scope === undefined ? {} : { scope }),
    };
  },
} as const satisfies Preset;
