import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spellingsOf, without } from '../../../core/grants/sent-secrets.ts';

it('takes a secret out of a text however the text writes it', () => {
  const secret = fc.oneof(
    fc.string({ minLength: 6, unit: 'binary-ascii' }),
    fc.stringMatching(/^[\w.~+/-]{6,40}$/),
  );
  const ways = fc.constantFrom(
    (text: string) => text,
    encodeURIComponent,
    (text: string) => new URLSearchParams({ '': text }).toString().slice(1),
    (text: string) => JSON.stringify(text).slice(1, -1),
  );
  fc.assert(
    fc.property(secret, ways, (text, write) => {
      expect(without(`(${write(text)})`, spellingsOf([text]))).toBe('([redacted])');
    }),
  );
});
