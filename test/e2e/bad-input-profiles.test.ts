/** Profile files that are broken or mean harm: named with line and column, left as they are, and the rest goes on. */
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/error-code.ts';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { startHostileIdp } from './hostile-idp.ts';
import type { HostileIdp } from './hostile-idp.ts';
import { refusal } from './refusal.ts';

let idp: HostileIdp;
let home: FobHome;
beforeAll(async () => {
  [idp, home] = [await startHostileIdp(), await makeFobHome()];
  await home.fob(['agent', 'start']);
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await idp[Symbol.asyncDispose]();
});

const SECRET = 'hunter2-in-plain-text';

interface Case {
  readonly what: string;
  /** What stands in the environment a/bad, from line 9 on; `null` for a file that is no JSON. */
  readonly bad: string;
  readonly place: { line: number; column: number };
  readonly says: RegExp;
  /** Addresses that cannot be used; a/good and b/good can, unless they are here. */
  readonly unusable: readonly string[];
}

/** One member a line, so that a case can say where its own member stands. */
const file = (bad: string): string => `{
  "version": 1,
  "services": [
    {
      "id": "a",
      "defaults": { "grant_type": "client_credentials", "token_endpoint_auth_method": "none", "client_id": "c", "token_endpoint": "${idp.tokenEndpoint('a')}" },
      "environments": [
        { "id": "good" },
        { "id": "bad", ${bad} }
      ]
    },
    {
      "id": "b",
      "environments": [{ "id": "good", "grant_type": "client_credentials", "token_endpoint_auth_method": "none", "client_id": "c", "token_endpoint": "${idp.tokenEndpoint('b')}" }]
    }
  ]
}
`;

const CASES: readonly Case[] = [
  {
    what: 'a syntax error',
    bad: '"scope": oops',
    place: { line: 9, column: 33 },
    says: /is not valid JSON/,
    unusable: ['a/bad', 'a/good', 'b/good'],
  },
  {
    what: 'an unknown member',
    bad: '"scoope": "x"',
    place: { line: 9, column: 24 },
    says: /"scoope" is not a known member; did you mean "scope"\?/,
    unusable: ['a/bad'],
  },
  {
    what: 'a secret in plain text',
    bad: `"client_secret": "${SECRET}"`,
    place: { line: 9, column: 24 },
    says: /plain text.*fob secret set/,
    unusable: ['a/bad'],
  },
  {
    what: 'the same environment twice',
    bad: '"scope": "x" }, { "id": "bad"',
    place: { line: 9, column: 11 },
    says: /"a\/bad" stands here more than once/,
    unusable: ['a/bad'],
  },
  {
    what: 'a member twice',
    bad: '"scope": "x", "scope": "y"',
    place: { line: 9, column: 38 },
    says: /"scope" is written twice/,
    unusable: ['a/bad'],
  },
  {
    what: '__proto__',
    bad: '"__proto__": { "client_id": "evil" }',
    place: { line: 9, column: 24 },
    says: /"__proto__" is not allowed/,
    unusable: ['a/bad'],
  },
  {
    what: 'constructor',
    bad: '"constructor": { "prototype": {} }',
    place: { line: 9, column: 24 },
    says: /"constructor" is not allowed/,
    unusable: ['a/bad'],
  },
  {
    what: 'an endpoint without TLS',
    bad: '"token_endpoint": "http://idp.example/token"',
    place: { line: 9, column: 24 },
    says: /must use https/,
    unusable: ['a/bad'],
  },
  {
    what: 'a header smuggled into a scope',
    bad: '"scope": "x\\r\\nHost: evil"',
    place: { line: 9, column: 24 },
    says: /control characters/,
    unusable: ['a/bad'],
  },
  {
    what: 'a member whose name deceives',
    bad: '"\\u001b[2J\\u202eevil": 1',
    place: { line: 9, column: 24 },
    says: /is not a known member/,
    unusable: ['a/bad'],
  },
];

describe.each(CASES)('$what', ({ bad, place, says, unusable }) => {
  const where = `line ${place.line}, column ${place.column}`;
  const path = (): string => join(home.data, 'profiles.json');
  let text: string;
  beforeAll(async () => {
    text = file(bad);
    await writeFile(path(), text);
  });

  it('is named with line and column wherever it matters', async () => {
    const checked = await home.run(['profile', 'validate', '--json']);
    expect([checked.code, checked.stderr]).toEqual([10, '']);
    const { problems } = JSON.parse(checked.stdout) as { problems: { message: string }[] };
    expect(problems[0]).toMatchObject({ ...place, message: expect.stringMatching(says) as string });
    const plain = await home.run(['profile', 'validate']);
    expect(plain.stdout).toContain(`${path()}:${place.line}:${place.column}: `);
    const refused = await refusal(home, ['token', 'a/bad'], 'profile_invalid');
    expect(refused.message).toMatch(says);
    expect(refused.message).toContain(`${path()}, ${where}: `);
    const list = await home.run(['list']);
    expect(list.code).toBe(unusable.includes('b/good') ? 10 : 0);
    expect(list.stderr).toContain(`profiles.json, ${where}: `);
    for (const shown of [checked.stdout, plain.stdout, refused.message, list.stdout, list.stderr]) {
      expect(shown).not.toMatch(/[\u001b\u202e]/);
      expect(shown).not.toContain(SECRET);
    }
  });

  it('leaves the other profiles in use', async () => {
    const addresses = ['a/bad', 'a/good', 'b/good'];
    const answers = await Promise.all(addresses.map((address) => home.ask(`/v1/token/${address}`)));
    expect(answers.map(({ status }) => status)).toEqual(
      addresses.map((address) => (unusable.includes(address) ? 422 : 200)),
    );
  });

  it('stays in the file byte by byte, whatever is added', async () => {
    const input = JSON.stringify({ version: 1, services: [] });
    const { message } = await refusal(home, ['profile', 'add', '--file', '-'], 'profiles_invalid', { input });
    expect(message).toContain(`${path()}, ${where}: `);
    expect(readFileSync(path(), 'utf8')).toBe(text);
  });
});

it('refuses to add a file with any problem, and saves nothing of it', async () => {
  const path = join(home.data, 'profiles.json');
  await rm(path);
  for (const bad of ['"scoope": "x"', '"client_secret": "x"', '"__proto__": {}', 'oops']) {
    const { message } = await refusal(home, ['profile', 'add', '--file', '-'], 'profiles_invalid', {
      input: file(bad),
    });
    expect(message).toMatch(/^the given profile file, line 9, column \d+: /);
  }
  const missing = await refusal(home, ['profile', 'add', 'a/b', 'client_id=c'], 'profiles_invalid');
  expect(missing.message).toContain('"grant_type" is missing');
  const absent = await refusal(home, ['profile', 'add', '--file', '/nowhere/f.json'], 'profiles_invalid');
  expect(absent.message).toBe('/nowhere/f.json does not exist.');
  const none = await refusal(home, ['profile', 'validate'], 'profiles_invalid');
  expect(none).toMatchObject({ message: `${path} does not exist.` });
  expect(none.hint).toMatch(/fob profile add/);
  expect(await home.json(['list'])).toEqual([]);
  expect(() => readFileSync(path)).toThrow(/ENOENT/);
});

it('begins on a broken file, and names it', async () => {
  await using fresh = await makeFobHome();
  await writeFile(join(fresh.data, 'profiles.json'), '{ "version": 1,\n  "services": [ }');
  const list = await fresh.run(['list']);
  expect(list.code).toBe(10);
  expect(await fresh.fob(['status'])).toMatch(/^problem +profiles\.json, line 2, column 17: /m);
  expect(list.stderr).toMatch(/profiles\.json, line 2, column 17: is not valid JSON/);
  await refusal(fresh, ['token', 'a/b'], 'profile_invalid');
});

it('names the nearest addresses for one that it does not know', async () => {
  const services = ['salus', 'salad'].map((id) => ({
    id,
    defaults: {
      issuer: 'http://127.0.0.1:1',
      client_id: 'c',
      grant_type: 'client_credentials',
      token_endpoint_auth_method: 'none',
    },
    environments: [{ id: 'dev' }, { id: 'beta' }],
  }));
  await home.fob(['profile', 'add', '--file', '-'], { input: JSON.stringify({ version: 1, services }) });
  const calls: [string[], ErrorCode][] = [
    [['token', 'salus/bata'], 'address_unknown'],
    [['claims', 'salus/bata'], 'address_unknown'],
    [['profile', 'show', 'salus/bata'], 'address_unknown'],
    [['profile', 'remove', 'salus/bata'], 'address_unknown'],
    [['secret', 'set', 'salus/bata', 'client_secret'], 'address_unknown'],
    [['token', 'Salus/Beta'], 'address_unknown'],
    [['token', 'salus'], 'address_unknown'],
    [['token', '../../etc/passwd'], 'address_unknown'],
  ];
  for (const [args, code] of calls) {
    const { hint } = await refusal(home, args, code, { input: 'x' });
    if (args.at(-1) === 'salus/bata') expect(hint).toMatch(/^Did you mean salus\/beta, /);
  }
  const { stderr } = await home.run(['token', 'salus/bata']);
  expect(stderr).toMatch(/^fob: There is no profile "salus\/bata"\.\n {5}Did you mean salus\/beta, /);
});
