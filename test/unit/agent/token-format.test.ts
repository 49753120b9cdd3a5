import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatToken, tokenMembers } from '../../../agent/token-format.ts';
import type { HandedToken } from '../../../core/index.ts';

const token: HandedToken = {
  address: 'salus/dev',
  accessToken: 'eyJhbGciOiJub25lIn0.e30.x-_~+/==',
  tokenType: 'bearer',
  expiresAt: 1_767_225_600_999,
  scope: 'a b',
};

describe('formatToken', () => {
  it.each([
    ['raw', token.accessToken],
    ['header', `Authorization: Bearer ${token.accessToken}`],
    ['curl', `curl -H "Authorization: Bearer ${token.accessToken}"`],
    ['env', `FOB_TOKEN=${token.accessToken}`],
  ] as const)('writes %s', (format, expected) => {
    expect(formatToken(token, format)).toBe(expected);
  });

  it('writes json with seconds, and null for what the IdP did not say', () => {
    expect(JSON.parse(formatToken(token, 'json'))).toEqual({
      address: 'salus/dev',
      access_token: token.accessToken,
      token_type: 'Bearer',
      expires_at: 1_767_225_600,
      scope: 'a b',
    });
    expect(tokenMembers({ address: 'a/b', accessToken: 'x', tokenType: 'N_A' })).toMatchObject({
      expires_at: null,
      scope: null,
    });
  });

  it('writes an ExecCredential for kubectl, with an expiry in whole seconds', () => {
    expect(JSON.parse(formatToken(token, 'exec-credential'))).toEqual({
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      status: { token: token.accessToken, expirationTimestamp: '2026-01-01T00:00:00Z' },
    });
    const forever = { address: 'a/b', accessToken: 'x', tokenType: 'Bearer' } as const;
    expect(JSON.parse(formatToken(forever, 'exec-credential'))).toMatchObject({ status: { token: 'x' } });
  });

  it.each([
    ['bearer', 'Bearer'],
    ['BEARER', 'Bearer'],
    ['Bearer', 'Bearer'],
    ['DPoP', 'DPoP'],
  ])('keeps the scheme %s as %s', (tokenType, scheme) => {
    expect(formatToken({ ...token, tokenType }, 'header')).toMatch(new RegExp(`^Authorization: ${scheme} `));
  });
});

describe('what a shell makes of it', () => {
  const shell = (script: string): string => execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
  // Tokens that a hostile IdP could mint to run something in the terminal they are pasted into.
  const hostile = fc
    .array(
      fc.constantFrom('a', '"', "'", '`', '$', '\\', '(', ')', ';', '!', ' ', '\n', '{', '&', '|', '*', 'é'),
    )
    .map((parts) => `${parts.join('')}x`);

  it('curl: one argument, exactly the header', () => {
    fc.assert(
      fc.property(hostile, (accessToken) => {
        const line = formatToken({ ...token, accessToken }, 'curl').replace(/^curl/, "printf '%s\\0'");
        expect(shell(line)).toBe(`-H\0Authorization: Bearer ${accessToken}\0`);
      }),
      { numRuns: 60 },
    );
  });

  it('env: one assignment, exactly the token', () => {
    fc.assert(
      fc.property(hostile, (accessToken) => {
        const line = formatToken({ ...token, accessToken }, 'env');
        expect(shell(`${line}; printf %s "$FOB_TOKEN"`)).toBe(accessToken);
      }),
      { numRuns: 60 },
    );
  });
});
