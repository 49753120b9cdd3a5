import { beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../../electron/main/words/en.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import type { ElectronDouble } from '../../fakes/electron/electron-double.ts';
import type { TrayDouble } from '../../fakes/electron/shell-doubles.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { createFakeEngine } from '../../fakes/fake-engine.ts';
import type { FakeEngine } from '../../fakes/fake-engine.ts';
import { newest, startElectron } from './harness.ts';

const MINUTE = 60_000;

describe('the tray', () => {
  let electron: ElectronDouble;
  let clock: FakeClock;
  let engine: FakeEngine;
  let done: string[];
  let version: string | undefined;

  const show = async (platform: NodeJS.Platform = 'linux') => {
    const { showTray } = await import('../../../electron/main/tray/tray.ts');
    const shown = showTray({
      ...{ engine, clock, platform, words: () => en, update: () => version },
      run: (command) => void done.push(Object.values(command).join(' ')),
      clicked: ({ x }) => void done.push(`clicked at ${x}`),
    });
    return { tray: newest(electron.trays), ...shown };
  };
  const services = (armedUntil?: number): Snapshot['services'] => [
    {
      id: 'salus',
      name: 'SALUS',
      environments: [
        {
          ...{ address: 'salus/dev', id: 'dev', tier: 'dev', status: 'fresh', pinned: true },
          ...{ receivedAt: clock.now(), expiresAt: clock.now() + 5 * MINUTE, missingSecrets: [] },
        },
        {
          ...{ address: 'salus/prod', id: 'prod', tier: 'prod', status: 'idle', pinned: false },
          ...{ missingSecrets: [], guard: armedUntil === undefined ? {} : { armedUntil } },
        },
      ],
    },
  ];

  beforeEach(() => {
    electron = startElectron();
    clock = createFakeClock();
    engine = createFakeEngine();
    done = [];
    version = undefined;
    engine.change({ vault: { state: 'unlocked', slots: ['safe-storage'] }, services: services() });
  });

  it('does what its menu says', async () => {
    const { tray } = await show();
    for (const label of ['Copy salus/dev', 'Open Fob', 'Find', 'Lock', 'Quit Fob']) tray.choose(label);
    for (const label of ['Copy token', 'Copy header', 'Copy as curl', 'Refresh now', 'Open in Fob'])
      tray.choose('dev:', label);
    expect(done).toEqual([
      'copy salus/dev raw',
      'open',
      'palette',
      'lock',
      'quit',
      'copy salus/dev raw',
      'copy salus/dev header',
      'copy salus/dev curl',
      'refresh salus/dev',
      'show salus/dev',
    ]);
    expect(() => tray.choose('SALUS')).toThrow('cannot be clicked');
    expect(() => tray.choose('dev:')).toThrow('cannot be clicked');
    expect(tray.tooltip).toBe('Fob: 1 of 2 valid\nsalus/dev: valid, 5 min left');
  });

  it('counts the minutes down and its ring, and leaves alone what does not change', async () => {
    const { tray } = await show();
    const images = [tray.image];
    engine.change();
    expect([tray.menusSet, tray.imagesSet]).toEqual([1, 0]);
    for (let minute = 0; minute < 5; minute += 1) {
      await clock.advance(MINUTE);
      images.push(tray.image);
    }
    expect(tray.labels()[0]).toBe('Copy salus/dev: expired');
    expect(new Set(images.map((image) => image.pngs.get(1)?.toString('hex'))).size).toBe(6);
  });

  it('is red and says for how long while prod is armed, and disarms by one click', async () => {
    const { tray } = await show('darwin');
    expect(tray.image.isTemplate).toBe(true);
    engine.change({ services: services(clock.now() + 14.5 * MINUTE) });
    expect(tray.image.isTemplate).toBe(false);
    expect(tray.title).toBe('14 min');
    expect(tray.tooltip).toContain('salus/prod: no token yet, armed 14 min');
    tray.happen('right-click');
    tray.choose('Disarm salus/prod');
    expect(done).toEqual(['disarm salus/prod']);
    await clock.advance(15 * MINUTE);
    expect([tray.title, tray.image.isTemplate]).toEqual(['', true]);
  });

  it('offers the newer version that waits', async () => {
    const { tray, draw } = await show();
    version = '2.0.0';
    draw();
    tray.choose('Restart for Fob 2.0.0');
    expect(done).toEqual(['update']);
  });

  it.each<[NodeJS.Platform, boolean]>([
    ['darwin', false],
    ['win32', true],
    ['linux', true],
  ])(
    'is clicked on %s, where the menu is opened by another click than the popover',
    async (platform, own) => {
      const { tray } = await show(platform);
      expect(tray.menu !== undefined).toBe(own);
      tray.clickIcon();
      expect(done).toEqual(['clicked at 1000']);
      tray.happen('right-click');
      expect(tray.menu).toBeDefined();
    },
  );

  it('follows the colour of the bar on Windows, and has an icon for every fineness of screen', async () => {
    const { tray } = await show('win32');
    const before = tray.image.pngs.get(1);
    electron.nativeTheme.isBarDark = true;
    electron.nativeTheme.happen('updated');
    expect(tray.image.pngs.get(1)).not.toEqual(before);
    expect([...tray.image.pngs.keys()]).toEqual([1, 1.5, 2, 3]);
  });

  it('leaves nothing behind', async () => {
    const { tray, close, draw }: { tray: TrayDouble; close: () => void; draw: () => void } = await show();
    close();
    draw(); // news of an update may come while the app quits
    expect(tray.isDestroyed()).toBe(true);
    expect(engine.listeners()).toBe(0);
    expect(electron.nativeTheme.listenerCount('updated')).toBe(0);
    expect(clock.pending()).toBe(0);
  });
});
