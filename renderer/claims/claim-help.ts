/** What a claim or header parameter means, for a person who has not read the RFCs. */
export interface ClaimHelp {
  readonly title: string;
  readonly help: string;
  /** Seconds since 1970 (RFC 7519 NumericDate). */
  readonly isTime?: true;
}

const PAYLOAD: Readonly<Record<string, ClaimHelp>> = {
  // RFC 7519
  iss: { title: 'Issuer', help: 'Who made this token. An API accepts only the issuers it trusts.' },
  sub: {
    title: 'Subject',
    help: 'Who the token is about: a user, or the client itself. Unique within the issuer.',
  },
  aud: { title: 'Audience', help: 'Who the token is for. An API that is not named here must refuse it.' },
  exp: { title: 'Expires', help: 'From this moment on the token must be refused.', isTime: true },
  nbf: { title: 'Not before', help: 'Until this moment the token must be refused.', isTime: true },
  iat: { title: 'Issued', help: 'When the token was made, by the clock of the issuer.', isTime: true },
  jti: { title: 'Token id', help: 'Names this one token, so that it can be found in logs or be revoked.' },
  // RFC 8693, RFC 9068, RFC 7800, RFC 9396
  scope: { title: 'Scope', help: 'What the token allows, as words separated by spaces.' },
  client_id: { title: 'Client', help: 'The application that the token was given to.' },
  act: { title: 'Actor', help: 'Who acts on behalf of the subject (token exchange).' },
  may_act: { title: 'May act', help: 'Who may act on behalf of the subject.' },
  cnf: {
    title: 'Confirmation',
    help: 'Binds the token to a key or certificate: stolen alone, it is of no use.',
  },
  authorization_details: {
    title: 'Authorization details',
    help: 'What the token allows, in structured form.',
  },
  roles: { title: 'Roles', help: 'Roles of the subject, as the issuer sees them.' },
  groups: { title: 'Groups', help: 'Groups that the subject belongs to.' },
  entitlements: { title: 'Entitlements', help: 'Single rights of the subject.' },
  // RFC 7662
  active: {
    title: 'Active',
    help: 'Whether the issuer would still accept the token: not expired, not revoked.',
  },
  username: { title: 'User name', help: 'Who the token is about, in a form for people to read.' },
  token_type: {
    title: 'Token type',
    help: 'How the token is shown to an API: Bearer, or DPoP with a proof.',
  },
  // OpenID Connect Core
  azp: {
    title: 'Authorized party',
    help: 'The client that the token was issued to, where the audience is another.',
  },
  nonce: { title: 'Nonce', help: 'Ties an ID token to the sign-in that asked for it.' },
  auth_time: {
    title: 'Signed in',
    help: 'When the person really signed in, perhaps long before this token.',
    isTime: true,
  },
  acr: { title: 'Assurance level', help: 'How strongly the person proved who they are.' },
  amr: {
    title: 'Sign-in methods',
    help: 'How the person signed in: pwd is a password, otp a one-time code, mfa several.',
  },
  at_hash: {
    title: 'Access token hash',
    help: 'Proves that the ID token and the access token belong together.',
  },
  c_hash: {
    title: 'Code hash',
    help: 'Proves that the ID token and the authorization code belong together.',
  },
  sid: { title: 'Session id', help: 'The session at the identity provider that this token belongs to.' },
  name: { title: 'Full name', help: 'The name of the person, ready to show.' },
  given_name: { title: 'Given name', help: 'The first name or names of the person.' },
  family_name: { title: 'Family name', help: 'The last name or names of the person.' },
  middle_name: { title: 'Middle name', help: 'The middle name or names of the person.' },
  nickname: { title: 'Nickname', help: 'What the person is called informally.' },
  preferred_username: {
    title: 'User name',
    help: 'What the person signs in with. Can change: do not use it as a key.',
  },
  profile: { title: 'Profile page', help: 'Address of a page about the person.' },
  picture: { title: 'Picture', help: 'Address of a picture of the person. Fob does not load it.' },
  website: { title: 'Website', help: 'Web page of the person.' },
  email: { title: 'Email', help: 'Email address. Not proof of identity unless it is verified.' },
  email_verified: { title: 'Email verified', help: 'Whether the issuer checked that the address is theirs.' },
  gender: { title: 'Gender', help: 'Gender as the person gave it.' },
  birthdate: { title: 'Birth date', help: 'Date of birth, or only the year.' },
  zoneinfo: { title: 'Time zone', help: 'Time zone of the person.' },
  locale: { title: 'Language', help: 'Language and region of the person.' },
  phone_number: { title: 'Phone', help: 'Phone number of the person.' },
  phone_number_verified: { title: 'Phone verified', help: 'Whether the issuer checked the phone number.' },
  address: { title: 'Postal address', help: 'Postal address of the person.' },
  updated_at: {
    title: 'Profile updated',
    help: 'When the facts about the person last changed.',
    isTime: true,
  },
  // Widely used, not registered
  scp: { title: 'Scope', help: 'What the token allows. Some issuers use this name in place of scope.' },
  typ: {
    title: 'Kind of token',
    help: 'Keycloak: Bearer for access tokens, ID for ID tokens, Refresh for refresh tokens.',
  },
  session_state: { title: 'Session', help: 'Keycloak: the session at the identity provider.' },
  realm_access: { title: 'Realm roles', help: 'Keycloak: roles that hold in the whole realm.' },
  resource_access: { title: 'Client roles', help: 'Keycloak: roles that hold for single clients.' },
  'allowed-origins': {
    title: 'Allowed origins',
    help: 'Keycloak: web pages that may use this token by CORS.',
  },
  tid: { title: 'Tenant', help: 'Microsoft: the tenant that the subject belongs to.' },
  oid: {
    title: 'Object id',
    help: 'Microsoft: the subject in the directory, the same for all applications.',
  },
};

const HEADER: Readonly<Record<string, ClaimHelp>> = {
  alg: { title: 'Algorithm', help: 'How the token is signed. "none" means not at all.' },
  typ: { title: 'Type', help: 'What kind of token this is: "at+jwt" is an access token (RFC 9068).' },
  cty: { title: 'Content type', help: 'What the payload is, when it is not plain claims.' },
  kid: { title: 'Key id', help: "Which of the issuer's keys signed it." },
  jku: {
    title: 'Key set URL',
    help: 'Where the signer says its keys are. Never to be trusted; Fob ignores it.',
  },
  jwk: { title: 'Embedded key', help: 'A key sent along. Never to be trusted by itself; Fob ignores it.' },
  x5u: { title: 'Certificate URL', help: 'Where the signer says its certificate is. Fob ignores it.' },
  x5c: { title: 'Certificate chain', help: "The signer's certificate and those above it." },
  x5t: { title: 'Certificate thumbprint', help: "SHA-1 fingerprint of the signer's certificate." },
  'x5t#S256': { title: 'Certificate thumbprint', help: "SHA-256 fingerprint of the signer's certificate." },
  crit: {
    title: 'Critical',
    help: 'Header parameters that a verifier must understand, or else refuse the token.',
  },
  b64: { title: 'Payload encoding', help: 'Whether the payload is base64url-encoded.' },
};

/** Help for a payload claim or header parameter; `undefined` for one that nobody registered. */
export function claimHelp(name: string, part: 'header' | 'payload'): ClaimHelp | undefined {
  const table = part === 'header' ? HEADER : PAYLOAD;
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
