import type { ErrorCode } from '../shared/error-code.ts';
import { MANY_KEYS } from './hostile-answers.ts';
import type { AnswerName } from './hostile-answers.ts';

/** What Fob is asked for, and so which endpoint answers as the case says; all others answer well. */
export type Ask = 'token' | 'metadata' | 'keys' | 'sign-in' | 'claims' | 'userinfo' | 'introspection';

export interface HostileCase {
  readonly what: string;
  readonly ask: Ask;
  readonly answer: AnswerName;
  /** How it has to end: with this code, or with `accepted`. */
  readonly outcome: ErrorCode | 'accepted';
  /** What Fob gives that endpoint, in seconds (security.md F01). */
  readonly deadlineS: 10 | 30;
}

const INVALID = 'idp_response_invalid';

export const HOSTILE_CASES: readonly HostileCase[] = [
  token('drips 1 byte a second', 'drip', 'idp_timeout'),
  token('drips its headers', 'dripOfHeaders', 'idp_timeout'),
  token('never answers', 'silence', 'idp_timeout'),
  token('1 GB as gzip', 'gzip', INVALID),
  token('200 MB as gzip that is within the cap', 'gzipWithinTheCap', INVALID),
  token('1 GB as deflate', 'deflate', INVALID),
  token('1 GB as brotli', 'brotli', INVALID),
  token('1 GB as zstd', 'zstd', INVALID),
  token('1 GB as gzip, named six times', 'nested', INVALID),
  token('5 MB', 'huge', INVALID),
  token('a refusal of 5 MB', 'hugeRefusal', INVALID),
  token('64 KB of headers', 'headers', 'idp_unreachable'),
  token('JSON of 10000 levels', 'deep', 'accepted'),
  token('JSON of 200000 levels without an end', 'deepWithoutEnd', INVALID),
  token('a JWT with 1 MB of claims', 'jwtOfOneMb', INVALID),
  { ...token('a JWT with claims as large as may be', 'jwtWithinTheCap', 'accepted'), ask: 'claims' },
  { ...token('a JWT with claims of 10000 levels', 'jwtOfDeepClaims', 'accepted'), ask: 'claims' },
  metadata('drips 1 byte a second', 'drip', 'idp_timeout'),
  metadata('1 GB as brotli', 'brotli', INVALID),
  metadata('5 MB', 'huge', INVALID),
  metadata('64 KB of headers', 'headers', 'idp_unreachable'),
  metadata('JSON of 10000 levels', 'deep', INVALID),
  keys('drips 1 byte a second', 'drip', 'idp_timeout'),
  keys('5 MB', 'huge', INVALID),
  keys('1 GB as brotli', 'brotli', INVALID),
  keys('JSON of 10000 levels', 'deep', 'token_not_verified'),
  keys(`${MANY_KEYS} keys, 4 MB`, 'manyRealKeys', INVALID),
  keys(`${MANY_KEYS} keys that all fit`, 'manyKeysWithinTheCap', 'token_not_verified'),
  keys(`${MANY_KEYS} keys with names`, 'manyKeysWithNames', 'token_not_verified'),
  keys('an RSA key of 2400000 bits', 'vastKey', 'token_not_verified'),
  {
    ...keys(`${MANY_KEYS} keys that all fit, at a sign-in`, 'manyKeysWithinTheCap', INVALID),
    ask: 'sign-in',
  },
  { ...keys('an RSA key of 2400000 bits, at a sign-in', 'vastKey', INVALID), ask: 'sign-in' },
  { ...keys('drips 1 byte a second, at a sign-in', 'drip', 'idp_timeout'), ask: 'sign-in' },
  userinfo('drips 1 byte a second', 'drip', 'idp_timeout'),
  userinfo('5 MB', 'huge', INVALID),
  userinfo('1 GB as brotli', 'brotli', INVALID),
  userinfo('JSON of 10000 levels', 'deep', INVALID),
  introspection('drips 1 byte a second', 'drip', 'idp_timeout'),
  introspection('5 MB', 'huge', INVALID),
  introspection('JSON of 10000 levels', 'deep', INVALID),
];

function token(what: string, answer: AnswerName, outcome: HostileCase['outcome']): HostileCase {
  return { what: `token: ${what}`, ask: 'token', answer, outcome, deadlineS: 30 };
}

function metadata(what: string, answer: AnswerName, outcome: HostileCase['outcome']): HostileCase {
  return { what: `metadata: ${what}`, ask: 'metadata', answer, outcome, deadlineS: 10 };
}

function keys(what: string, answer: AnswerName, outcome: HostileCase['outcome']): HostileCase {
  return { what: `JWKS: ${what}`, ask: 'keys', answer, outcome, deadlineS: 10 };
}

function userinfo(what: string, answer: AnswerName, outcome: HostileCase['outcome']): HostileCase {
  return { what: `userinfo: ${what}`, ask: 'userinfo', answer, outcome, deadlineS: 10 };
}

function introspection(what: string, answer: AnswerName, outcome: HostileCase['outcome']): HostileCase {
  return { what: `introspection: ${what}`, ask: 'introspection', answer, outcome, deadlineS: 10 };
}
