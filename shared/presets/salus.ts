import { chosen, withoutSlash } from './preset.ts';
import type { AnswerChoice, Preset } from './preset.ts';
import { clientId, environment, IN_VAULT, redirectUri, tier } from './questions.ts';

const IDPS = [
  { value: 'dev', label: 'for development' },
  { value: 'beta', label: 'for tests' },
  { value: 'prod', label: 'for real data' },
] as const satisfies readonly AnswerChoice[];

const GRANTS = [
  { value: 'client_credentials', label: 'the client itself, for programs' },
  { value: 'authorization_code', label: 'you sign in with your browser' },
] as const satisfies readonly AnswerChoice[];
const BY_BROWSER = { grant_type: ['authorization_code'] } as const;

const METHODS = [
  { value: 'client_secret_basic', label: 'a client secret, by HTTP Basic' },
  { value: 'client_secret_post', label: 'a client secret, in the JSON body' },
  { value: 'none', label: 'a public client, without a secret', when: BY_BROWSER },
] as const satisfies readonly AnswerChoice[];

/** SALUS Developer API: a Guardian IdP for each environment, JSON at its token endpoint, and no discovery. */
export const salus = {
  name: 'salus',
  title: 'SALUS Developer API',
  summary: 'By client credentials or by your browser, at the Guardian IdP of dev, beta or prod.',
  questions: [
    {
      name: 'idp',
      label: 'Which Guardian IdP',
      kind: 'choice',
      choices: IDPS,
      defaults: [{ value: 'dev' }],
    },
    {
      name: 'grant_type',
      label: 'Who gets the token',
      kind: 'choice',
      choices: GRANTS,
      defaults: [{ value: 'client_credentials' }],
    },
    {
      name: 'token_endpoint_auth_method',
      label: 'How the client shows who it is',
      kind: 'choice',
      choices: METHODS,
      defaults: [{ value: 'none', when: BY_BROWSER }, { value: 'client_secret_basic' }],
    },
    environment(
      IDPS.flatMap(({ value }) => [
        { value: `${value}-user`, when: { idp: [value], ...BY_BROWSER } },
        { value, when: { idp: [value] } },
      ]),
    ),
    tier([
      { value: 'dev', when: { idp: ['dev'] } },
      { value: 'prod', when: { idp: ['prod'] } },
    ]),
    {
      name: 'guardian_url',
      label: 'URL of that Guardian IdP',
      help: 'Its host alone, before /token and /authorize.',
      kind: 'url',
      // The documentation names these two; ask SALUS for that of prod.
      defaults: [
        { value: 'https://guardian.dev.salussafety.io', when: { idp: ['dev'] } },
        { value: 'https://guardian.beta.salussafety.io', when: { idp: ['beta'] } },
      ],
    },
    clientId,
    redirectUri,
  ],
  members: ({ guardian_url = '', client_id = '', redirect_uri, ...answers }) => {
    const guardian = withoutSlash(guardian_url);
    const grant_type = chosen(GRANTS, answers.grant_type);
    const method = chosen(METHODS, answers.token_endpoint_auth_method);
    return {
      ...(grant_type === 'authorization_code' ? { authorization_endpoint: `${guardian}/authorize` } : {}),
      token_endpoint: `${guardian}/token`,
      grant_type,
      client_id,
      token_endpoint_auth_method: method,
      token_request_encoding: 'json',
      ...(method === 'none' ? {} : { client_secret: IN_VAULT }),
      scope: 'sls:idn',
      ...(redirect_uri === undefined
        ? {}
        : { redirect_uri, extra_authorization_params: { request_scope: 'idtoken+email' } }),
    };
  },
} as const satisfies Preset;
