import { beforeEach, describe, expect, it } from 'vitest';
import type { ElectronDouble } from '../../fakes/electron/electron-double.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { createTestLog, startElectron } from './harness.ts';
import type { TestLog } from './harness.ts';

describe('quitting', () => {
  let electron: ElectronDouble;
  let clock: FakeClock;
  let log: TestLog;
  let stops: number;

  const stopWith = async (stop: () => Promise<void>): Promise<void> => {
    const { stopBeforeQuit } = await import('../../../electron/main/quit.ts');
    const counted = (): Promise<void> => {
      stops += 1;
      return stop();
    };
    stopBeforeQuit(counted, clock, log);
  };

  beforeEach(() => {
    electron = startElectron();
    clock = createFakeClock();
    log = createTestLog();
    stops = 0;
  });

  it('waits for a running save, once, however often somebody quits', async () => {
    await stopWith(() => new Promise((resolve) => void clock.setTimer(resolve, 3000)));
    electron.app.quit();
    electron.app.quit();
    await clock.advance(2999);
    electron.app.quit();
    expect(electron.app.quitDone).toBe(false);
    await clock.advance(1);
    expect(electron.app.quitDone).toBe(true);
    expect(stops).toBe(1);
    expect(log.lines).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  it('waits no longer than 10 s', async () => {
    await stopWith(() => new Promise(() => undefined));
    electron.app.quit();
    await clock.advance(9999);
    expect(electron.app.quitDone).toBe(false);
    await clock.advance(1);
    expect(electron.app.quitDone).toBe(true);
    expect(log.lines).toEqual([expect.stringContaining('no answer within 10 s')]);
  });

  it('quits all the same when stopping fails, and says so', async () => {
    await stopWith(() => Promise.reject(new Error('the disk is full')));
    electron.app.quit();
    await clock.advance(0);
    expect(electron.app.quitDone).toBe(true);
    expect(log.lines).toEqual([expect.stringContaining('the disk is full')]);
  });

  it('comes with the end of the system, which is held up for it (R16)', async () => {
    await stopWith(() => Promise.resolve());
    const { watchPower } = await import('../../../electron/main/power.ts');
    const seen: string[] = [];
    watchPower({ wake: () => void seen.push('wake'), leave: (how) => void seen.push(how) });
    electron.powerMonitor.happen('lock-screen');
    electron.powerMonitor.happen('suspend');
    electron.powerMonitor.happen('resume');
    electron.powerMonitor.happen('unlock-screen');
    expect(seen).toEqual(['screen-lock', 'sleep', 'wake', 'wake']);
    let held = false;
    electron.powerMonitor.happen('shutdown', { preventDefault: () => void (held = true) });
    await clock.advance(0);
    expect({ held, quit: electron.app.quitDone, stops }).toEqual({ held: true, quit: true, stops: 1 });
  });
});
