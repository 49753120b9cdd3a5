import type { claimHelp } from './claim-help.ts';

/** Help texts as `title: text`, by the name of the claim or header parameter. */
export type ClaimHelpTexts = {
  readonly [Part in keyof typeof claimHelp]: Readonly<Record<keyof (typeof claimHelp)[Part], string>>;
};

/** The details of an environment, and how claims are shown everywhere. */
export const claims = {
  /** Many texts that nobody needs before the first token is looked at. */
  loadHelp: (): Promise<ClaimHelpTexts> => import('./claim-help.ts').then(({ claimHelp }) => claimHelp),
  detailsOf: (address: string) => `Details of ${address}`,
  refresh: 'Refresh',
  pin: 'Pin',
  pinned: 'Pinned',
  compare: 'Compare',
  refused: 'Why 401?',
  remove: 'Remove profile…',
  notADate: (seconds: string) => `${seconds} (not a date)`,
  sections: { token: 'Token', person: 'Person', times: 'Times', profile: 'Profile' },
  token: {
    none: 'There is no token at hand. The next copy or command gets one.',
    get: 'Get a token and show its claims',
    reading: 'Reading the token…',
    which: 'Which token',
    access: 'Access token',
    id: 'ID token',
    header: 'Header',
    accessClaims: 'Access token claims',
    accessHeader: 'Access token header',
    idClaims: 'ID token claims',
    idHeader: 'ID token header',
  },
  verification: {
    verified: 'Verified',
    /** `by`: whose keys and which of them. */
    verifiedText: (by: string) => `Signature, issuer and lifetime hold against ${by}.`,
    keysOf: (issuer: string | undefined, algorithm: string, key: string | undefined) =>
      `the keys of ${issuer ?? 'the issuer'} (${[algorithm, ...(key === undefined ? [] : [`key ${key}`])].join(', ')})`,
    notVerified: 'Not verified',
    decoded: 'Decoded only',
    decodedText: 'This is what the token says. No keys of an issuer are known that could prove it.',
  },
  opaque: {
    title: 'The access token is opaque: it is not a JWT, so there is nothing to decode.',
    text: 'It works all the same. Only its issuer can say what it stands for.',
    introspection: 'Introspection',
    active: 'The issuer says: active',
    activeText: 'This is what it answered when Fob asked. There is no signature that could prove it.',
    inactive: 'The issuer says: not active',
    inactiveText:
      'The token has expired or was revoked, or this client may not ask about it. An API that asks will refuse it; Refresh gets another one.',
  },
  person: {
    ask: 'Ask the IdP who this is',
    asking: 'Asking the IdP…',
    says: 'The issuer says',
    matches: 'It answered about the person that the ID token names.',
    notCompared: 'There is no ID token to compare this person with.',
    claims: 'Userinfo',
  },
  asked: {
    scopes: 'Scopes',
    noScopes: 'None asked for, none told.',
    extra: 'not asked for',
    absent: 'asked for, not granted',
    audience: 'Audience',
    audiences: 'Audiences',
    noAudience: 'The token names none.',
    noneAsked: 'none was asked for',
    asAsked: 'as asked for',
  },
  binding: {
    certificate: 'Bound to a client certificate',
    dpop: 'Bound to a DPoP key',
    matches: {
      certificate: 'It is the one of this profile. An API takes the token only over a connection with it.',
      dpop: 'It is the key of this profile. Each request needs its own proof: fob curl adds one.',
    },
    differs: {
      certificate:
        'It is not the one of this profile: the API will refuse the token. Refresh gets another one.',
      dpop: 'It is not the key of this profile: the API will refuse the token. Refresh gets another one.',
    },
    unknown: {
      certificate: 'The certificate of this profile could not be read to compare it.',
      dpop: 'The key of this profile could not be read to compare it.',
    },
  },
  reveal: {
    title: 'Raw token',
    show: 'Show the raw token',
    hide: 'Hide it',
    hides: (seconds: number) => `Hides itself in ${seconds} s, and when you leave this window.`,
    hidden: 'The token is hidden again.',
    label: 'Access token as it is sent',
    help: 'A secret: look that nobody else sees your screen.',
  },
  facts: {
    issuer: 'Issuer',
    tokenEndpoint: 'Token endpoint',
    clientId: 'Client id',
    grantType: 'Grant type',
    clientAuthMethod: 'Client authentication',
    certificate: 'Client certificate',
    certificateBy: (issuer: string) => `by ${issuer}`,
    expires: (when: string) => `expires ${when}`,
    expired: (when: string) => `expired ${when}`,
    clock: 'Clock of the issuer',
    clockAgrees: 'agrees with this machine',
    clockAhead: (seconds: string) => `${seconds} s ahead of this machine`,
    clockBehind: (seconds: string) => `${seconds} s behind this machine`,
    received: 'Received',
    expiresAt: 'Expires',
    refreshAt: 'Next refresh',
    sessionEnds: 'Refresh token ends',
    sessionOver: 'Refresh token ended',
    lastUsed: 'Last used',
  },
};
