import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, isErrorCode } from '../../../shared/error-code.ts';
import { isLoopbackHost, parseAddress } from '../../../shared/profile.ts';
import { VERSION } from '../../../shared/version.ts';

it('VERSION is the version of the package', () => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  expect(VERSION).toBe((JSON.parse(text) as { version: string }).version);
});

describe('error codes', () => {
  // The contract of the command line: scripts rely on these numbers.
  const EXITS: Readonly<Record<number, readonly string[]>> = {
    2: ['usage'],
    3: ['sign_in_needed', 'sign_in_cancelled'],
    4: ['idp_refused', 'idp_response_invalid', 'token_not_verified', 'token_too_short'],
    5: ['idp_unreachable', 'idp_timeout'],
    6: ['vault_locked', 'vault_passphrase_wrong', 'vault_absent'],
    7: ['vault_damaged'],
    8: ['refused_by_policy', 'host_running', 'peer_untrusted', 'endpoints_changed'],
    9: ['address_unknown'],
    10: [
      'profiles_invalid',
      'profile_invalid',
      'secret_missing',
      'secret_invalid',
      'redirect_port_taken',
      'storage_failed',
      'runtime_unsupported',
    ],
    70: ['internal'],
  };

  it('have the exit codes that the contract names', () => {
    const pairs = Object.entries(EXITS).flatMap(([exit, codes]) => codes.map((code) => [code, Number(exit)]));
    const actual = Object.entries(ERROR_CODES).map(([code, { exit }]) => [code, exit]);
    expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(pairs));
  });

  it('have an HTTP status that says whose fault it is', () => {
    for (const { status } of Object.values(ERROR_CODES)) expect(status >= 400 && status < 600).toBe(true);
  });

  it.each([
    ['usage', true],
    ['toString', false],
    ['__proto__', false],
    ['', false],
    [7, false],
    [null, false],
  ])('%j is one: %s', (value, expected) => {
    expect(isErrorCode(value)).toBe(expected);
  });
});

describe('an address', () => {
  it.each(['salus/beta', 'a/b', '0/9', 'a-b-/c--d'])('may be %s', (text) => {
    const [service, environment] = text.split('/');
    expect(parseAddress(text)).toEqual({ address: text, service, environment });
  });

  it.each([
    ...['', '/', 'a', 'a/', '/b', 'a/b/c', 'a/b/', 'A/b', 'a/B', '-a/b', 'a/-b', 'a b/c', 'a/b\n', ' a/b'],
    ...['../b', 'a/..', 'a_b/c', 'å/b', 'a//b', 'a%2fb', 'a/b?x', 'a/b#'],
  ])('may not be %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

it.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['[::1]', true],
  ['::1', false],
  ['localhost.example', false],
  ['127.0.0.1.example', false],
  ['128.0.0.1', false],
  ['0.0.0.0', false],
  ['[::ffff:127.0.0.1]', false],
])('%s is this machine: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});
