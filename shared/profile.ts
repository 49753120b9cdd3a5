/**
 * The profile file (contract): what `profiles.json` may hold. Members carry the names that the IANA registries
 * give them. The file holds no secret, only references that say where one is kept.
 */
import { z } from 'zod';
import { ASYMMETRIC_ALGORITHMS } from './signing-algorithm.ts';

const ID_PATTERN = /^[a-z0-9][a-z0-9-]*$/;
const idSchema = z
  .string()
  .max(64)
  .regex(ID_PATTERN, 'must be lower-case letters, digits and hyphens, such as "salus-beta"');

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether plain `http` may be used: on this machine alone. `hostname` as `URL` gives it. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOSTS.has(hostname) || /^127(\.\d{1,3}){3}$/.test(hostname);
}

const SPACE_OR_CONTROL = /[\u0000-\u0020\u007f]/;

/** Why a URL may not be used as an endpoint or issuer, or `undefined` when it may (RFC 8414 section 2, RFC 6749 section 3.2). */
export function endpointProblem(text: string): string | undefined {
  // The URL parser takes line breaks and surrounding spaces out without a word.
  if (SPACE_OR_CONTROL.test(text)) return 'must not contain spaces or control characters';
  if (!URL.canParse(text)) return 'is not an absolute URL';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'must not carry a user name or password';
  if (url.hash !== '') return 'must not have a fragment';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol !== 'http:') return `must be an https URL, not ${url.protocol}`;
  return isLoopbackHost(url.hostname) ? undefined : 'must use https (http is allowed on loopback alone)';
}

const endpointSchema = z
  .string()
  .max(2048)
  .superRefine((text, context) => {
    const problem = endpointProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

// A CR, LF or NUL in a value that ends up in a header or body line could smuggle another one in.
const lineSchema = z
  .string()
  .max(4096)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters');

const pathSchema = lineSchema.min(1);

const PLAIN_SECRET =
  'is a secret in plain text; write { "from": "vault" } here and store the value with: fob secret set ADDRESS MEMBER';

const KEPT_WHERE =
  'must say where the secret is kept: { "from": "vault" }, or from "env" with a "name", "file" with a "path", or "exec" with a "command"';

const variableSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable, such as ACME_SECRET');

const secretReferenceSchema = z.discriminatedUnion(
  'from',
  [
    z.strictObject({ from: z.literal('vault') }),
    z.strictObject({ from: z.literal('env'), name: variableSchema }),
    z.strictObject({ from: z.literal('file'), path: pathSchema }),
    z.strictObject({ from: z.literal('exec'), command: z.array(lineSchema.min(1)).min(1).max(64) }),
  ],
  {
    error: (issue) => (typeof issue.input === 'string' ? PLAIN_SECRET : KEPT_WHERE),
  },
);

/** Where a secret is kept. Never the secret itself. */
export type SecretReference = z.infer<typeof secretReferenceSchema>;

/** Those that are members of their own, not inside of `tls`. */
export const OWN_SECRET_MEMBERS = [
  'client_secret',
  'username',
  'password',
  'private_key',
  'refresh_token',
  'subject_token',
] as const;
export type OwnSecretMember = (typeof OWN_SECRET_MEMBERS)[number];

/** The members of a profile that are secrets, each given as a {@link SecretReference}; two of them inside `tls`. */
export const SECRET_MEMBERS = [...OWN_SECRET_MEMBERS, 'tls.key', 'tls.passphrase'] as const;
export type SecretMember = (typeof SECRET_MEMBERS)[number];

export const GRANT_TYPES = [
  'client_credentials',
  'password',
  'authorization_code',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'refresh_token',
] as const;
export type GrantType = (typeof GRANT_TYPES)[number];

export const CLIENT_AUTH_METHODS = [
  'none',
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
] as const;
export type ClientAuthMethod = (typeof CLIENT_AUTH_METHODS)[number];

export const TIERS = ['dev', 'test', 'prod'] as const;
export type Tier = (typeof TIERS)[number];

const RESERVED_PARAMETERS = [
  'grant_type',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'redirect_uri',
  'response_type',
  'state',
  'nonce',
  'code',
  'code_challenge',
  'code_challenge_method',
  'code_verifier',
  'refresh_token',
  'username',
  'password',
  // What would carry any of them past this list (RFC 9101), or send the answer elsewhere.
  'request',
  'request_uri',
  'response_mode',
  'dpop_jkt',
  'assertion',
  'device_code',
  'subject_token',
  'token',
];

/** Extra parameters can add to a request but never replace one that Fob sets. */
const extraParamsSchema = z.record(z.string().min(1).max(256), lineSchema).superRefine((params, context) => {
  for (const name of Object.keys(params)) {
    if (RESERVED_PARAMETERS.includes(name))
      context.addIssue({ code: 'custom', path: [name], message: 'is set by Fob and cannot be overridden' });
  }
});

const PROXY_SECRET =
  'must not carry a user name or password, which are secrets; give such a proxy in the environment, as HTTPS_PROXY';

const proxySchema = lineSchema.superRefine((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    context.addIssue({ code: 'custom', message: 'must be an http or https URL' });
  else if (url.username !== '' || url.password !== '')
    context.addIssue({ code: 'custom', message: PROXY_SECRET });
});

const tlsSchema = z.strictObject({
  ca: pathSchema.optional(),
  cert: pathSchema.optional(),
  key: z
    .union([pathSchema, secretReferenceSchema], {
      error: 'must be the path of a key file or a reference to where the key is kept, never the key itself',
    })
    .optional(),
  pfx: pathSchema.optional(),
  passphrase: secretReferenceSchema.optional(),
});

const refreshSchema = z.strictObject({
  auto: z.boolean().optional(),
  early: z
    .string()
    .regex(/^\d{1,5}[smh]$/, 'must be a number with s, m or h, such as "60s"')
    .optional(),
});

/** Every member that `defaults` and an environment may both have. */
export const profileMembersSchema = z.strictObject({
  tier: z.enum(TIERS).optional(),
  notes: z.string().max(10_000).optional(),
  issuer: endpointSchema
    .refine((text) => !URL.canParse(text) || new URL(text).search === '', 'must not have a query')
    .optional(),
  authorization_endpoint: endpointSchema.optional(),
  token_endpoint: endpointSchema.optional(),
  device_authorization_endpoint: endpointSchema.optional(),
  pushed_authorization_request_endpoint: endpointSchema.optional(),
  revocation_endpoint: endpointSchema.optional(),
  introspection_endpoint: endpointSchema.optional(),
  userinfo_endpoint: endpointSchema.optional(),
  jwks_uri: endpointSchema.optional(),
  end_session_endpoint: endpointSchema.optional(),
  mtls_endpoint_aliases: z.record(z.string().max(128), endpointSchema).optional(),
  grant_type: z.enum(GRANT_TYPES).optional(),
  client_id: lineSchema.min(1).optional(),
  token_endpoint_auth_method: z.enum(CLIENT_AUTH_METHODS).optional(),
  token_endpoint_auth_signing_alg: z.enum([...ASYMMETRIC_ALGORITHMS, 'HS256', 'HS384', 'HS512']).optional(),
  private_key_id: lineSchema.optional(),
  client_secret: secretReferenceSchema.optional(),
  username: secretReferenceSchema.optional(),
  password: secretReferenceSchema.optional(),
  private_key: secretReferenceSchema.optional(),
  refresh_token: secretReferenceSchema.optional(),
  subject_token: secretReferenceSchema.optional(),
  token_request_encoding: z.enum(['form', 'json']).optional(),
  scope: lineSchema.optional(),
  audience: lineSchema.optional(),
  resource: endpointSchema.optional(),
  redirect_uri: z
    .string()
    .refine(
      (text) =>
        URL.canParse(text) && new URL(text).protocol === 'http:' && isLoopbackHost(new URL(text).hostname),
      'must be a loopback http URL, such as http://127.0.0.1/callback',
    )
    .optional(),
  code_challenge_method: z.literal('S256').optional(),
  extra_token_params: extraParamsSchema.optional(),
  extra_authorization_params: extraParamsSchema.optional(),
  dpop: z.boolean().optional(),
  par: z.enum(['auto', 'always', 'never']).optional(),
  tls: tlsSchema.optional(),
  proxy: proxySchema.optional(),
  refresh: refreshSchema.optional(),
});

/** The settings of one environment or of a service's defaults, as written in the file. */
export type ProfileMembers = z.infer<typeof profileMembersSchema>;

/** Where a secret is kept; `undefined` when the profile does not use it, or names a file of TLS in its place. */
export function referenceOf(members: ProfileMembers, member: SecretMember): SecretReference | undefined {
  if (member === 'tls.passphrase') return members.tls?.passphrase;
  if (member !== 'tls.key') return members[member];
  return typeof members.tls?.key === 'object' ? members.tls.key : undefined;
}

export const environmentSchema = profileMembersSchema.extend({ id: idSchema });
export type EnvironmentEntry = z.infer<typeof environmentSchema>;

export const serviceSchema = z.strictObject({
  id: idSchema,
  name: lineSchema.min(1).max(200).optional(),
  defaults: profileMembersSchema.optional(),
  environments: z.array(environmentSchema),
});
export type ServiceEntry = z.infer<typeof serviceSchema>;

export const profilesFileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  services: z.array(serviceSchema),
});
export type ProfilesFile = z.infer<typeof profilesFileSchema>;

/** `service/environment`: how people and scripts name a profile. */
export type Address = `${string}/${string}`;

/** The addresses of a profile file that was merged into ours, and those of them that had a profile before. */
export interface AddedProfiles {
  readonly addresses: readonly Address[];
  readonly replaced: readonly Address[];
  /** The secrets that each still needs in the vault, of those that need any. */
  readonly missingSecrets?: Readonly<Record<string, readonly SecretMember[]>>;
}

/** Splits an address, or answers `undefined` when the text is not one. */
export function parseAddress(
  text: string,
): { address: Address; service: string; environment: string } | undefined {
  const [service, environment, ...rest] = text.split('/');
  if (service === undefined || environment === undefined || rest.length > 0) return undefined;
  if (!ID_PATTERN.test(service) || !ID_PATTERN.test(environment)) return undefined;
  return { address: `${service}/${environment}`, service, environment };
}

/** One address with everything decided: the service's defaults, the environment's own settings over them, Fob's defaults below both. */
export interface Profile extends Omit<ProfileMembers, 'refresh'> {
  readonly address: Address;
  readonly service: string;
  readonly serviceName: string;
  readonly environment: string;
  readonly tier: Tier;
  readonly grant_type: GrantType;
  readonly client_id: string;
  readonly token_endpoint_auth_method: ClientAuthMethod;
  readonly token_request_encoding: 'form' | 'json';
  /** Without `earlyMs` the settings say how early. */
  readonly refresh: { readonly auto: boolean; readonly earlyMs?: number };
}
