import { describe, expect, it } from 'vitest';
import { addressPath } from '../../../cli/address-path.ts';
import { parseArguments, seconds } from '../../../cli/arguments.ts';
import type { Arguments } from '../../../cli/arguments.ts';

const SPECS = {
  'min-ttl': { type: 'string', value: 'TIME', help: '' },
  'no-open': { type: 'boolean', help: '' },
} as const;
const LIMITS = { min: 1, max: 2, usage: 'fob token ADDRESS' };
const parse = (...args: string[]): Arguments => parseArguments(args, SPECS, LIMITS);
const usage = (hint: RegExp | string): Error =>
  expect.objectContaining({ code: 'usage', hint: expect.stringMatching(hint) as string }) as Error;

describe('the arguments of a command', () => {
  it.each([
    [['a/b', '--min-ttl', '5m', '--no-open', '--json']],
    [['--min-ttl=5m', '--json', '--no-open', 'a/b']],
    [['--no-open', '--json', '--min-ttl', '5m', '--', 'a/b']],
  ])('are read in any order: %j', (args) => {
    const parsed = parse(...args);
    expect(parsed.positionals).toEqual(['a/b']);
    expect([parsed.text('min-ttl'), parsed.flag('no-open'), parsed.flag('json')]).toEqual(['5m', true, true]);
  });

  it('are absent where they are not given', () => {
    const parsed = parse('a/b');
    expect([parsed.text('min-ttl'), parsed.flag('no-open'), parsed.text('nonsense')]).toEqual([
      undefined,
      false,
      undefined,
    ]);
  });

  it.each([
    ['none', []],
    ['too many', ['a', 'b', 'c']],
    ['an unknown option', ['a/b', '--verbose']],
    ['an unknown short option', ['a/b', '-x']],
    ['an option without its value', ['a/b', '--min-ttl']],
    ['a value that no option takes', ['a/b', '--no-open=yes']],
    ['a member of every object', ['a/b', '--toString']],
  ])('that are %s are refused with the usage', (_what, args) => {
    expect(() => parse(...args)).toThrow(usage(/^Usage: fob token ADDRESS$/));
  });

  it('are not repeated where they could hold a secret', () => {
    for (const args of [
      ['a', 'b', 'hunter2'],
      ['a', '--value=hunter2'],
      ['a', '--no-open=hunter2'],
    ]) {
      expect(() => parse(...args)).not.toThrow(/hunter2/);
      expect(() => parse(...args)).toThrow(usage(/^Usage/));
    }
  });
});

it.each([
  ['90', 90],
  ['90s', 90],
  ['5m', 300],
  ['1h', 3600],
  ['0', 0],
  ['999999999', 999_999_999],
])('%s is %i seconds', (text, expected) => {
  expect(seconds(text, '--min-ttl')).toBe(expected);
});

it.each(['', 's', '-1', '1.5', '1d', '5 m', 'soon', '1e3', '9'.repeat(10), '0x10', '5m5s', '٣'])(
  '%j is no time',
  (text) => {
    expect(() => seconds(text, '--min-ttl')).toThrow(/^--min-ttl takes a number of seconds/);
  },
);

describe('an address on the command line', () => {
  it('is taken as it is', () => {
    expect(addressPath('salus/beta')).toBe('salus/beta');
  });

  it.each([
    undefined,
    '',
    'salus',
    'Salus/beta',
    'a/b/c',
    'a/b?min_ttl=0',
    '../../v1/lock',
    'a/b HTTP/1.1\r\n',
  ])('that is %j is refused before it reaches a request', (text) => {
    expect(() => addressPath(text)).toThrow(expect.objectContaining({ code: 'address_unknown' }) as Error);
  });
});
