import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, redact } from '../../../core/errors/redact.ts';

const SECRET = 'S3cr3tS3cr3tS3cr3t';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl';

describe('redaction', () => {
  it.each([
    ['a JWT', `token ${JWT} was refused`, 'token [token] was refused'],
    ['an encrypted JWT', `${JWT}.a.b`, '[token]'],
    ['a JWT cut short', `${JWT.slice(0, 15)}...`, '[token]'],
    ['a JWT inside of other text', `x${JWT}y,${JWT}`, 'x[token],[token]'],
    ['a header', `Authorization: Bearer ${SECRET}`, 'Authorization: Bearer [redacted]'],
    ['credentials', `"Basic ${btoa(`c1:${SECRET}`)}" is wrong`, '"Basic [redacted]" is wrong'],
    [
      'a form body',
      `grant_type=password&password=${SECRET}&x=1`,
      'grant_type=password&password=[redacted]&x=1',
    ],
    ['a JSON body', `{"client_secret":"${SECRET}","x":1}`, '{"client_secret":[redacted],"x":1}'],
    ['JSON with spaces', `{"refresh_token": "${SECRET}"}`, '{"refresh_token": [redacted]}'],
    ['words in quotes', `"password":"my \\"${SECRET} ${SECRET}", x`, '"password":[redacted], x'],
    ['quotes that do not end', `password='${SECRET} ${SECRET}`, 'password=[redacted]'],
    ['a parameter in words', `Client_Secret: ${SECRET}`, 'Client_Secret: [redacted]'],
    ['a code', `?code=${SECRET}&state=1`, '?code=[redacted]&state=1'],
  ])('takes out %s', (_what, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    'Bearer authentication is required',
    'Basic auth failed',
    'invalid_client (unknown client)',
    'The password is wrong',
    'status 401 code 17',
    'eyJ is how a JWT begins',
  ])('leaves "%s" as it is', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('leaves nothing of a secret behind a name it knows', () => {
    const names = fc.constantFrom('access_token', 'refresh_token', 'id_token', 'client_secret', 'password');
    const separators = fc.constantFrom('=', ': ', '":"', '": "', " = '");
    const noise = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(noise, names, separators, noise, (before, name, separator, after) => {
        expect(printable(`${before} ${name}${separator}${SECRET} ${after}`)).not.toContain(SECRET);
      }),
    );
  });
});

describe('text of others', () => {
  it.each([
    ['escape sequences', 'a\u001b[2Jb\u009bc', 'a\ufffd[2Jb\ufffdc'],
    ['line breaks', 'a\r\nb\u2028c\u0085', 'a\ufffd\ufffdb\ufffdc\ufffd'],
    ['text that runs backwards', 'a\u202egnp.exe\u2066', 'a\ufffdgnp.exe\ufffd'],
    ['what has no width', 'pay\u200bpal\ufeff\u2060', 'pay\ufffdpal\ufffd\ufffd'],
    ['NUL', 'a\u0000b', 'a\ufffdb'],
    ['nothing odd', 'Ærlig talt: <b>nej</b> 日本', 'Ærlig talt: <b>nej</b> 日本'],
  ])('is shown without %s', (_what, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('is at most 300 characters long, and holds no control character, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const shown = printable(text);
        expect(shown.length).toBeLessThanOrEqual(303);
        expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('looks for nothing in plain words that it would find by looking', () => {
    const word = fc.oneof(
      fc.stringMatching(/^[\w-]{0,100}$/),
      fc.stringMatching(/^[\w-]{0,9}eyJ[\w-]{0,9}$/),
    );
    fc.assert(
      fc.property(word, (text) => {
        expect(printable(text)).toBe(redact(text));
      }),
    );
  });

  it.each([
    ['beginnings of a token', 'eyJ'.repeat(100_000)],
    ['names of secrets', 'code '.repeat(100_000)],
    ['spaces after one', `password${' '.repeat(300_000)}x`],
    ['credentials', 'Basic '.repeat(100_000)],
    ['quotes that do not end', 'password="'.repeat(50_000)],
    ['dots', `eyJaaaa${'.'.repeat(300_000)}`],
  ])('takes time that grows with its length alone: %s', (_what, text) => {
    expect(printable(text).length).toBeLessThanOrEqual(303);
  });
});
