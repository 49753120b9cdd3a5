import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../shared/settings-view.ts';
import type { ShortcutSettings } from '../../../shared/settings-view.ts';
import { createFakeEngine } from '../../fakes/fake-engine.ts';
import type { FakeEngine } from '../../fakes/fake-engine.ts';
import { startElectron } from './harness.ts';

const [ONE, OTHER, THIRD] = ['CommandOrControl+Shift+F', 'Alt+Space', 'Alt+1'];

async function begin() {
  const { globalShortcut } = startElectron();
  const engine = createFakeEngine();
  const done: string[] = [];
  const refused: (readonly string[])[] = [];
  const { takeShortcuts } = await import('../../../electron/main/shortcuts.ts');
  const release = takeShortcuts({
    engine,
    show: () => void done.push('show'),
    palette: () => void done.push('palette'),
    copy: (address) => void done.push(`copy ${address}`),
    refused: (keys) => void refused.push(keys),
  });
  return { globalShortcut, engine, release, done, refused };
}

const choose = (engine: FakeEngine, shortcuts: Partial<ShortcutSettings>): void =>
  engine.change({
    settings: { ...DEFAULT_SETTINGS, shortcuts: { ...DEFAULT_SETTINGS.shortcuts, ...shortcuts } },
  });

it('takes the keys of the settings, lets them go for others, and at the end', async () => {
  const { globalShortcut, engine, release, done } = await begin();
  expect([...globalShortcut.taken.keys()]).toEqual([]);
  choose(engine, { show: ONE });
  globalShortcut.taken.get(ONE)?.();
  expect(done).toEqual(['show']);
  choose(engine, { show: OTHER });
  expect([...globalShortcut.taken.keys()]).toEqual([OTHER]);
  release();
  expect([...globalShortcut.taken.keys()]).toEqual([]);
  expect(engine.listeners()).toBe(0);
});

it('opens the palette and copies the token of an address; of two with the same keys the first has them', async () => {
  const { globalShortcut, engine, done } = await begin();
  choose(engine, { palette: ONE, copy: { 'salus/beta': OTHER, 'salus/dev': ONE, 'salus/prod': THIRD } });
  for (const keys of [ONE, OTHER, THIRD]) globalShortcut.taken.get(keys)?.();
  expect(done).toEqual(['palette', 'copy salus/beta', 'copy salus/prod']);
});

it('says which keys another program has, once, and when there are none any more', async () => {
  const { globalShortcut, engine, refused } = await begin();
  globalShortcut.others.add(ONE);
  choose(engine, { show: ONE, palette: OTHER });
  engine.change();
  choose(engine, { palette: OTHER });
  expect(refused).toEqual([[], [ONE], []]);
  expect([...globalShortcut.taken.keys()]).toEqual([OTHER]);
});
