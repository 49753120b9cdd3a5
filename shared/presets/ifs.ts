import { chosen, hostUrl } from './preset.ts';
import type { AnswerChoice, Preset } from './preset.ts';
import { clientId, environment, IN_VAULT, redirectUri, tier } from './questions.ts';

const GRANTS = [
  { value: 'authorization_code', label: 'you sign in with your browser' },
  { value: 'client_credentials', label: 'the client itself, for programs' },
  { value: 'password', label: "a user's name and password; legacy, RFC 9700 section 2.4 advises against it" },
] as const satisfies readonly AnswerChoice[];

const METHODS = [
  { value: 'client_secret_post', label: 'a client secret, in the body of the request' },
  { value: 'none', label: 'a public client, without a secret', when: { grant_type: ['authorization_code'] } },
] as const satisfies readonly AnswerChoice[];

/** IFS Cloud: its IAM is a realm at a URL made of the system's host and the namespace. */
export const ifs = {
  name: 'ifs',
  title: 'IFS Cloud',
  summary: "By your browser, by client credentials or by a user's password; tokens for three minutes.",
  questions: [
    {
      name: 'grant_type',
      label: 'Who gets the token',
      kind: 'choice',
      choices: GRANTS,
      defaults: [{ value: 'authorization_code' }],
    },
    {
      name: 'token_endpoint_auth_method',
      label: 'How the IAM client shows who it is',
      kind: 'choice',
      choices: METHODS,
      defaults: [{ value: 'client_secret_post' }],
    },
    environment([
      { value: 'test', when: { grant_type: ['authorization_code'] } },
      { value: 'test-batch', when: { grant_type: ['client_credentials'] } },
      { value: 'test-password' },
    ]),
    tier(),
    {
      name: 'system_url',
      label: 'SYSTEM_URL of your IFS Cloud',
      help: 'Its host, such as ifs.example.com.',
      kind: 'host',
    },
    { name: 'namespace', label: 'NAMESPACE (the realm)', kind: 'text' },
    clientId,
    redirectUri,
  ],
  members: ({ system_url = '', namespace = '', client_id = '', redirect_uri, ...answers }) => {
    const grant_type = chosen(GRANTS, answers.grant_type);
    const method = chosen(METHODS, answers.token_endpoint_auth_method);
    return {
      issuer: `${hostUrl(system_url)}/auth/realms/${encodeURIComponent(namespace)}`,
      grant_type,
      client_id,
      token_endpoint_auth_method: method,
      ...(method === 'none' ? {} : { client_secret: IN_VAULT }),
      ...(grant_type === 'password' ? { username: IN_VAULT, password: IN_VAULT } : {}),
      ...(grant_type === 'client_credentials' ? {} : { scope: 'openid' }),
      ...(redirect_uri === undefined ? {} : { redirect_uri }),
    };
  },
} as const satisfies Preset;
