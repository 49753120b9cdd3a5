/** Changes and reads of the profile file, and of the settings, that meet: nothing of any of them is lost. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createSettings } from '../../../core/engine/settings.ts';
import { createProfileBook } from '../../../core/profiles/profile-book.ts';
import type { ProfileBook } from '../../../core/profiles/profile-book.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import type { MemoryFiles } from '../../fakes/memory-files.ts';
import { COMPLETE } from './kit.ts';

let files: MemoryFiles;
beforeEach(() => {
  files = createMemoryFiles();
});

const put = (name: string, text: string): Promise<void> => files.write(name, new TextEncoder().encode(text));

/** The next read has its bytes, and does not answer until it is let go. */
function nextReadIsSlow(): () => void {
  const read = files.read.bind(files);
  const gate = Promise.withResolvers<undefined>();
  vi.spyOn(files, 'read').mockImplementationOnce(async (name) => {
    const bytes = await read(name);
    await gate.promise;
    return bytes;
  });
  return () => gate.resolve(undefined);
}

describe('the profile file', () => {
  let book: ProfileBook;
  const file = (notes: string, ...ids: string[]): string => {
    const environments = ids.map((id) => ({ id, ...COMPLETE, notes }));
    return JSON.stringify({ version: 1, services: [{ id: 'a', environments }] });
  };
  beforeEach(async () => {
    book = createProfileBook(files);
    await book.add(file('one', 'dev', 'beta'));
  });

  it('has what each of two changes at once added, and lacks what a third took away', async () => {
    await Promise.all([book.add(file('two', 'dev')), book.add(file('two', 'prod')), book.remove('a/beta')]);
    expect([...book.current().profiles.keys()]).toEqual(['a/dev', 'a/prod']);
    expect(book.members('a/dev').notes).toBe('two');
  });

  it('is replaced by one of two who began with the same text', async () => {
    const before = book.serviceText('a');
    const saves = ['two', 'three'].map((notes) => book.replace('a', file(notes, 'dev'), before));
    const states = (await Promise.allSettled(saves)).map(({ status }) => status);
    expect(states).toEqual(['fulfilled', 'rejected']);
    expect(book.members('a/dev').notes).toBe('two');
  });

  it('is known as it is now, when a read of what it was before ends later', async () => {
    await put('profiles.json', file('two', 'dev'));
    const goOn = nextReadIsSlow();
    const early = book.refresh();
    await put('profiles.json', file('three', 'dev'));
    const late = book.refresh();
    setImmediate(goOn);
    await Promise.all([early, late]);
    expect(book.members('a/dev').notes).toBe('three');
  });
});

describe('the settings', () => {
  it('have what each of two changes at once set', async () => {
    const settings = createSettings(files);
    await Promise.all([
      settings.set({ theme: 'dark' }),
      settings.setPinned(['a/dev'], true),
      settings.setPinned(['a/beta'], true),
    ]);
    expect(settings.view().theme).toBe('dark');
    expect([...settings.pinned()]).toEqual(['a/dev', 'a/beta']);
  });

  it('are known as they are now, when a read of what they were before ends later', async () => {
    const settings = createSettings(files);
    await put('settings.json', '{"theme":"light"}');
    const goOn = nextReadIsSlow();
    const early = settings.refresh();
    await put('settings.json', '{"theme":"dark"}');
    const late = settings.refresh();
    setImmediate(goOn);
    await Promise.all([early, late]);
    expect(settings.view().theme).toBe('dark');
  });
});
