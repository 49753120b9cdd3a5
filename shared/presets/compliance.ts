import { withoutSlash } from './preset.ts';
import type { Preset } from './preset.ts';
import { clientId, environment, IN_VAULT, tier } from './questions.ts';

/** Below every realm of Keycloak; the documentation and the letter with the credentials name this one. */
const TOKEN_PATH = /\/protocol\/openid-connect\/token$/;

/** Compliance Assessment Service: Keycloak, a user's password and a client secret in the body of the request. */
export const compliance = {
  name: 'compliance',
  title: 'Compliance Assessment Service',
  summary:
    "A user's password and a client secret at Keycloak: a legacy grant, and the only one it documents.",
  questions: [
    environment([{ value: 'test' }]),
    tier(),
    {
      name: 'realm_url',
      label: 'URL of the Keycloak realm',
      help: 'Such as https://login.example.com/realms/compliance; the URL of its token endpoint will do.',
      kind: 'url',
    },
    clientId,
  ],
  members: ({ realm_url = '', client_id = '' }) => ({
    issuer: withoutSlash(withoutSlash(realm_url).replace(TOKEN_PATH, '')),
    // The only grant that the service documents, though RFC 9700 section 2.4 advises against it.
    grant_type: 'password',
    client_id,
    token_endpoint_auth_method: 'client_secret_post',
    client_secret: IN_VAULT,
    username: IN_VAULT,
    password: IN_VAULT,
  }),
} as const satisfies Preset;
