import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProfiles } from '../../../core/profiles/profiles-file.ts';
import { COMPLETE, fileOf, marked } from './kit.ts';

const GOOD = JSON.stringify({ id: 'good', environments: [{ id: 'e', ...COMPLETE }] });
const around = (service: string): string => `{ "version": 1, "services": [${GOOD},\n  ${service}\n] }`;
const SPOILT = `"grant_type": "client_credentials", "client_id": "c", "token_endpoint": "https://x.example/t"`;
const environment = (member: string): string =>
  around(`{ "id": "bad", "environments": [\n    { "id": "e", ${SPOILT},\n      ${member} }] }`);

describe('a text that is not JSON', () => {
  it.each([
    ['nothing', '▲', /empty|expected/],
    ['a missing value', '{ "version": 1,\n  "services": ▲}', /value expected/],
    ['a missing comma', '{ "version": 1\n  ▲"services": [] }', /comma expected/],
    ['a trailing comma', '{ "version": 1,\n  "services": [],▲}', /property name expected/],
    ['a comment', '{\n  ▲// mine\n  "version": 1, "services": [] }', /comment/],
    ['an end too soon', '{ "version": 1,\n  "services": [▲', /bracket expected/],
    ['a string without an end', '{ "version": 1, "services": ▲"', /end of string/],
    ['text behind the end', '{ "version": 1, "services": [] }\n▲[]', /end of file expected/],
    ['Windows line ends', '{\r\n  "version": 1,\r\n  "services": ▲}', /value expected/],
    ['100,000 levels of arrays', `▲${'['.repeat(100_000)}`, /nested too deeply/],
    ['100,000 levels of objects', `▲${'{"a":'.repeat(100_000)}`, /nested too deeply/],
    ['9 MB', `▲"${'x'.repeat(9 * 1024 * 1024)}"`, /larger than 8 MB/],
  ])('such as %s is named with its place, and nothing of it is used', (_what, source, message) => {
    const { text, line, column } = marked(source);
    const parsed = parseProfiles(text);
    expect(parsed.problems).toEqual([{ message: expect.stringMatching(message) as string, line, column }]);
    expect([parsed.profiles.size, parsed.services.length, parsed.document]).toEqual([0, 0, undefined]);
  });
});

describe('a wrong entry', () => {
  const bad = 'bad/e';
  it.each<[string, string, string | undefined, RegExp]>([
    ['a mistyped member', environment('▲"isuer": "https://x.example"'), bad, /did you mean "issuer"\?/],
    ['a member nobody knows', environment('▲"colour": "red"'), bad, /"colour" is not a known member$/],
    ['a secret in plain text', environment('▲"client_secret": "hunter2"'), bad, /plain text.*fob secret set/],
    ['a member written twice', environment('"scope": "a",\n▲"scope": "b"'), bad, /"scope" is written twice/],
    ['__proto__', environment('▲"__proto__": { "tier": "prod" }'), bad, /"__proto__" is not allowed/],
    ['constructor', environment('▲"constructor": 1'), bad, /"constructor" is not allowed/],
    ['a nested wrong member', environment('"refresh": { ▲"often": true }'), bad, /"often" is not a known/],
    ['a wrong value', environment('▲"grant_type2": 1'), bad, /did you mean "grant_type"\?/],
    ['a wrong type', environment('▲"par": 7'), bad, /"par"/],
    ['an escape sequence', environment('▲"a\\u001b[2J\\u202e": 1'), bad, /"a\ufffd\[2J\ufffd" is not/],
    ['an issuer without TLS', environment('▲"issuer": "http://idp.example"'), bad, /"issuer" must use https/],
    [
      'what it lacks',
      around(`{ "id": "bad", "environments": [▲{ "id": "e" }] }`),
      bad,
      /"client_id" is miss/,
    ],
    ['no list', around(`▲{ "id": "bad" }`), undefined, /environments/],
    [
      'an id that is none',
      around(`{ ▲"id": "Bad!", "environments": [] }`),
      undefined,
      /"id" must be lower-case/,
    ],
    ['no service at all', around(`▲null`), undefined, /entry 2 of "services" must be an object in { }/],
    [
      'wrong defaults',
      around(`{ "id": "bad", "defaults": { ▲"tls": 1 }, "environments": [] }`),
      'bad',
      /tls/,
    ],
  ])('with %s is named with its place, and the others keep working', (_what, source, address, message) => {
    const { text, line, column } = marked(source);
    const { profiles, problems } = parseProfiles(text);
    expect(problems[0]).toMatchObject({ line, column, message: expect.stringMatching(message) as string });
    if (address !== undefined) expect(problems[0]?.address).toBe(address);
    expect([...profiles.keys()]).toEqual(['good/e']);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it.each([
    ['an unknown member of the root', `{ ▲"owner": 1, "version": 1, "services": [${GOOD}] }`],
    ['a member of the root written twice', `{ "version": 1, ▲"version": 2, "services": [${GOOD}] }`],
    ['__proto__ at the root', `{ ▲"__proto__": {}, "version": 1, "services": [${GOOD}] }`],
    ['bytes that were not UTF-8', `{ "version": 1, "services": [${GOOD}], "$schema": "▲\ufffd" }`],
  ])('%s is named, and its profiles keep working', (_what, source) => {
    const { text, line, column } = marked(source);
    const { profiles, problems } = parseProfiles(text);
    expect(problems).toEqual([expect.objectContaining({ line, column })]);
    expect([...profiles.keys()]).toEqual(['good/e']);
  });

  it('is listed with a tier that is one, whatever it says', () => {
    const text = around(`{ "id": "bad", "environments": [{ "id": "e", "tier": { "x": 1 } }] }`);
    expect(parseProfiles(text).services[1]?.environments).toEqual([
      { address: 'bad/e', environment: 'e', tier: 'dev' },
    ]);
  });
});

describe('a file as a whole', () => {
  it.each([['2'], ['"1"'], ['null']])('of version %s is refused, whatever else it holds', (version) => {
    const { text, line, column } = marked(`{ "services": [${GOOD}],\n ▲"version": ${version} }`);
    const { profiles, problems, document } = parseProfiles(text);
    expect(problems).toEqual([expect.objectContaining({ line, column })]);
    expect([profiles.size, document]).toEqual([0, undefined]);
  });

  it.each([['null'], ['[]'], ['5'], ['""'], ['{}'], ['{"version":1,"services":{}}']])(
    'that holds only %s is refused',
    (text) => {
      const { profiles, problems, document } = parseProfiles(text);
      expect(problems.length).toBeGreaterThan(0);
      expect([profiles.size, document]).toEqual([0, undefined]);
    },
  );

  it('with a byte order mark is read like one without', () => {
    expect(parseProfiles(`\ufeff${fileOf({})}`)).toMatchObject({ problems: [], profiles: { size: 1 } });
  });

  it('uses neither of two services with one id, nor of two environments with one id', () => {
    const entry = (id: string): string => `{ "id": "${id}", ${SPOILT} }`;
    const service = (id: string, ...ids: string[]): string =>
      `{ "id": "${id}", "environments": [${ids.map(entry).join()}] }`;
    const list = [service('a', 'x'), service('a', 'y'), service('b', 'x', 'x', 'y'), GOOD].join(',\n');
    const { profiles, problems, services } = parseProfiles(`{ "version": 1, "services": [${list}] }`);
    expect([...profiles.keys()]).toEqual(['b/y', 'good/e']);
    expect(problems.map(({ message, line }) => [message, line])).toEqual([
      ['service "a" stands here more than once', 1],
      ['service "a" stands here more than once', 2],
      ['environment "b/x" stands here more than once', 3],
      ['environment "b/x" stands here more than once', 3],
    ]);
    expect(services.flatMap(({ environments }) => environments.map(({ address }) => address))).toEqual([
      'a/x',
      'a/y',
      'b/x',
      'b/y',
      'good/e',
    ]);
  });

  it('lists at most 1,000 problems, and still uses nothing that is wrong', () => {
    const wrong = Array.from({ length: 1500 }, (_, n) => ({ id: `e${n}`, ...COMPLETE, colour: 1 }));
    const text = JSON.stringify({ version: 1, services: [{ id: 's', environments: wrong }] });
    const { profiles, problems } = parseProfiles(text);
    expect([profiles.size, problems.length]).toEqual([0, 1000]);
  });

  it('never makes the parser throw, and every place it names is in the text', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '"',
        '\n',
        ' ',
        '\ufeff',
        'null',
        '1e999',
        '"version":1',
        '"services":[',
      ],
      ...['"id":"a"', '"environments":[', '"__proto__":', '"client_id":"c"', '"\\u0000"', '\\', '//'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split('\n');
        for (const { line, column } of parseProfiles(text).problems) {
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
