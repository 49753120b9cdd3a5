/** ID tokens that are of another issuer, for another client or about nobody (OIDC Core section 3.1.3.7). */
import { accept, refuse, withClaim, without } from './claims.ts';
import type { Fault } from './fault.ts';

const ISSUER: readonly Fault[] = [
  refuse(
    'M10',
    'iss is another issuer',
    withClaim('iss', () => 'https://elsewhere.example'),
  ),
  refuse(
    'M10-slash',
    'iss has one more slash',
    withClaim('iss', ({ issuer }) => `${issuer}/`),
  ),
  refuse(
    'M10-upper-case',
    'iss in upper case',
    withClaim('iss', ({ issuer }) => issuer.toUpperCase()),
  ),
  refuse(
    'M10-prefix',
    'iss begins with the issuer',
    withClaim('iss', ({ issuer }) => `${issuer}.example`),
  ),
  refuse(
    'M10-array',
    'iss is the issuer in an array',
    withClaim('iss', ({ issuer }) => [issuer]),
  ),
  refuse(
    'M10-null',
    'iss is null',
    withClaim('iss', () => null),
  ),
  refuse('M47', 'iss is missing', without('iss')),
];

const AUDIENCE: readonly Fault[] = [
  refuse(
    'M11',
    'aud is another client',
    withClaim('aud', () => 'another-client'),
  ),
  refuse(
    'M11-array',
    'aud is an array of others',
    withClaim('aud', () => ['another-client', 'a-third']),
  ),
  refuse(
    'M11-empty',
    'aud is empty',
    withClaim('aud', () => ''),
  ),
  refuse(
    'M11-empty-array',
    'aud is an empty array',
    withClaim('aud', () => []),
  ),
  refuse(
    'M11-prefix',
    'aud begins with the client',
    withClaim('aud', ({ clientId }) => `${clientId}-2`),
  ),
  refuse(
    'M11-case',
    'aud in upper case',
    withClaim('aud', ({ clientId }) => clientId.toUpperCase()),
  ),
  refuse(
    'M11-number',
    'aud is a number',
    withClaim('aud', () => 1),
  ),
  refuse(
    'M11-object',
    'aud is an object',
    withClaim('aud', ({ clientId }) => ({ [clientId]: true })),
  ),
  refuse(
    'M11-nested',
    'aud is in an array in an array',
    withClaim('aud', ({ clientId }) => [[clientId]]),
  ),
  refuse('M12', 'aud is missing', without('aud')),
  refuse(
    'M46',
    'a second audience and no azp',
    withClaim('aud', ({ clientId }) => [clientId, 'another']),
  ),
  refuse('M46-azp', 'a second audience, and azp names it', (claims, { clientId }) => ({
    ...claims,
    aud: [clientId, 'another-client'],
    azp: 'another-client',
  })),
  refuse('M46-azp-array', 'a second audience, and azp is an array', (claims, { clientId }) => ({
    ...claims,
    aud: [clientId, 'another-client'],
    azp: [clientId],
  })),
];

const SUBJECT: readonly Fault[] = [
  refuse('M14', 'sub is missing', without('sub')),
  refuse(
    'M14-number',
    'sub is a number',
    withClaim('sub', () => 1),
  ),
  refuse(
    'M14-null',
    'sub is null',
    withClaim('sub', () => null),
  ),
  refuse(
    'M14-array',
    'sub is an array',
    withClaim('sub', () => ['person-1']),
  ),
];

const GOOD: readonly Fault[] = [
  accept(
    'M55',
    'aud is an array of the client alone',
    withClaim('aud', ({ clientId }) => [clientId]),
  ),
  accept('M71', 'at_hash is missing', without('at_hash')),
  accept(
    'P66-azp',
    'azp names the client',
    withClaim('azp', ({ clientId }) => clientId),
  ),
  accept('P66-two', 'two audiences, and azp names the client', (claims, { clientId }) => ({
    ...claims,
    aud: [clientId, 'another-client'],
    azp: clientId,
  })),
  accept(
    'P67-iat',
    'iat is ten seconds ahead',
    withClaim('iat', ({ now }) => now + 10),
  ),
  accept(
    'P67-nbf',
    'nbf is ten seconds ahead',
    withClaim('nbf', ({ now }) => now + 10),
  ),
  accept('P67-fraction', 'times have fractions', (claims, { now }) => ({
    ...claims,
    iat: now - 0.5,
    exp: now + 300.25,
  })),
  accept('P25-claims', 'claims that nobody knows', (claims) => ({
    ...claims,
    acr: '1',
    amr: ['pwd', 'mfa'],
    auth_time: claims.iat,
    'https://claims.example/deep': { a: [{ b: null }], ünïcödé: '✓' },
    _claim_names: { address: 'src1' },
  })),
];

export const ID_TOKEN_CLAIMS: readonly Fault[] = [...ISSUER, ...AUDIENCE, ...SUBJECT, ...GOOD];
