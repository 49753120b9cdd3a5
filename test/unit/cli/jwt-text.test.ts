import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jwtJson, jwtText } from '../../../cli/jwt-text.ts';
import type { Terminal } from '../../../cli/terminal.ts';
import type { JwtView, Verification } from '../../../shared/token-view.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const terminal = { style: (_style: unknown, text: string) => text } as unknown as Terminal;
const textOf = (payload: Record<string, unknown>, verification: Verification = { kind: 'decoded' }): string =>
  jwtText('token', { header: { alg: 'RS256' }, payload, verification }, terminal, NOW);

const KINDS: readonly Verification[] = [
  { kind: 'verified', algorithm: 'RS256', issuer: 'https://idp.example' },
  { kind: 'not_verified', reason: { code: 'token_not_verified', message: 'The signature does not match.' } },
  { kind: 'decoded' },
];

describe('a token in the terminal', () => {
  it.each([
    [0, /^token: verified \(RS256, issued by https:\/\/idp\.example\)$/m, true],
    [1, /^token: NOT verified\. The signature does not match\.$/m, false],
    [2, /^token: decoded only; there were no keys to check it against$/m, false],
  ])('never looks verified when it was only decoded: %i', (kind, line, verified) => {
    const verification = KINDS[kind] ?? { kind: 'decoded' };
    expect(textOf({}, verification)).toMatch(line);
    const view: JwtView = { header: {}, payload: { sub: 'ann' }, verification };
    expect(jwtJson(view)).toMatchObject({ verified, claims: { sub: 'ann' } });
  });

  it('shows times in words beside their numbers', () => {
    expect(textOf({ exp: NOW / 1000 + 300, iat: NOW / 1000 - 60 })).toMatch(
      /exp +1767225900 {2}2026-01-01T00:05:00\.000Z {2}in 5:00\n +iat .* 1:00 ago$/,
    );
  });

  it('shows any claims on one line each, and lets none of them drive the terminal', () => {
    const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('exp', 'iat', 'nbf', 'auth_time'));
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue({ stringUnit: 'binary' })), (payload) => {
        const lines = textOf(payload).split('\n');
        expect(lines).toHaveLength(4 + Math.max(1, Object.keys(payload).length));
        for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
      }),
      { numRuns: 300 },
    );
  });
});
