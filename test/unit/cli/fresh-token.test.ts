import { describe, expect, it } from 'vitest';
import { parseAnswer, tokenPath } from '../../../cli/fresh-token.ts';

describe('the short way to a token', () => {
  it.each([
    [['token', 'salus/beta'], '/v1/token/salus/beta'],
    [['token', 'salus/beta', '--min-ttl', '90'], '/v1/token/salus/beta?min_ttl=90'],
    [['token', 'salus/beta', '--min-ttl=90s'], '/v1/token/salus/beta?min_ttl=90'],
    [['token', 'a/0', '--min-ttl', '0'], '/v1/token/a/0?min_ttl=0'],
  ])('serves %j', (args, path) => {
    expect(tokenPath(args)).toBe(path);
  });

  it.each([
    [],
    ['token'],
    ['list'],
    ['tokens', 'a/b'],
    ['token', 'A/b'],
    ['token', 'a/b/c'],
    ['token', 'a/b?x=1'],
    ['token', 'a/b\r\nX: 1'],
    ['token', '--help'],
    ['token', 'a/b', '--json'],
    ['token', 'a/b', '--format', 'header'],
    ['token', 'a/b', '--min-ttl'],
    ['token', 'a/b', '--min-ttl', '5m'],
    ['token', 'a/b', '--min-ttl', '-1'],
    ['token', 'a/b', '--min-ttl', '1&scope=x'],
    ['token', 'a/b', '--min-ttl=1', '2'],
    ['token', 'a/b', '--min-ttl', '1', '--json'],
    ['token', 'a/b', 'c/d'],
  ])('leaves %j to the whole program', (...args) => {
    expect(tokenPath(args)).toBeUndefined();
  });
});

describe("the host's answer", () => {
  const answer = (body: string, length = Buffer.byteLength(body), status = '200 OK'): string =>
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${body}`;

  it.each(['token', '', 'two\r\n\r\nparts', 'Content-Length: 3', 'ünïcode €'])(
    'is read whole: %j',
    (body) => {
      expect(parseAnswer(answer(body))).toEqual({ status: 200, body });
    },
  );

  it('keeps its status', () => {
    expect(parseAnswer(answer('{"code":"vault_locked"}', undefined, '423 Locked'))?.status).toBe(423);
  });

  it('is none at whatever place it is cut off, or where it is longer than it says', () => {
    const whole = answer('a-token-of-some-length');
    for (let length = 0; length < whole.length; length += 1)
      expect(parseAnswer(whole.slice(0, length))).toBeUndefined();
    expect(parseAnswer(`${whole}x`)).toBeUndefined();
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH\r\nContent-Length: 0\r\n\r\n'],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\ntoken'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\ntoken'],
    ['nothing', ''],
  ])('is none with %s', (_what, text) => {
    expect(parseAnswer(text)).toBeUndefined();
  });
});
