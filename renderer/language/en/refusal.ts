import type { Cause, Subject, Thing } from '../../refusal/finding.ts';

/** `address`: of the profile, for the commands. */
type Causes = Record<Cause, { title: string; why: string; next: (address: string) => string }>;

const causes: Causes = {
  missing_header: {
    title: 'No token was sent',
    why: 'The request has no Authorization header, or it was lost on the way: redirects and proxies drop it.',
    next: (address: string) =>
      `Send “Authorization: Bearer TOKEN”, or let Fob do it: fob curl ${address} URL`,
  },
  placeholder: {
    title: 'A placeholder was sent in place of the token',
    why: 'A variable was not filled in, so its name or nothing at all went to the API.',
    next: (address: string) => `Set the variable first: TOKEN=$(fob token ${address})`,
  },
  missing_scheme: {
    title: 'The word “Bearer” is missing',
    why: 'The header has the token alone. Servers look for the scheme before it.',
    next: () => 'Write “Authorization: Bearer ” before the token.',
  },
  doubled_scheme: {
    title: 'The scheme is there twice',
    why: 'The token was copied with its scheme, and the tool added one, too.',
    next: (address: string) => `Copy the token alone: fob token ${address}`,
  },
  wrong_scheme: {
    title: 'The scheme of the header is wrong',
    why: 'OAuth access tokens go with the scheme Bearer, or with DPoP where they are bound to a key.',
    next: () => 'Write “Authorization: Bearer ” before the token.',
  },
  quoted: {
    title: 'The token is in quotes or has a stray character',
    why: 'Quotes, commas and angle brackets are no part of a token: with them it is another one.',
    next: (address: string) => `Copy the token again, without what is around it: fob token ${address}`,
  },
  line_break: {
    title: 'The token has a line break or space in it',
    why: 'A terminal, mail or editor broke it. The server sees only what stands before the break.',
    next: (address: string) => `Copy it again in one piece: fob copy ${address}`,
  },
  percent_encoded: {
    title: 'The token is percent-encoded',
    why: 'It was written for a URL. In a header it has to stand as it is.',
    next: (address: string) => `Copy it again: fob copy ${address}`,
  },
  truncated: {
    title: 'The token is cut off',
    why: 'It is shorter than a whole one: a part of it was lost when it was copied.',
    next: (address: string) => `Copy it again in one piece: fob copy ${address}`,
  },
  malformed: {
    title: 'The token cannot be read',
    why: 'It is not well-formed: characters were lost or changed on its way.',
    next: (address: string) => `Copy it again in one piece: fob copy ${address}`,
  },
  encrypted: {
    title: 'The token is encrypted',
    why: 'Only an API with the right key can read it; it may not be meant for this one.',
    next: () => 'Ask the issuer which API the token is encrypted for.',
  },
  token_in_url: {
    title: 'The token is in the URL',
    why: 'Most APIs take tokens in the Authorization header alone, since URLs end up in logs.',
    next: (address: string) => `Send it in the header: fob curl ${address} URL`,
  },
  unsigned: {
    title: 'The token is not signed',
    why: 'Its algorithm is “none”: no API may accept it.',
    next: (address: string) => `Use a token of the issuer: fob token ${address}`,
  },
  not_access_token: {
    title: 'It is not an access token',
    why: 'An ID token is for the application, a refresh token for the token endpoint. An API wants the access token.',
    next: (address: string) => `Send the access token: fob token ${address}`,
  },
  expired: {
    title: 'The token has expired',
    why: 'When the API looked at it, its life was over.',
    next: (address: string) => `Get a fresh one for each call: fob token ${address}`,
  },
  not_yet_valid: {
    title: 'The token is not valid yet',
    why: 'It says that it must not be used before a moment that had not come.',
    next: () => 'Wait until then, or compare the clocks of the issuer and of the API.',
  },
  clock_skew: {
    title: 'The clocks do not agree',
    why: 'By the clock of the API or of this machine the token comes from the future.',
    next: () => 'Set the clock that is wrong (NTP), or have the API allow for a difference of a minute.',
  },
  environment: {
    title: 'The token is of another environment',
    why: 'Issuer, client or address show that the token and the API are not of the same environment.',
    next: (address: string) => `Use the token of the environment that is called: fob token ${address}`,
  },
  issuer: {
    title: 'The token comes from another issuer',
    why: 'The profile names one issuer, the token another one, which no profile here knows.',
    next: (address: string) =>
      `Compare the claim iss with the issuer of the profile: fob profile show ${address}`,
  },
  client: {
    title: 'The token was given to another client',
    why: 'It names a client that is not the one of the profile.',
    next: (address: string) => `Compare the client ids: fob profile show ${address}`,
  },
  audience: {
    title: 'The token is for another API',
    why: 'The API does not find itself among the audiences of the token.',
    next: (address: string) => `Ask for the right audience: fob token ${address} --audience AUDIENCE`,
  },
  scope: {
    title: 'The token lacks a scope',
    why: 'The API wants a right that was not asked for, or not granted.',
    next: (address: string) =>
      `Ask for it, or have it granted to the client: fob token ${address} --scope "SCOPES"`,
  },
  signature: {
    title: 'The signature does not hold',
    why: 'The token was changed, or signed with a key that the issuer does not publish (any more).',
    next: (address: string) => `Get a fresh one: fob refresh ${address}`,
  },
  certificate_missing: {
    title: 'The client certificate is missing',
    why: 'The token is bound to a certificate: the API takes it only over a connection that shows it.',
    next: (address: string) => `Call with the certificate of the profile: fob curl ${address} URL`,
  },
  certificate_other: {
    title: 'The token is bound to another client certificate',
    why: 'It names a certificate that is not the one of the profile; perhaps that was renewed.',
    next: (address: string) => `Get a token with the certificate of now: fob refresh ${address}`,
  },
  dpop_scheme: {
    title: 'A DPoP token was sent as Bearer',
    why: 'It is bound to a key and goes with the scheme DPoP and a proof in the header DPoP.',
    next: (address: string) => `Let Fob add both: fob curl ${address} URL`,
  },
  dpop_proof_missing: {
    title: 'The DPoP proof is missing',
    why: 'The token is bound to a key. Each request needs a proof in the header DPoP.',
    next: (address: string) => `Let Fob add it: fob curl ${address} URL`,
  },
  dpop_proof_wrong: {
    title: 'The DPoP proof does not fit the request',
    why: 'A proof is for one method, one address, one token and a short time.',
    next: (address: string) => `Make a new one for each request: fob curl ${address} URL`,
  },
  dpop_nonce: {
    title: 'The API wants its nonce in the DPoP proof',
    why: 'It sent one in the header DPoP-Nonce. The next proof has to carry it; this is a normal first answer.',
    next: (address: string) => `Send the request again; this does so by itself: fob curl ${address} URL`,
  },
  dpop_required: {
    title: 'The API takes only tokens that are bound by DPoP',
    why: 'It offers the scheme DPoP alone, and this token is not bound to a key.',
    next: (address: string) => `Write "dpop": true into the profile: fob profile edit ${address}`,
  },
  revoked: {
    title: 'The token was revoked, or its session has ended',
    why: 'It looks valid, but the issuer takes it back: after a sign-out, a new password or a removed client.',
    next: (address: string) => `Get a new one, or sign in again: fob refresh ${address}`,
  },
  permission: {
    title: 'The token is accepted, the caller may not do this',
    why: 'Who calls is known; a role, group or right for this resource is missing. Another token of the same kind changes nothing.',
    next: () => 'Have the right granted where the API keeps its roles, then get a fresh token.',
  },
  other_authentication: {
    title: 'The API wants another kind of sign-in',
    why: 'It does not ask for a Bearer token at all, at least not at this address.',
    next: () => 'Look whether the address is right, and what its documentation says on authentication.',
  },
  api_key: {
    title: 'An API key is missing',
    why: 'The gateway wants a subscription or API key beside the token.',
    next: () => 'Add the header with the key that the gateway names in its documentation.',
  },
  unknown_route: {
    title: 'The gateway does not know this address',
    why: 'AWS API Gateway answers “Missing Authentication Token” for a path, stage or method that does not exist.',
    next: () => 'Compare path, stage and method with what is deployed.',
  },
  proxy: {
    title: 'A proxy refused, not the API',
    why: 'Status 407 comes from a proxy on the way, which wants its own sign-in.',
    next: () => 'Give the proxy its credentials, or go past it with NO_PROXY.',
  },
  invalid_token: {
    title: 'The API says no more than that the token is invalid',
    why: 'It does not tell whether time, signature, issuer, audience or revocation is the reason.',
    next: () => 'Its log says more. What Fob could compare is listed here.',
  },
  not_refused: {
    title: 'This is not a refusal',
    why: 'The status says that the request went well.',
    next: () => 'Paste the answer that has the status 401 or 403.',
  },
  server_error: {
    title: 'The server failed, the token is not the reason',
    why: 'A status of 500 and above is a fault of the server or of a gateway before it.',
    next: () => 'Try again later, or tell those who run the API.',
  },
};

const subjects: Record<Subject, string> = {
  form: 'form of the header',
  times: 'validity',
  clock: 'clocks',
  kind: 'kind of token',
  issuer: 'issuer and client',
  audience: 'audience',
  scope: 'scopes',
  certificate: 'client certificate',
  dpop: 'DPoP',
  signature: 'signature',
};

const things: Record<Thing, string> = {
  access_token: 'an access token',
  other_token: 'a token of another kind',
  certificate: 'a request with the client certificate that the token names',
  no_certificate: 'a request without one',
  dpop_proof: 'a header DPoP with a proof for this request',
  no_dpop_proof: 'no such header',
  no_header: 'no Authorization header',
  one_line: 'a token in one line, without spaces',
  signature: 'a signed token',
  three_parts: 'three parts with dots between them',
};

/** Why an API refused. */
export const refusal = {
  title: 'Why 401?',
  intro:
    'Paste what the API answered, or the curl command that failed, or both. Fob compares it with the profile and names what does not fit.',
  stays: 'The text stays in this page.',
  input: 'Response, failing curl command, or both',
  placeholder: 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token", …',
  clear: 'Clear',
  profile: 'Profile',
  noProfile: 'None',
  guessed: 'Chosen by the token’s issuer, client and audience. Choose another one if that is wrong.',
  result: 'Findings',
  empty: 'Nothing is looked at yet',
  emptyHelp: 'curl -i prints the response with its headers: they say the most.',
  nothing: 'Nothing that Fob can see is wrong',
  nothingHelp:
    'What was looked at fits. What remains is what only the API and the issuer know: whether the token was revoked, which issuers, audiences and keys the API is set up for, and what the caller may do.',
  nothingSeen: 'There is too little in this text to find a cause',
  nothingSeenHelp:
    'Add the headers of the response (curl -i), the curl command with its token, or choose the profile.',
  held: 'Looked at, and well',
  unseen: 'Could not be looked at',
  expected: 'Expected',
  found: 'Found',
  next: 'Next',
  serverSays: 'The server says',
  sureness: { certain: 'Certain', likely: 'Likely', possible: 'Possible' },
  verify: 'Check the signature',
  verifying: 'Checking…',
  verifyHelp: (issuer: string) =>
    `Fob fetches the keys of ${issuer} and checks on this machine; the token stays here.`,
  atHand: (address: string) => `Look at the token of ${address} at hand`,
  atHandHelp: 'There is no token in the text. The one that Fob has may be the one that was refused.',
  atHandUsed: (address: string) => `Compared with the token of ${address} that Fob has at hand.`,
  moments: { valid: 'valid', ended: 'ended', begins: 'begins', made: 'made', looked: 'made before' },
  subjects,
  things,
  causes,
};
