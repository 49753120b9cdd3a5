/** Any token, taken apart. */
export const inspect = {
  title: 'Inspect a token',
  intro:
    'Paste a JWT, an Authorization header, a URL or a whole curl command. It is decoded here, in this page.',
  stays: 'Nothing of it leaves this machine unless you ask for it.',
  input: 'Token, or a text that holds one',
  placeholder: 'eyJhbGciOi… or Authorization: Bearer eyJ… or curl -H …',
  clear: 'Clear',
  picker: {
    nothing: 'No environment matches.',
    more: (count: number) => `${count} more: type to find them.`,
  },
  result: 'What was found',
  nothing: 'There is no token in this text.',
  nothingHelp: 'A JWT has three parts with dots between them and begins with “eyJ”.',
  empty: 'What the token says appears here.',
  places: {
    alone: 'The text is a token.',
    header: 'Found in an Authorization header.',
    url: 'Found in a URL. Tokens in URLs end up in logs and histories: send them in a header.',
    curl: 'Found in a curl command.',
    text: 'Found in the text.',
  },
  mends: {
    line_breaks:
      'It had line breaks or spaces in it, which are left out here. As it was, no API would take it.',
    quotes: 'It had quotes around it, which are left out here. They are no part of the token.',
    percent: 'It was percent-encoded for a URL and is shown decoded.',
  },
  broken: 'This looks like a JWT but cannot be decoded.',
  brokenHelp:
    'A part of it is missing or was changed: copy it again, from “eyJ” to the end of the third part.',
  jwe: 'This is an encrypted token (JWE).',
  jweHelp:
    'Only the one it is meant for has the key to read it. Its header, which is not encrypted, is below.',
  opaque: 'This is an opaque token: a random text that means something to its issuer alone.',
  opaqueHelp:
    'There is nothing to decode, and nothing wrong with it. Its issuer can say what it stands for; the details of a profile ask it for you.',
  claims: 'Claims',
  header: 'Header',
  decoded: 'This is what the token says. Verify it before you believe it.',
  remarks: {
    label: 'Remarks',
    unsigned: 'It is not signed (alg none): anybody could have written it. No API may accept it.',
    no_signature: 'The signature is missing: a part of the token was cut off.',
    shared_secret:
      'It is signed with a shared secret (HMAC): only those who know the secret can verify it, and they could have made it, too.',
    expired: (when: string) => `It expired ${when}.`,
    not_yet_valid: (when: string) => `It is not valid yet: it will be ${when}.`,
    from_the_future: (when: string) =>
      `It says that it is made ${when}: the clock of the issuer and this one do not agree.`,
    never_expires: 'It never expires. If it leaks, it is good until the issuer revokes it.',
    milliseconds:
      'Its times are in milliseconds. A JWT counts seconds, so servers read a far future or refuse it.',
    long_lived: 'It lives for more than a day. Whoever gets hold of it has that long to use it.',
    id_token: 'It is an ID token: it tells an application who signed in. An API wants the access token.',
    refresh_token: 'It is a refresh token: it belongs to the token endpoint alone, and to no API.',
    dpop_proof: 'It is a DPoP proof, which goes along with a token for one request. It is no token itself.',
    logout_token: 'It is a notice of events, such as a sign-out. It opens no API.',
    client_assertion:
      'Issuer and subject are the same: a client proves itself with it to the token endpoint.',
    access_token: 'It is an access token: what an API wants.',
    sender_bound: 'It is bound to a key or certificate (cnf): alone it is of no use.',
    no_audience: 'It names no audience: an API that looks for itself in it will refuse it.',
    insecure_issuer:
      'Its issuer is a plain http address: anybody on the way could have changed what it publishes.',
    foreign_keys: 'Its header says where to get the key. A verifier must not follow that; Fob does not.',
    critical: 'It has header parameters that a verifier must understand, or else refuse it (crit).',
  },
  verify: {
    title: 'Verify',
    against: 'Against',
    profile: 'A profile',
    jwks: 'Pasted keys',
    jwksUri: 'Address of keys',
    profileLabel: 'Profile',
    jwksLabel: 'Key set (JWKS)',
    jwksHelp: 'The public keys of the issuer: {"keys":[…]}',
    jwksUriLabel: 'Address of the key set',
    jwksUriHelp: 'https, or http on this machine',
    button: 'Verify',
    verifying: 'Verifying…',
    fetchesProfile: (address: string, issuer: string | undefined) =>
      `Fob fetches the public keys of ${issuer ?? address}, the way it does for that profile. The token stays on this machine.`,
    fetchesNothing: 'Nothing is fetched: Fob checks with these keys, on this machine.',
    fetchesUri: (host: string) => `Fob fetches the keys from ${host}. The token stays on this machine.`,
    noProfiles: 'There is no profile to verify against yet.',
    noKeys:
      'This profile knows neither an issuer nor an address of keys, so there is nothing to check against.',
  },
};
