import { expect, it } from 'vitest';
import { certificateOptions } from '../../../cli/commands/curl.ts';
import { authorizationOf } from '../../../cli/commands/token.ts';

it('gives curl the files of the profile, colons in their names told from a passphrase', () => {
  expect(certificateOptions({ ca: '/ca.pem', cert: '/a:b.pem', key: '/k.pem' }, 'a/b')).toEqual([
    ['cacert', '/ca.pem'],
    ['cert', String.raw`/a\:b.pem`],
    ['key', '/k.pem'],
  ]);
  expect(certificateOptions({ pfx: '/a.p12' }, 'a/b')).toEqual([
    ['cert-type', 'P12'],
    ['cert', '/a.p12'],
  ]);
  expect(certificateOptions({}, 'a/b')).toEqual([]);
});

it('gives no key away that is kept as a secret', () => {
  expect(() => certificateOptions({ cert: '/a.pem', key: { from: 'vault' } }, 'a/b')).toThrow(
    expect.objectContaining({ code: 'refused_by_policy' }) as Error,
  );
});

it('shows no token that each request would need a proof for (RFC 9449 section 7.1)', () => {
  const answer = {
    address: 'a/b',
    access_token: 't',
    expires_at: null,
    expires_in: null,
    scope: null,
  } as const;
  expect(authorizationOf({ ...answer, token_type: 'Bearer' })).toBe('Bearer t');
  expect(() => authorizationOf({ ...answer, token_type: 'DPoP' })).toThrow(
    expect.objectContaining({ code: 'refused_by_policy' }) as Error,
  );
});
