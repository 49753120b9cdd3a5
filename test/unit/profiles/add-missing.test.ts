/** Profiles of a backup: added where there are none, with the meaning they had, and never in place of one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createProfileBook } from '../../../core/profiles/profile-book.ts';
import { parseProfiles } from '../../../core/profiles/profiles-file.ts';
import type { ProfilesFile } from '../../../shared/profile.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import { COMPLETE } from './kit.ts';

const FILE = 'profiles.json';
const encoded = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

async function merged(own: string | undefined, backup: string) {
  const files = createMemoryFiles();
  if (own !== undefined) await files.write(FILE, encoded(own));
  const book = createProfileBook(files);
  await book.refresh();
  const result = await book.addMissing(backup).catch((error: unknown) => ({ error }));
  return { result, text: new TextDecoder().decode(files.content.get(FILE)), files };
}

const fileOf = (services: readonly object[]): string => JSON.stringify({ version: 1, services });
const entry = (id: string, more: object = {}): object => ({ id, ...COMPLETE, ...more });

describe('a backed-up profile file', () => {
  it('comes back as it was where there is none, with what is wrong in it, too', async () => {
    const backup = `${fileOf([{ id: 'a', environments: [entry('dev'), { id: 'broken' }] }])}\n`;
    const { result, text, files } = await merged(undefined, backup);
    expect(result).toEqual({ added: ['a/dev'], unlike: [] });
    expect(text).toBe(backup);
    expect(files.content.has('profiles.schema.json')).toBe(true);
  });

  it('adds an environment to a service that is here, with the defaults that it had there', async () => {
    const own = fileOf([{ id: 'a', defaults: { scope: 'mine' }, environments: [entry('dev')] }]);
    const backup = fileOf([
      {
        id: 'a',
        name: 'Theirs',
        defaults: { scope: 'theirs', audience: 'x' },
        environments: [entry('beta')],
      },
    ]);
    const { text } = await merged(own, backup);
    const { services } = JSON.parse(text) as ProfilesFile;
    expect(services).toEqual([
      {
        id: 'a',
        defaults: { scope: 'mine' },
        environments: [entry('dev'), entry('beta', { scope: 'theirs', audience: 'x' })],
      },
    ]);
  });

  it('leaves out what our defaults would change, and says so', async () => {
    const own = fileOf([{ id: 'a', defaults: { audience: 'mine' }, environments: [entry('dev')] }]);
    const { result, text } = await merged(own, fileOf([{ id: 'a', environments: [entry('beta')] }]));
    expect(result).toMatchObject({ added: [], unlike: ['a/beta'] });
    expect(text).toBe(own);
  });

  it.each([
    ['no JSON', 'no', fileOf([])],
    ['of a broken file of ours', fileOf([{ id: 'a', environments: [entry('dev')] }]), 'no'],
  ])('%s is refused, and ours stays', async (_, backup, own) => {
    const { result, text } = await merged(own, backup);
    expect(result).toMatchObject({ error: { code: 'profiles_invalid' } });
    expect(text).toBe(own);
  });

  it('never changes what is here, and adds only what then means the same', async () => {
    const members = fc.record(
      { scope: fc.constantFrom('x', 'y'), audience: fc.constantFrom('p', 'q'), dpop: fc.boolean() },
      { requiredKeys: [] },
    );
    const service = fc.record({
      id: fc.constantFrom('a', 'b'),
      defaults: members,
      environments: fc.uniqueArray(
        fc.tuple(fc.constantFrom('dev', 'beta', 'prod'), members).map(([id, own]) => entry(id, own)),
        { selector: (one) => (one as { id: string }).id },
      ),
    });
    const file = fc.uniqueArray(service, { selector: ({ id }) => id }).map((services) => fileOf(services));
    await fc.assert(
      fc.asyncProperty(file, file, async (own, backup) => {
        const { result, text } = await merged(own, backup);
        const [before, there, after] = [own, backup, text].map((one) => parseProfiles(one).profiles);
        const { added, unlike } = result as { added: readonly string[]; unlike: readonly string[] };
        for (const [address, profile] of before ?? []) expect(after?.get(address)).toEqual(profile);
        for (const [address, profile] of there ?? []) {
          if (before?.has(address) === true) continue;
          expect([...added, ...unlike]).toContain(address);
          if (added.includes(address)) expect(after?.get(address)).toEqual(profile);
        }
        expect(after?.size).toBe((before?.size ?? 0) + added.length);
      }),
      { numRuns: 200 },
    );
  });
});
