import { beforeEach, describe, expect, it } from 'vitest';
import type { Address } from '../../../shared/profile.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings-view.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import type { ElectronDouble } from '../../fakes/electron/electron-double.ts';
import type { TrayDouble } from '../../fakes/electron/shell-doubles.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { newest, startElectron } from './harness.ts';

const MINUTE = 60_000;

describe('the tray', () => {
  let electron: ElectronDouble;
  let clock: FakeClock;
  let snapshot: Snapshot;
  let listener: ((snapshot: Snapshot) => void) | undefined;
  let done: string[];

  const show = async (
    platform: NodeJS.Platform = 'linux',
  ): Promise<{ tray: TrayDouble; hide: () => void }> => {
    const { showTray } = await import('../../../electron/main/tray/tray.ts');
    const engine = {
      snapshot: () => snapshot,
      subscribe: (next: (snapshot: Snapshot) => void) => {
        listener = next;
        return () => void (listener = undefined);
      },
    };
    const note = (what: string) => () => void done.push(what);
    const actions = {
      copy: (address: Address) => void done.push(`copy ${address}`),
      open: note('open'),
      lock: note('lock'),
      quit: note('quit'),
    };
    const hide = showTray({ icon: '/icons/tray.png', engine, clock, platform, actions });
    return { tray: newest(electron.trays), hide };
  };
  const change = (expiresAt: number): void => {
    snapshot = {
      revision: 1,
      at: clock.now(),
      vault: { state: 'unlocked', slots: ['safe-storage'] },
      services: [
        {
          id: 'salus',
          name: 'SALUS',
          environments: [
            {
              address: 'salus/dev',
              id: 'dev',
              tier: 'dev',
              status: 'fresh',
              expiresAt,
              pinned: false,
              missingSecrets: [],
            },
          ],
        },
      ],
      problems: [],
      settings: DEFAULT_SETTINGS,
    };
    listener?.(snapshot);
  };

  beforeEach(() => {
    electron = startElectron();
    clock = createFakeClock();
    done = [];
    change(clock.now() + 5 * MINUTE);
  });

  it('copies, opens, locks and quits by its menu', async () => {
    const { tray } = await show();
    for (const label of ['dev:', 'Open Fob', 'Lock', 'Quit Fob']) tray.choose(label);
    expect(done).toEqual(['copy salus/dev', 'open', 'lock', 'quit']);
    expect(() => tray.choose('SALUS')).toThrow('cannot be clicked');
    expect(tray.tooltip).toBe('Fob: 1 of 1 valid');
  });

  it('follows the snapshot', async () => {
    const { tray } = await show();
    expect(tray.labels()[1]).toBe('dev: valid, 5 min left');
    change(clock.now() + 60 * MINUTE);
    expect(tray.labels()[1]).toBe('dev: valid, 60 min left');
  });

  it('counts the minutes down, and leaves the menu alone while nothing in it changes', async () => {
    const { tray } = await show();
    expect(tray.menusSet).toBe(1);
    listener?.(snapshot);
    expect(tray.menusSet).toBe(1);
    await clock.advance(90_000);
    expect(tray.labels()[1]).toBe('dev: valid, 3 min left');
    expect(tray.menusSet).toBe(3);
  });

  it('leaves nothing behind', async () => {
    const { tray, hide } = await show();
    hide();
    expect(tray.isDestroyed()).toBe(true);
    expect(listener).toBeUndefined();
    expect(clock.pending()).toBe(0);
  });

  it('has an icon that macOS can colour, and opens the window by a click on Windows alone', async () => {
    const { tray: onMac } = await show('darwin');
    expect(onMac.image.isTemplate).toBe(true);
    onMac.happen('click');
    expect(done).toEqual([]);
    const { tray: onWindows } = await show('win32');
    expect(onWindows.image.isTemplate).toBe(false);
    onWindows.happen('click');
    expect(done).toEqual(['open']);
  });
});
