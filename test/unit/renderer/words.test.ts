import { describe, expect, test } from 'vitest';
import { compareAudience } from '../../../renderer/claims/audience.ts';
import { compareScopes } from '../../../renderer/claims/scopes.ts';
import { copyMessage } from '../../../renderer/environments/copy-message.ts';
import { offsetOf } from '../../../renderer/profiles/text-position.ts';
import { visibleText } from '../../../renderer/ui/visible-text.ts';
import { passphraseProblem } from '../../../renderer/vault/passphrase.ts';
import { offersKeychain, offersPassphrase } from '../../../renderer/vault/slots.ts';
import { en } from '../../../renderer/language/en.ts';

describe('copyMessage names what was copied', () => {
  const NOW = 1_000_000;
  const expiresAt = NOW + 842_000;

  test.each([
    [{ address: 'salus/beta', format: 'raw', expiresAt }, 'salus/beta copied, 14:02 left'],
    [
      { address: 'salus/beta', format: 'header', expiresAt },
      'salus/beta as Authorization header copied, 14:02 left',
    ],
    [{ address: 'salus/beta', format: 'raw' }, 'salus/beta copied'],
  ] as const)('%j', (result, text) => {
    expect(copyMessage(result, NOW, en.environments)).toBe(text);
  });
});

describe('compareScopes', () => {
  test.each([
    [undefined, undefined, []],
    ['a b', undefined, ['a granted', 'b granted']],
    [undefined, 'a', ['a granted']],
    ['a b', 'b c', ['a absent', 'b granted', 'c extra']],
    ['a a', 'a', ['a granted']],
  ])('%j asked, %j told', (asked, granted, lines) => {
    expect(compareScopes(asked, granted).map(({ scope, state }) => `${scope} ${state}`)).toEqual(lines);
  });
});

describe('compareAudience', () => {
  test.each([
    [undefined, undefined, []],
    [undefined, ['x', 'y'], ['x granted', 'y granted']],
    ['x', 'x', ['x granted']],
    ['x', ['y', 'x'], ['y extra', 'x granted']],
    ['x', 'y', ['x absent', 'y extra']],
    ['x', [1, {}], ['x absent']],
    [undefined, ['x', 'x'], ['x granted']],
  ])('%j asked, aud is %j', (asked, claim, lines) => {
    expect(compareAudience(asked, claim).map(({ audience, state }) => `${audience} ${state}`)).toEqual(lines);
  });
});

describe('offsetOf', () => {
  const text = 'one\ntwo\n\nfour';

  test.each([
    [1, 1, 'o'],
    [2, 3, 'o'],
    [4, 1, 'f'],
    [3, 1, '\n'],
  ])('line %i, column %i', (line, column, expected) => {
    expect(text[offsetOf(text, line, column)]).toBe(expected);
  });

  test('stays within the text', () => {
    expect(offsetOf(text, 99, 1)).toBe(text.length);
    expect(offsetOf(text, 4, 99)).toBe(text.length);
  });
});

test('visibleText shows what could deceive, and keeps letters and line ends', () => {
  expect(visibleText('Sør\n\u202eevil\u200b\u0000')).toBe('Sør\n\\u202eevil\\u200b\\u0000');
});

describe('the vault', () => {
  test.each([
    ['short', 'short', 'first'],
    ['long enough', 'long enougj', 'second'],
    ['long enough', 'long enough', undefined],
  ])('passphrase %j, again %j', (first, second, field) => {
    expect(passphraseProblem(first, second, en.vault.problems)?.field).toBe(field);
  });

  test.each([
    [{ state: 'locked', slots: ['passphrase'] }, false, true],
    [{ state: 'locked', slots: ['passphrase', 'keyring'] }, true, true],
    [{ state: 'locked', slots: ['safe-storage'] }, true, false],
    [{ state: 'locked', slots: [] }, false, true],
    [{ state: 'absent', slots: [] }, true, true],
  ] as const)('%j offers the keychain: %s, a passphrase: %s', (vault, keychain, passphrase) => {
    expect(offersKeychain(vault)).toBe(keychain);
    expect(offersPassphrase(vault)).toBe(passphrase);
  });
});
