/** What of the desktop app its windows see in each snapshot, and what they can have it do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UpdateDownloadedEvent } from 'electron-updater';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDesktopState } from '../../../electron/main/desktop-state.ts';
import type { DesktopState } from '../../../electron/main/desktop-state.ts';
import type { Updater } from '../../../electron/main/updates.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakeEngine } from '../../fakes/fake-engine.ts';
import { createTestLog } from './harness.ts';

let home: string;
beforeEach(async () => void (home = await mkdtemp(join(tmpdir(), 'fob-desktop-'))));
afterEach(() => rm(home, { recursive: true }));

function begin() {
  const clock = createFakeClock();
  const done: string[] = [];
  let downloaded: ((update: UpdateDownloadedEvent) => void) | undefined;
  const updater = {
    checkForUpdates: () => Promise.resolve(null),
    quitAndInstall: () => void done.push('install'),
    on: (event: string, listener: (update: UpdateDownloadedEvent) => void) => {
      if (event === 'update-downloaded') downloaded = listener;
    },
  } as unknown as Updater;
  const changed = vi.fn<() => void>();
  const state = createDesktopState({
    ...{ clock, log: createTestLog(), changed, startAgain: () => void done.push('start again') },
    terminal: { platform: 'linux', env: {}, home, program: '/app/fob.js' },
    updater: () => Promise.resolve(updater),
    stopThen: (then) => {
      done.push('stop');
      then();
    },
  });
  const arrive = async (): Promise<void> => {
    await clock.advance(60_000);
    downloaded?.({ version: '2.0.0' } as UpdateDownloadedEvent);
  };
  return { state, done, changed, arrive };
}

const view = (state: DesktopState) => state.with(createFakeEngine().snapshot()).desktop;

it('looks for the fob command when the start is over', async () => {
  const { state, changed } = begin();
  expect(view(state)).toEqual({ refusedShortcuts: [] });
  await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce());
  expect(view(state)?.command).toMatchObject({ state: 'none', path: join(home, '.local/bin/fob') });
});

it('makes each of its changes a newer snapshot, since windows show no other', async () => {
  const { state, changed, arrive } = begin();
  const revisions: number[] = [];
  const engine = createFakeEngine();
  changed.mockImplementation(() => void revisions.push(state.with(engine.snapshot()).revision));
  await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce());
  await state.host.installCommand();
  state.refuseShortcuts(['Alt+1']);
  await arrive();
  const before = engine.snapshot().revision;
  expect(revisions).toEqual([1, 2, 3, 4].map((nth) => before + nth));
});

it('does not stop for a newer version that is not there', async () => {
  const { state, done, arrive } = begin();
  expect(() => state.host.restart()).toThrow('There is no newer version');
  expect(done).toEqual([]);
  await arrive();
  expect(view(state)?.update).toEqual({ version: '2.0.0', notes: '' });
  state.host.restart();
  expect(done).toEqual(['stop', 'install']);
});

it('tells of shortcuts that were refused when they are others', async () => {
  const { state, changed } = begin();
  await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce());
  for (const keys of [['Alt+1'], ['Alt+1'], []]) state.refuseShortcuts(keys);
  expect(changed).toHaveBeenCalledTimes(3);
});
