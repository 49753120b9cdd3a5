import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../shared/settings-view.ts';
import { createFakeEngine } from '../../fakes/fake-engine.ts';
import type { FakeEngine } from '../../fakes/fake-engine.ts';
import { createTestLog, startElectron } from './harness.ts';

const [ONE, OTHER] = ['CommandOrControl+Shift+F', 'Alt+Space'];

async function begin() {
  const { globalShortcut } = startElectron();
  const [engine, log] = [createFakeEngine(), createTestLog()];
  let shown = 0;
  const { takeShortcuts } = await import('../../../electron/main/shortcuts.ts');
  const release = takeShortcuts({ engine, log, show: () => (shown += 1) });
  return { globalShortcut, engine, log, release, shown: () => shown };
}

const choose = (engine: FakeEngine, show: string): void =>
  engine.change({ settings: { ...DEFAULT_SETTINGS, shortcuts: { show } } });

it('takes the keys of the settings, lets them go for others, and at the end', async () => {
  const { globalShortcut, engine, release, shown } = await begin();
  expect([...globalShortcut.taken.keys()]).toEqual([]);
  choose(engine, ONE);
  globalShortcut.taken.get(ONE)?.();
  expect(shown()).toBe(1);
  choose(engine, OTHER);
  expect([...globalShortcut.taken.keys()]).toEqual([OTHER]);
  release();
  expect([...globalShortcut.taken.keys()]).toEqual([]);
  expect(engine.listeners()).toBe(0);
});

it('says once that another program has them', async () => {
  const { globalShortcut, engine, log } = await begin();
  globalShortcut.others.add(ONE);
  choose(engine, ONE);
  engine.change();
  expect(log.lines).toEqual([expect.stringContaining(ONE)]);
});
