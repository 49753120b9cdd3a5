/** What settings.json says besides pins and lock, and how it is changed without losing what is not ours. */
import { describe, expect, it } from 'vitest';
import { createSettings } from '../../../core/engine/settings.ts';
import { settingsChangeSchema } from '../../../shared/settings-schema.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings-view.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import { beginScene } from './kit.ts';

const read = async (text: string) => {
  const files = createMemoryFiles();
  await files.write('settings.json', new TextEncoder().encode(text));
  const settings = createSettings(files);
  await settings.refresh();
  const written = (): unknown => JSON.parse(new TextDecoder().decode(files.content.get('settings.json')));
  return { settings, written };
};

describe('settings.json', () => {
  it.each<[string, object, readonly string[]]>([
    ['{}', {}, []],
    [
      '{"theme":"dark","language":"de","clipboard_seconds":0,"early_refresh":"2m"}',
      { theme: 'dark', language: 'de', clipboard_seconds: 0, early_refresh: '2m' },
      [],
    ],
    ['{"guard":{"minutes":5}}', { guard: { on: true, minutes: 5 } }, []],
    [
      '{"shortcuts":{"show":"Alt+Space","copy":{"salus/beta":"Alt+1"}}}',
      { shortcuts: { show: 'Alt+Space', palette: '', copy: { 'salus/beta': 'Alt+1' } } },
      [],
    ],
    ['{"shortcuts":{"copy":{"salus":"Alt+1"}}}', {}, ['"shortcuts.copy"']],
    ['{"start_at_login":true,"notifications":false}', { start_at_login: true, notifications: false }, []],
    ['{"lock":{"idle":"never"}}', {}, []],
    ['{"theme":"blue"}', {}, ['"theme" must be one of system, light, dark']],
    ['{"clipboard_seconds":-1}', {}, ['"clipboard_seconds" must be a whole number']],
    ['{"clipboard_seconds":"30"}', {}, ['"clipboard_seconds" must be a whole number']],
    ['{"early_refresh":"soon"}', {}, ['"early_refresh" must be a number']],
    ['{"guard":{"on":false,"minutes":0}}', { guard: { on: false, minutes: 15 } }, ['"guard.minutes"']],
    ['{"guard":{"of":false}}', {}, ['"guard" has no member "of"']],
    ['{"guard":null}', {}, ['"guard"']],
    ['{"shortcuts":{"show":"F"}}', {}, ['"shortcuts.show" must be empty, or keys']],
    ['{"theirs":{"a":1}}', {}, []],
  ])('%s', async (text, expected, problems) => {
    const { settings } = await read(text);
    expect(settings.view()).toEqual({ ...DEFAULT_SETTINGS, ...expected });
    expect(settings.problems()).toEqual(problems.map((part) => expect.stringContaining(part) as unknown));
  });

  it('keeps what is not changed as it is written, also in the same group', async () => {
    const { settings, written } = await read(
      '{"theirs":[1],"theme":"blue","guard":{"minutes":5,"x":1},"lock":3}',
    );
    await settings.set({ guard: { on: false }, lock: { on_sleep: true }, clipboard_seconds: 10 });
    expect(written()).toEqual({
      ...{ theirs: [1], theme: 'blue', clipboard_seconds: 10 },
      guard: { minutes: 5, x: 1, on: false },
      lock: { on_sleep: true },
    });
    expect(settings.view()).toMatchObject({ guard: { on: false, minutes: 5 }, clipboard_seconds: 10 });
  });
});

describe('a change', () => {
  it.each([
    [{ theme: 'blue' }],
    [{ guard: { on: undefined } }],
    [{ guard: { minutes: 0 } }],
    [{ guard: { until: 1 } }],
    [{ lock: { idle: '0m' } }],
    [{ clipboard_seconds: 1.5 }],
    [{ shortcuts: { show: 'CommandOrControl+' } }],
    [{ pinned: ['a/b'] }],
    [null],
  ])('%j is refused', (change) => {
    expect(settingsChangeSchema.safeParse(change).success).toBe(false);
  });

  it('is in the next snapshot, and a new default of early refresh counts for the tokens at hand', async () => {
    const scene = await beginScene();
    await scene.take();
    const before = scene.view()?.refreshAt ?? 0;
    const { revision } = scene.engine.snapshot();
    await scene.engine.settings.set({ early_refresh: '2m', theme: 'dark' });
    const snapshot = scene.engine.snapshot();
    expect(snapshot.revision).toBeGreaterThan(revision);
    expect(snapshot.settings).toMatchObject({ early_refresh: '2m', theme: 'dark' });
    expect(before - (scene.view()?.refreshAt ?? 0)).toBeGreaterThan(30_000);
  });

  it('leaves a profile that says itself how early alone', async () => {
    const scene = await beginScene({ refresh: { early: '60s' } });
    await scene.take();
    const before = scene.view()?.refreshAt ?? 0;
    await scene.engine.settings.set({ early_refresh: '2m' });
    // Chance is drawn anew; 12 s is the most that it makes here.
    expect(Math.abs(before - (scene.view()?.refreshAt ?? 0))).toBeLessThanOrEqual(12_000);
  });

  it('by hand is seen by the next look at the list', async () => {
    const scene = await beginScene();
    await scene.files.write('settings.json', new TextEncoder().encode('{"theme":"light"}'));
    await scene.engine.reload();
    expect(scene.engine.snapshot().settings.theme).toBe('light');
  });
});
