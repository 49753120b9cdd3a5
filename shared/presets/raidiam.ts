import { chosen } from './preset.ts';
import type { AnswerChoice, Preset } from './preset.ts';
import { clientId, environment, keyMembers, keyPair, SIGNING_ALGORITHMS, tier } from './questions.ts';

const METHODS = [
  { value: 'tls_client_auth', label: 'the transport certificate, at the endpoint for mutual TLS' },
  { value: 'private_key_jwt', label: 'a signed assertion, at the plain endpoint' },
] as const satisfies readonly AnswerChoice[];

/** Raidiam: a transport certificate on every call, and tokens that are bound to it. */
export const raidiam = {
  name: 'raidiam',
  title: 'Raidiam',
  summary: 'Tokens that are bound to your transport certificate, by tls_client_auth or private_key_jwt.',
  questions: [
    {
      name: 'token_endpoint_auth_method',
      label: 'How the application shows who it is',
      kind: 'choice',
      choices: METHODS,
      defaults: [{ value: 'tls_client_auth' }],
    },
    environment([
      { value: 'sandbox-key', when: { token_endpoint_auth_method: ['private_key_jwt'] } },
      { value: 'sandbox' },
    ]),
    tier(),
    {
      name: 'issuer',
      label: "URL of Raidiam's authorisation server",
      help: 'Without /.well-known/openid-configuration, which Fob reads the rest from.',
      kind: 'url',
      defaults: [
        { value: 'https://auth.sandbox.raidiam.io', when: { environment: ['sandbox', 'sandbox-key'] } },
      ],
    },
    clientId,
    {
      name: 'scope',
      label: 'Scope of the API that you call',
      kind: 'text',
      defaults: [{ value: 'directory:software' }],
    },
    { name: 'cert', label: 'File of the transport certificate (PEM)', kind: 'file' },
    { name: 'key', label: "File of the transport certificate's private key (PEM)", kind: 'file' },
    {
      name: 'ca',
      label: 'File of the CA that signed the server, where your system does not know it (PEM)',
      kind: 'file',
      optional: true,
    },
    ...keyPair(SIGNING_ALGORITHMS, 'PS256'),
  ],
  members: ({ issuer = '', client_id = '', scope = '', token_endpoint_auth_method, ...files }) => {
    const method = chosen(METHODS, token_endpoint_auth_method);
    const { cert = '', key = '', ca } = files;
    return {
      issuer,
      grant_type: 'client_credentials',
      client_id,
      token_endpoint_auth_method: method,
      ...(method === 'private_key_jwt' ? keyMembers(files) : {}),
      scope,
      tls: { ...(ca === undefined ? {} : { ca }), cert, key },
    };
  },
} as const satisfies Preset;
