import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createProfileBook } from '../../../core/profiles/profile-book.ts';
import type { ProfileBook } from '../../../core/profiles/profile-book.ts';
import { GRANT_TYPES, TIERS } from '../../../shared/profile.ts';
import type { ProfilesFile } from '../../../shared/profile.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import type { MemoryFiles } from '../../fakes/memory-files.ts';
import { COMPLETE, marked } from './kit.ts';

const FILE = 'profiles.json';
let files: MemoryFiles;
let book: ProfileBook;
beforeEach(() => {
  files = createMemoryFiles();
  book = createProfileBook(files);
});

const onDisk = (): string => new TextDecoder().decode(files.content.get(FILE));
const put = (text: string): Promise<void> => files.write(FILE, new TextEncoder().encode(text));
const file = (...services: object[]): string => JSON.stringify({ version: 1, services });
const service = (id: string, ...environments: object[]): object => ({ id, environments });
const entry = (id: string, members: object = {}): object => ({ id, ...COMPLETE, ...members });
const addresses = (): string[] => [...book.current().profiles.keys()];

describe('adding profiles', () => {
  it('makes the file, with its schema beside it', async () => {
    expect(await book.add(file(service('a', entry('dev'))))).toEqual({ addresses: ['a/dev'], replaced: [] });
    expect(await book.add(file(service('a', entry('dev'), entry('beta'))))).toEqual({
      addresses: ['a/dev', 'a/beta'],
      replaced: ['a/dev'],
    });
    expect((JSON.parse(onDisk()) as ProfilesFile).$schema).toBe('profiles.schema.json');
    expect(files.content.has('profiles.schema.json')).toBe(true);
    expect(onDisk()).toMatch(/\n$/);
  });

  it('replaces environments of the same id, appends others, and keeps the order', async () => {
    await book.add(
      file(service('a', entry('dev', { scope: 'old' }), entry('prod')), service('b', entry('dev'))),
    );
    await book.add(
      file(service('a', entry('beta'), entry('dev', { scope: 'new' })), service('c', entry('dev'))),
    );
    expect(addresses()).toEqual(['a/dev', 'a/prod', 'a/beta', 'b/dev', 'c/dev']);
    expect(book.members('a/dev')).toEqual({ ...COMPLETE, scope: 'new' });
  });

  it('replaces name and defaults where some are given, and keeps them where none are', async () => {
    const text = (more: object): string => file({ ...service('a', entry('dev')), ...more });
    await book.add(text({ name: 'A', defaults: { scope: 'one' } }));
    await book.add(text({}));
    expect(book.profile('a/dev')).toMatchObject({ serviceName: 'A', scope: 'one' });
    await book.add(text({ name: 'B', defaults: { audience: 'two' } }));
    expect(book.profile('a/dev')).toMatchObject({ serviceName: 'B', audience: 'two' });
    expect(book.members('a/dev').scope).toBeUndefined();
  });

  it('lets an environment take what it lacks from the defaults that are already there', async () => {
    const defaults = { grant_type: 'client_credentials', client_id: 'c' };
    await book.add(file({ ...service('a', entry('dev')), defaults }));
    const added = await book.add(file(service('a', { id: 'prod', issuer: 'https://idp.example' })));
    expect(added.addresses).toEqual(['a/prod']);
    expect(book.profile('a/prod')).toMatchObject({ client_id: 'c', issuer: 'https://idp.example' });
  });

  it('can mend a profile of the file that was wrong', async () => {
    await put(file(service('a', entry('dev', { colour: 1 }))));
    await book.add(file(service('a', entry('dev'))));
    expect(addresses()).toEqual(['a/dev']);
  });
});

describe('nothing is saved, and no byte of the file changes,', () => {
  const own = '{ "version": 1,\n\t"services": [ ] }';
  it.each([
    [
      'a secret in plain text',
      `{"version":1,"services":[{"id":"a","environments":[\n{"id":"e",▲"password":"x"}]}]}`,
    ],
    [
      'an environment that lacks a member',
      `{"version":1,"services":[{"id":"a","environments":[\n ▲{"id":"e"}]}]}`,
    ],
    ['a syntax error', '{"version":1,\n▲}'],
    ['an unknown member', `{▲"owner":1,"version":1,"services":[]}`],
    ['a member written twice', `{"version":1,▲"version":1,"services":[]}`],
    ['another version', `{▲"version":2,"services":[]}`],
    ['no version', `▲{"services":[]}`],
    ['nothing that is a file', '▲null'],
  ])('for %s in what is added; the place in it is named', async (_what, source) => {
    await put(own);
    const { text, line, column } = marked(source);
    await expect(book.add(text)).rejects.toMatchObject({
      code: 'profiles_invalid',
      message: expect.stringContaining(`the given profile file, line ${line}, column ${column}: `) as string,
    });
    expect(onDisk()).toBe(own);
  });

  const GOOD = `{"id":"good","environments":[{"id":"e","grant_type":"password","client_id":"c","issuer":"https://x.example"}]}`;
  it.each([
    ['an unknown member of the root', `{ ▲"owner": 1, "version": 1, "services": [${GOOD}] }`],
    [
      'an unknown member of a profile',
      `{"version":1,"services":[${GOOD},\n{"id":"b","environments":[{"id":"e",▲"x":1}]}]}`,
    ],
    ['a syntax error', `{"version":1,\n"services":[${GOOD}]▲]}`],
    ['__proto__', `{"version":1,"services":[${GOOD}], ▲"__proto__": {} }`],
    ['a service without environments', `{"version":1,"services":[${GOOD},\n▲{"id":"x"}]}`],
    ['a service that is none', `{"version":1,"services":[${GOOD},\n▲null]}`],
    ['an environment that is none', `{"version":1,"services":[${GOOD},{"id":"x","environments":[\n▲7]}]}`],
    ['bytes that are not UTF-8', `{"version":1,"services":[${GOOD}],"$schema":"▲\ufffd"}`],
    ['a newer version', `{"services":[${GOOD}],\n▲"version":2}`],
  ])('for %s in the file itself; the place in it is named', async (_what, source) => {
    const { text, line, column } = marked(source);
    await put(text);
    for (const attempt of [() => book.add(file(service('a', entry('dev')))), () => book.remove('good/e')]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'profiles_invalid',
        message: expect.stringContaining(`/memory/profiles.json, line ${line}, column ${column}: `) as string,
      });
      expect(onDisk()).toBe(text);
    }
  });
});

describe('a file changed by someone else', () => {
  it('is read again, and only when it changed', async () => {
    await put(file(service('a', entry('dev'))));
    expect(await book.refresh()).toBe(true);
    expect(await book.refresh()).toBe(false);
    expect(addresses()).toEqual(['a/dev']);
    await put(file(service('b', entry('dev'))));
    expect(await book.refresh()).toBe(true);
    expect(addresses()).toEqual(['b/dev']);
    await files.remove(FILE);
    expect(await book.refresh()).toBe(true);
    expect(addresses()).toEqual([]);
  });

  it('is what profiles are added to and removed from', async () => {
    await book.add(file(service('a', entry('dev'))));
    await put(file(service('b', entry('dev'))));
    await book.remove('b/dev');
    await put(file(service('c', entry('dev'))));
    await book.add(file(service('d', entry('dev'))));
    expect(addresses()).toEqual(['c/dev', 'd/dev']);
  });

  it('keeps what was known while it cannot be read', async () => {
    await put(file(service('a', entry('dev'))));
    await book.refresh();
    await put(file(service('b', entry('dev'))));
    files.failCall(1);
    await expect(book.refresh()).rejects.toMatchObject({ code: 'storage_failed' });
    expect(addresses()).toEqual(['a/dev']);
    await book.refresh();
    expect(addresses()).toEqual(['b/dev']);
  });
});

describe('removing a profile', () => {
  it('takes that one alone, and its service with the last one', async () => {
    await book.add(file(service('a', entry('dev'), entry('prod')), service('b', entry('dev'))));
    await book.remove('a/dev');
    expect(addresses()).toEqual(['a/prod', 'b/dev']);
    await book.remove('a/prod');
    expect(book.current().services.map(({ id }) => id)).toEqual(['b']);
  });

  it('can take one that is wrong', async () => {
    await put(file(service('a', entry('dev', { colour: 1 }), entry('prod'))));
    await book.refresh();
    await book.remove('a/dev');
    expect([addresses(), book.current().problems]).toEqual([['a/prod'], []]);
  });
});

describe('looking for a profile', () => {
  beforeEach(async () => {
    const ids = ['dev', 'beta', 'prod'].map((id) => entry(id));
    await book.add(
      file(service('salus', ...ids), service('ifs', entry('test')), service('signatur', entry('test'))),
    );
  });

  it.each([
    ['salus/bata', 'salus/beta', 1],
    ['salsu/prod', 'salus/prod', 1],
    ['ifs/tst', 'ifs/test', 1],
    ['salus', 'salus/dev', 3],
    ['SALUS/BETA', 'salus/', 3],
    ['signatur/../test', 'signatur/test', 1],
    ['', '/', 3],
    ['__proto__/x', '/', 3],
    ['x'.repeat(100_000), '/', 3],
  ])('%.20s that is unknown names what is nearest', (typed, near, within) => {
    const search = (): unknown => book.profile(typed);
    expect(search).toThrow(expect.objectContaining({ code: 'address_unknown' }) as Error);
    try {
      search();
    } catch (error) {
      const { hint, message } = error as { hint: string; message: string };
      const names = /Did you mean (.*)\? /.exec(hint)?.[1]?.split(', ') ?? [];
      expect(names).toHaveLength(3);
      expect(names.slice(0, within).join()).toContain(near);
      expect(message.length).toBeLessThan(200);
    }
  });

  it('shows a profile as it is written, also beside a broken one', async () => {
    await put(
      JSON.stringify({
        owner: 1,
        version: 1,
        services: [{ id: 'broken' }, { ...service('a', entry('dev')), defaults: { scope: 's' } }],
      }),
    );
    await book.refresh();
    expect(book.members('a/dev')).toEqual({ ...COMPLETE, scope: 's' });
  });

  it.each([
    ['a syntax error', '{', /line 1, column/],
    ['a wrong member', file(service('salus', entry('dev', { isuer: 1 }))), /did you mean "issuer"/],
  ])('says what is wrong with the file where %s hides it', async (_what, text, message) => {
    await put(text);
    await book.refresh();
    const search = (): unknown => book.profile('salus/dev');
    expect(search).toThrow(message);
    expect(search).toThrow(expect.objectContaining({ code: 'profile_invalid' }) as Error);
  });
});

describe('what is added', () => {
  const id = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}$/);
  const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((value) => !value.includes('\ufffd'));
  const line = text.filter((value) => /^[^\u0000-\u001f\u007f]+$/.test(value));
  const members = fc.record(
    {
      tier: fc.constantFrom(...TIERS),
      notes: text,
      grant_type: fc.constantFrom(...GRANT_TYPES),
      client_id: line,
      scope: line,
      issuer: fc.webUrl({ validSchemes: ['https'] }),
      client_secret: fc.oneof(
        fc.constant({ from: 'vault' as const }),
        fc.record({
          from: fc.constant('exec' as const),
          command: fc.array(line, { minLength: 1, maxLength: 3 }),
        }),
      ),
      extra_token_params: fc.dictionary(fc.stringMatching(/^[a-z]{7}$/), line),
      dpop: fc.boolean(),
      refresh: fc.record({ auto: fc.boolean(), early: fc.constantFrom('5s', '10m') }),
    },
    { requiredKeys: ['grant_type', 'client_id', 'issuer'] },
  );

  it('is shown as it was given, whatever it is, and survives other changes', async () => {
    await fc.assert(
      fc.asyncProperty(id, id, members, members, async (serviceId, environmentId, given, defaults) => {
        const own = createProfileBook(createMemoryFiles());
        const address = `${serviceId}/${environmentId}`;
        await own.add(file({ ...service(serviceId, { id: environmentId, ...given }), defaults }));
        await own.add(file(service('a-service-of-another-name', entry('dev'))));
        await own.remove('a-service-of-another-name/dev');
        expect(own.members(address)).toEqual({ ...defaults, ...given });
      }),
      { numRuns: 200 },
    );
  });
});
