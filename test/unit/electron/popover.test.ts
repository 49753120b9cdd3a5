import type { WindowSessionEndEvent } from 'electron';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { popoverPlace } from '../../../electron/main/window/popover-place.ts';
import type { Pages } from '../../../electron/main/window/pages.ts';
import type { ElectronDouble } from '../../fakes/electron/electron-double.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { createTestLog, newest, startElectron } from './harness.ts';

const SCREEN = { x: 0, y: 24, width: 1440, height: 876 };
const at = (x: number, y: number) => ({ x, y, width: 24, height: 24 });

describe('where the popover is', () => {
  it.each([
    ['under an icon of a bar at the top', at(1000, 0), { x: 832, y: 28 }],
    ['at the corner', at(1416, 0), { x: 1080, y: 28 }],
    ['over an icon of a bar at the bottom', at(1300, 876), { x: 1080, y: 312 }],
    ['beside a bar at the left', at(0, 500), { x: 0, y: 24 }],
  ])('%s', (_what, icon, place) => {
    expect(popoverPlace(icon, SCREEN)).toEqual({ ...place, width: 360, height: 560 });
  });

  it('always on the screen, and never wider or higher than that', () => {
    const side = fc.integer({ min: 100, max: 5000 });
    const origin = fc.integer({ min: -5000, max: 5000 });
    const area = fc.record({ x: origin, y: origin, width: side, height: side });
    fc.assert(
      fc.property(area, fc.record({ x: origin, y: origin, width: side, height: side }), (workArea, icon) => {
        const { x, y, width, height } = popoverPlace(icon, workArea);
        expect(x).toBeGreaterThanOrEqual(workArea.x);
        expect(y).toBeGreaterThanOrEqual(workArea.y);
        expect(x + width).toBeLessThanOrEqual(workArea.x + workArea.width);
        expect(y + height).toBeLessThanOrEqual(workArea.y + workArea.height);
      }),
    );
  });
});

describe('the popover', () => {
  let electron: ElectronDouble;
  let clock: FakeClock;

  const begin = async (platform: NodeJS.Platform = 'darwin'): Promise<Pages> => {
    const { servePage } = await import('../../../electron/main/app-protocol.ts');
    servePage(new Map([['/', { type: 'text/html', bytes: Buffer.from('<!doctype html>') }]]));
    const { createPages } = await import('../../../electron/main/window/pages.ts');
    const onOpen = (): void => undefined;
    return createPages({ clock, platform, preload: '', icon: '', log: createTestLog(), onOpen });
  };
  const views = () => newest(electron.windows).webContents.sent.map(({ values: [, view] }) => view);

  beforeEach(() => {
    electron = startElectron();
    clock = createFakeClock();
  });

  it('comes at the icon by a click and goes by the next, and is the same the next time', async () => {
    const pages = await begin();
    pages.toggle(at(1000, 0));
    const popover = newest(electron.windows);
    expect(popover).toMatchObject({ isShown: true, bounds: { x: 832, y: 28 }, onAllWorkspaces: true });
    await expect.poll(() => popover.webContents.frame.url).toBe('app://fob/?popover');
    pages.toggle(at(1000, 0));
    expect(popover.isShown).toBe(false);
    await clock.advance(1_000);
    pages.toggle(at(1000, 0));
    expect(popover.isShown).toBe(true);
    expect(electron.windows).toHaveLength(1);
  });

  it('takes neither the app out of the Dock of macOS nor the focus from the app in front', async () => {
    (await begin()).toggle(at(1000, 0));
    const popover = newest(electron.windows);
    expect([popover.options.type, popover.onAllWorkspaces]).toEqual(['panel', true]);
    expect(electron.app.isInDock).toBe(true);
    (await begin('win32')).toggle(at(1000, 876));
    expect(newest(electron.windows).options.type).toBeUndefined();
  });

  it('goes when something else has the focus; the click that took it does not bring it back', async () => {
    const pages = await begin();
    pages.toggle(at(1000, 0));
    const popover = newest(electron.windows);
    popover.happen('blur');
    pages.toggle(at(1000, 0));
    expect(popover.isShown).toBe(false);
  });

  it('is only hidden when its page closes itself, until all of it is closed', async () => {
    const pages = await begin();
    pages.toggle(at(1000, 0));
    const popover = newest(electron.windows);
    popover.close();
    expect([popover.isShown, popover.webContents.destroyed]).toEqual([false, false]);
    pages.close();
    expect(popover.webContents.destroyed).toBe(true);
    // What comes too late, such as the outcome of a click before the app quits, opens nothing any more.
    pages.show();
    pages.toggle(at(1000, 0));
    pages.ask(at(1000, 0), { kind: 'copy', address: 'salus/prod' });
    expect([pages.contents(), electron.windows.length]).toEqual([[], 1]);
  });

  it('gives way to the window, which is what Linux has in its place', async () => {
    const pages = await begin();
    pages.toggle(at(1000, 0));
    pages.show();
    expect(electron.windows.map(({ isShown }) => isShown)).toEqual([false, false]);
    await expect.poll(() => newest(electron.windows).isShown).toBe(true);
    const onLinux = await begin('linux');
    onLinux.toggle(at(1000, 0));
    expect(newest(electron.windows).options.name).toBe('fob');
  });

  it('is loaded anew when the process of its page ends, and is another one when that ends again', async () => {
    const pages = await begin();
    pages.ask(at(1000, 0), { kind: 'copy', address: 'salus/prod' });
    await expect.poll(views).toHaveLength(1);
    const popover = newest(electron.windows);
    popover.webContents.crash();
    pages.ask(at(1000, 0), { kind: 'copy', address: 'salus/dev' });
    expect([popover.webContents.reloads, views().length]).toEqual([1, 1]);
    await expect.poll(views).toHaveLength(2);

    await clock.advance(3_000);
    popover.webContents.crash();
    expect([popover.webContents.destroyed, popover.webContents.reloads]).toEqual([true, 1]);
    pages.toggle(at(1000, 0));
    expect(newest(electron.windows)).not.toBe(popover);
    await clock.advance(3_600_000);
    newest(electron.windows).webContents.crash();
    expect(newest(electron.windows).webContents).toMatchObject({ destroyed: false, reloads: 1 });
  });

  it('has the app quit in order when Windows ends the session, which tells windows alone', async () => {
    (await begin('win32')).toggle(at(1000, 876));
    newest(electron.windows).happen('session-end', {} as WindowSessionEndEvent);
    expect(electron.app.quitDone).toBe(true);
  });

  it('shows what is wanted, also what was wanted while it was loading', async () => {
    const pages = await begin();
    pages.ask(at(1000, 0), { kind: 'copy', address: 'salus/prod' });
    expect(views()).toEqual([]);
    await expect.poll(views).toEqual([{ kind: 'copy', address: 'salus/prod' }]);
    pages.ask(at(1000, 0), { kind: 'sign_in', address: 'salus/dev' });
    expect(views()).toHaveLength(2);
  });
});
