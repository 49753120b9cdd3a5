import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FobError } from '../../../core/errors/fob-error.ts';
import { importProfiles } from '../../../core/import/import.ts';
import type { Imported } from '../../../core/import/import.ts';
import { profilesFileSchema } from '../../../shared/profile.ts';
import { fixture, importText } from './fixtures.ts';

const FILES = [
  'postman.postman_collection.json',
  'beta.postman_environment.json',
  'insomnia-4.json',
  'insomnia-5.yaml',
  'bruno/collection.bru',
  'bruno/person.bru',
  'bruno/environments/Dev.bru',
  'bruno-yaml/opencollection.yml',
  'bruno-yaml/ships.yml',
  'http-client.env.json',
  'http-client.private.env.json',
  'oidc-agent.json',
  'keycloak.json',
].map(fixture);
const CURL = `curl https://idp.acme.com/token -u "c1:not-real" -d grant_type=client_credentials -d 'scope=a b'`;

/** What every input gives: an import that the schema passes, or a `FobError`. */
function attempt(
  texts: readonly string[],
  names: readonly (string | undefined)[] = [],
): Imported | undefined {
  try {
    const imported = importProfiles(texts.map((text, i) => ({ text, name: names[i] })));
    expect(profilesFileSchema.safeParse(imported.profiles).error).toBeUndefined();
    const addresses = imported.profiles.services.flatMap(({ id, environments }) =>
      environments.map((entry) => `${id}/${entry.id}`),
    );
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const { address } of imported.secrets) expect(addresses).toContain(address);
    return imported;
  } catch (error) {
    if (!(error instanceof FobError)) throw error;
    return undefined;
  }
}

describe('whatever the input is', () => {
  test('a file with pieces of it taken out, repeated or replaced', () => {
    const piece = fc.record({
      file: fc.constantFrom(...FILES.map(({ text }) => text), CURL),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(40),
      instead: fc.oneof(
        fc.string(),
        fc.constantFrom(
          '{{',
          '}}',
          '"',
          "'",
          '\\',
          '{',
          '}',
          '[',
          '\n',
          ': ',
          '&a ',
          '*a',
          '<<: *a',
          '"__proto__": {},',
          'null',
          '$(',
          '`',
          '^',
        ),
      ),
    });
    fc.assert(
      fc.property(piece, ({ file, at, length, instead }) => {
        const start = Math.floor(at * file.length);
        attempt([file.slice(0, start) + instead + file.slice(start + length)]);
      }),
      { numRuns: 500 },
    );
  });

  test('JSON of any form under the names that the readers look at', () => {
    const names =
      'info item request auth oauth2 type key value values resources _type authentication environments Security Auth services version realm client_id grant_type scope name body urlencoded data __proto__ constructor'.split(
        ' ',
      );
    const word = fc.constantFrom(
      'oauth2',
      'export',
      'request',
      'environment',
      'client_credentials',
      'https://idp.example/token',
      '{{a}}',
      '{{b}}',
      '',
      'x',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        word,
        fc.boolean(),
        fc.constant(null),
        fc.integer(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), (files) => {
        attempt(files.map((file) => JSON.stringify(file)));
      }),
      { numRuns: 2000 },
    );
  });

  test('several files of several programs at once', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(FILES, { minLength: 2 }), (files) => {
        const imported = attempt(
          files.map(({ text }) => text),
          files.map(({ name }) => name),
        );
        const findsOne = files.some(({ name }) => !/environment|private/.test(name));
        expect(imported !== undefined).toBe(findsOne);
      }),
      { numRuns: 100 },
    );
  });
});

describe('secrets', () => {
  const secret = fc
    .stringMatching(/^[A-Za-z0-9$%&+/=~!@*#.,;:_ -]{12,40}$/)
    .filter((text) => text.trim() === text && !text.includes('{{') && !text.startsWith('@'));
  const withSecret: Readonly<Record<string, (value: string) => string>> = {
    json: (value) =>
      JSON.stringify({
        client_id: 'c1',
        client_secret: value,
        issuer: 'https://idp.example',
        password: value,
      }),
    keycloak: (value) =>
      JSON.stringify({
        realm: 'r',
        'auth-server-url': 'https://k',
        resource: 'c',
        credentials: { secret: value },
      }),
    postman: (value) =>
      JSON.stringify({
        info: { name: 'x', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
        variable: [{ key: 's', value }],
        auth: {
          type: 'oauth2',
          oauth2: Object.entries({
            clientSecret: '{{s}}',
            clientId: 'c',
            grant_type: 'client_credentials',
            scope: 'a {{s}}',
            accessTokenUrl: 'https://idp.example/t?x={{s}}',
          }).map(([key, text]) => ({ key, value: text })),
        },
        item: [],
      }),
    bruno: (value) =>
      `auth:oauth2 {\n  grant_type: password\n  access_token_url: https://idp.example/t\n  client_id: c\n  username: u\n  password: ${value}\n}\n`,
    curl: (value) =>
      `curl https://idp.example/t -d grant_type=client_credentials -d client_id=c --data-urlencode 'client_secret=${value}' -d 'code=${value}'`,
  };

  test.each(Object.entries(withSecret))('in %s they stand in no profile and no note', (_name, file) => {
    fc.assert(
      fc.property(secret, (value) => {
        const imported = importText(file(value));
        expect(imported.secrets.map((found) => found.value)).toContain(value);
        const shown = JSON.stringify([imported.profiles, imported.notes, imported.formats]);
        expect(shown.includes(value) || shown.includes(JSON.stringify(value).slice(1, -1))).toBe(false);
      }),
    );
  });

  test('no message of an error quotes the file', () => {
    for (const text of [
      '{ "client_secret": "not-real-1',
      'client_secret: "not-real-1',
      'a: &x not-real-1\nb: *y',
      'curl -d client_secret=not-real-1 https://x',
    ])
      expect(() => importText(text)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining('not-real-1') as string }) as Error,
      );
  });
});

describe('limits', () => {
  test.each([
    ['too many characters', `{"a":"${'x'.repeat(5 * 1024 * 1024)}"}`],
    ['too long a curl line', `curl https://x -d grant_type=${'x'.repeat(1024 * 1024)}`],
    ['JSON that is nested', '{"info":'.repeat(50_000)],
    [
      'objects that are nested',
      `${'{"info":{"name":"a","schema":"schema.getpostman.com"},"item":[{"item":'.repeat(100)}1${'}]}'.repeat(100)}`,
    ],
    ['YAML that is nested', '['.repeat(100_000)],
    [
      'YAML whose aliases multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghijk'
        .split('')
        .map(
          (name, i) =>
            `${name}: &${name} [${Array(9)
              .fill(`*${'abcdefghijk'[i] ?? ''}`)
              .join(',')}]`,
        )
        .join('\n')}`,
    ],
    ['a bom and nothing', '\ufeff'],
  ])('%s', (_name, text) => {
    const begun = performance.now();
    expect(() => importText(text)).toThrow(expect.objectContaining({ code: 'profiles_invalid' }) as Error);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  test('variables that multiply, or that are each other, are left out', () => {
    const variables = Array.from({ length: 12 }, (_, i) => ({
      key: `v${i}`,
      value: `{{v${i + 1}}}`.repeat(20),
    }));
    const text = JSON.stringify({
      info: { schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
      variable: [...variables, { key: 'a', value: '{{b}}' }, { key: 'b', value: '{{a}}' }],
      auth: {
        type: 'oauth2',
        oauth2: [
          { key: 'grant_type', value: 'client_credentials' },
          { key: 'clientId', value: '{{a}}' },
          { key: 'scope', value: '{{v0}}' },
          { key: 'accessTokenUrl', value: 'https://idp.example/t' },
        ],
      },
      item: [],
    });
    const begun = performance.now();
    const { profiles } = importText(text);
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(profiles.services[0]?.environments[0]).not.toHaveProperty('client_id');
    expect(profiles.services[0]?.environments[0]).not.toHaveProperty('scope');
  });

  test('members that are written twice, or reach a prototype, are told', () => {
    const text =
      '{ "client_id": "c1", "client_id": "c2", "issuer": "https://idp.example", "__proto__": { "scope": "x" } }';
    const { notes, profiles } = importText(text);
    expect(profiles.services[0]?.environments[0]).toMatchObject({ client_id: 'c1' });
    expect(notes.map(({ message }) => message).join()).toMatch(
      /"client_id" is written twice.*"__proto__" is not allowed/,
    );
  });
});
