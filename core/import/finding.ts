/** What the readers of other programs' files have in common: one OAuth configuration as it stands there. */

/** Names of a {@link Finding}'s values: members of a profile, those of `tls` with their place. */
export type FoundMember =
  | 'grant_type'
  | 'issuer'
  | 'authorization_endpoint'
  | 'token_endpoint'
  | 'device_authorization_endpoint'
  | 'pushed_authorization_request_endpoint'
  | 'revocation_endpoint'
  | 'introspection_endpoint'
  | 'userinfo_endpoint'
  | 'jwks_uri'
  | 'end_session_endpoint'
  | 'client_id'
  | 'client_secret'
  | 'username'
  | 'password'
  | 'refresh_token'
  | 'subject_token'
  | 'private_key'
  | 'private_key_id'
  | 'token_endpoint_auth_method'
  | 'token_request_encoding'
  | 'code_challenge_method'
  | 'scope'
  | 'audience'
  | 'resource'
  | 'redirect_uri'
  | 'proxy'
  | 'tls.ca'
  | 'tls.cert'
  | 'tls.pfx'
  | 'tls.key'
  | 'tls.passphrase';

export type FoundValues = Readonly<Partial<Record<FoundMember, string>>>;

/** Values by name; `undefined` for one that is kept elsewhere, such as a secret that the program did not export. */
export type Variables = ReadonlyMap<string, string | undefined>;

export interface Finding {
  /** Of the request or folder it was found in; empty for that of the whole file. */
  readonly name: string;
  /** As written, variables and all: `{{ name }}`. */
  readonly values: FoundValues;
  readonly tokenParams?: Readonly<Record<string, string>>;
  readonly authorizationParams?: Readonly<Record<string, string>>;
  /** Set where the program writes it for one environment alone. */
  readonly environment?: string;
  /** Those that hold here alone. */
  readonly variables?: Variables;
  /** What of it has no place in a profile. Names things, never their values. */
  readonly notes?: readonly string[];
}

export interface Scope {
  readonly name: string;
  readonly variables: Variables;
}

/** What one file holds. */
export interface Reading {
  /** For people: "Postman collection". */
  readonly format: string;
  /** Files of the same program are read together: the environments of one are those of the others' findings. */
  readonly family: 'postman' | 'insomnia' | 'bruno' | 'jetbrains' | 'other';
  /** Of the collection, as the program shows it. */
  readonly name?: string | undefined;
  readonly findings: readonly Finding[];
  /** Those that hold in every environment. */
  readonly variables?: Variables;
  readonly environments?: readonly Scope[];
  readonly notes?: readonly string[];
}
