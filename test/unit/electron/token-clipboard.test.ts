import { beforeEach, describe, expect, it } from 'vitest';
import type { FobError } from '../../../core/index.ts';
import type { TokenClipboard } from '../../../electron/main/adapters/token-clipboard.ts';
import type { ElectronDouble } from '../../fakes/electron/electron-double.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { createTestLog, startElectron } from './harness.ts';
import type { TestLog } from './harness.ts';

const SECOND = 1000;

describe('the clipboard', () => {
  let electron: ElectronDouble;
  let clock: FakeClock;
  let log: TestLog;

  let clearAfterMs: number;

  const create = async (platform: NodeJS.Platform = 'linux'): Promise<TokenClipboard> => {
    const module = await import('../../../electron/main/adapters/token-clipboard.ts');
    return module.createTokenClipboard({ clock, log, platform, clearAfterMs: () => clearAfterMs });
  };
  const text = (): string | undefined => electron.clipboard.content.get('text/plain');

  beforeEach(() => {
    electron = startElectron();
    clock = createFakeClock();
    clearAfterMs = 30 * SECOND;
    log = createTestLog();
  });

  it('keeps a token for as long as the setting says, and for good with 0', async () => {
    const tokens = await create();
    clearAfterMs = 5 * SECOND;
    await tokens.write('secret');
    await clock.advance(5 * SECOND);
    expect(text()).toBeUndefined();
    clearAfterMs = 0;
    await tokens.write('kept');
    await clock.advance(3600 * SECOND);
    expect(text()).toBe('kept');
  });

  it.each<[NodeJS.Platform, Record<string, string>]>([
    ['linux', { 'x-kde-passwordManagerHint': 'secret' }],
    ['darwin', { 'org.nspasteboard.ConcealedType': 'secret', 'org.nspasteboard.TransientType': 'secret' }],
    [
      'win32',
      {
        ExcludeClipboardContentFromMonitorProcessing: '00000000',
        CanIncludeInClipboardHistory: '00000000',
        CanUploadToCloudClipboard: '00000000',
      },
    ],
  ])('marks a token as a secret in the same write as its text: %s', async (platform, marks) => {
    await (await create(platform)).write('token-1');
    const formats = Object.entries(marks).map(([name, value]) => [
      `electron application/osclipboard;format="${name}"`,
      value,
    ]);
    expect(Object.fromEntries(electron.clipboard.content)).toEqual({
      'text/plain': 'token-1',
      ...Object.fromEntries(formats),
    });
    expect(electron.clipboard.writes).toBe(1);
  });

  it('clears a token after 30 s', async () => {
    await (await create()).write('token-1');
    await clock.advance(29 * SECOND);
    expect(text()).toBe('token-1');
    await clock.advance(SECOND);
    expect(text()).toBeUndefined();
    expect(clock.pending()).toBe(0);
  });

  it('leaves alone what somebody else has copied since', async () => {
    await (await create()).write('token-1');
    electron.clipboard.content = new Map([['text/plain', 'a shopping list']]);
    await clock.advance(60 * SECOND);
    expect(text()).toBe('a shopping list');
    expect(electron.clipboard.clears).toBe(0);
  });

  it('counts from the newest token', async () => {
    const clipboard = await create();
    await clipboard.write('token-1');
    await clock.advance(20 * SECOND);
    await clipboard.write('token-2');
    await clock.advance(20 * SECOND);
    expect(text()).toBe('token-2');
    await clock.advance(10 * SECOND);
    expect(text()).toBeUndefined();
  });

  it('clears at once when asked (lock, quit), and then not again', async () => {
    const clipboard = await create();
    await clipboard.write('token-1');
    await clipboard.clear();
    expect(text()).toBeUndefined();
    electron.clipboard.content = new Map([['text/plain', 'token-1']]); // the person pasted and copied it again
    await clock.advance(60 * SECOND);
    expect(text()).toBe('token-1');
  });

  it('never clears a token that is written while an older one is being cleared', async () => {
    const clipboard = await create();
    await clipboard.write('token-1');
    let writing: Promise<void> | undefined;
    electron.clipboard.whileReading = async () => {
      writing ??= clipboard.write('token-2');
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await clipboard.clear();
    await writing;
    expect(text()).toBe('token-2');
  });

  it('takes nothing any more once it is closed: nobody would be there to clear it', async () => {
    const clipboard = await create();
    await clipboard.write('token-1');
    await clipboard.close();
    expect(text()).toBeUndefined();
    await expect(clipboard.write('token-2')).rejects.toMatchObject({ code: 'runtime_unsupported' });
    expect([text(), clock.pending()]).toEqual([undefined, 0]);
  });

  it('copies without the mark rather than not at all, and says so', async () => {
    const clipboard = await create();
    electron.clipboard.refuses = 'formats';
    await clipboard.write('token-1');
    expect(text()).toBe('token-1');
    expect(log.lines).toEqual([expect.stringContaining('clipboard manager')]);
    await clock.advance(30 * SECOND);
    expect(text()).toBeUndefined();
  });

  it('says that there is no clipboard, without the token in the message', async () => {
    const clipboard = await create();
    electron.clipboard.refuses = 'everything';
    const refusal: unknown = await clipboard.write('token-1').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'FobError', code: 'runtime_unsupported' });
    expect((refusal as FobError).message + log.lines.join()).not.toContain('token-1');
  });
});
