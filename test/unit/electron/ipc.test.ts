import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { IpcServer } from '../../../electron/main/ipc/serve.ts';
import { CALL_CHANNEL, PUSH_CHANNEL } from '../../../electron/preload/channels.ts';
import { CALL_NAMES } from '../../../shared/call-names.ts';
import { ipcContract } from '../../../shared/ipc-contract.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings-view.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import type { ElectronDouble } from '../../fakes/electron/electron-double.ts';
import type { Sender } from '../../fakes/electron/ipc-doubles.ts';
import { FrameDouble, WebContentsDouble } from '../../fakes/electron/window-double.ts';
import { createRecordingHandlers, createTestLog, startElectron } from './harness.ts';
import type { RecordingHandlers } from './harness.ts';

const SNAPSHOT: Snapshot = {
  revision: 7,
  at: 1,
  vault: { state: 'absent', slots: [] },
  services: [],
  problems: [],
  settings: DEFAULT_SETTINGS,
};
const NAMES: readonly string[] = Object.keys(CALL_NAMES);

describe('the IPC server', () => {
  let electron: ElectronDouble;
  let page: WebContentsDouble;
  let recorded: RecordingHandlers;
  let server: IpcServer;
  let shown: WebContentsDouble | undefined;

  const ask = (from: Sender, ...message: unknown[]): Promise<unknown> =>
    electron.ipcMain.receive(from, CALL_CHANNEL, message);
  const own = (): Sender => ({ sender: page, senderFrame: page.frame });

  beforeEach(async () => {
    electron = startElectron();
    page = shown = new WebContentsDouble();
    page.frame.url = 'app://fob/';
    recorded = createRecordingHandlers();
    const { serveIpc } = await import('../../../electron/main/ipc/serve.ts');
    server = serveIpc(
      recorded.handlers,
      () => (shown === undefined ? [] : [shown as never]),
      createTestLog(),
    );
  });

  it('answers our page', async () => {
    expect(await ask(own(), 'vault.lock', undefined)).toEqual({ ok: true, value: null });
    expect(recorded.calls).toEqual([['vault.lock', undefined]]);
  });

  it.each<[string, () => Sender]>([
    [
      'https://evil.example/',
      () => ({ sender: page, senderFrame: new FrameDouble('https://evil.example/') }),
    ],
    ['app://fob.evil/', () => ({ sender: page, senderFrame: new FrameDouble('app://fob.evil/') })],
    ['app://evil/', () => ({ sender: page, senderFrame: new FrameDouble('app://evil/') })],
    ['https://fob/', () => ({ sender: page, senderFrame: new FrameDouble('https://fob/') })],
    ['app://fob@evil/', () => ({ sender: page, senderFrame: new FrameDouble('app://fob@evil/') })],
    ['file:///app://fob/', () => ({ sender: page, senderFrame: new FrameDouble('file:///app://fob/') })],
    ['about:blank', () => ({ sender: page, senderFrame: new FrameDouble('about:blank') })],
    ['no URL at all', () => ({ sender: page, senderFrame: new FrameDouble('') })],
    [
      'a frame within our page',
      () => ({ sender: page, senderFrame: new FrameDouble('app://fob/', page.frame) }),
    ],
    ['a frame that is gone', () => ({ sender: page, senderFrame: null })],
    [
      'our page in a window that is not ours',
      () => ({ sender: new WebContentsDouble(), senderFrame: new FrameDouble('app://fob/') }),
    ],
    [
      'a page that outlived our window',
      () => {
        shown = undefined;
        return own();
      },
    ],
  ])('refuses %s, without any effect (E17)', async (_who, from) => {
    const sender = from();
    for (const name of NAMES) {
      expect(await ask(sender, name, undefined)).toMatchObject({
        ok: false,
        error: { code: 'peer_untrusted' },
      });
    }
    expect(recorded.calls).toEqual([]);
  });

  it('lets only what the contract accepts reach a handler, whatever is sent', async () => {
    const address = fc.constantFrom('salus/dev', 'SALUS/DEV', 'salus', '../../etc', '');
    const name = fc.oneof(
      fc.constantFrom(...NAMES, 'snapshot.changed', '__proto__', 'constructor', 'toString', 'VAULT.LOCK'),
      fc.string(),
      fc.anything(),
    );
    const argument = fc.oneof(
      fc.anything(),
      fc.constant(undefined),
      fc.record(
        {
          address: fc.oneof(address, fc.anything()),
          format: fc.oneof(fc.constantFrom('raw', 'header', 'exe'), fc.anything()),
          member: fc.constantFrom('client_secret', 'tokens.default', '__proto__'),
          value: fc.oneof(fc.string(), fc.anything()),
          passphrase: fc.oneof(fc.string(), fc.anything()),
          jwt: fc.string(),
          text: fc.oneof(fc.string(), fc.bigInt()),
          pinned: fc.oneof(fc.boolean(), fc.integer()),
        },
        { requiredKeys: [] },
      ),
    );
    const good = fc.constantFrom<[string, unknown]>(
      ['snapshot.get', undefined],
      ['tokens.copy', { address: 'salus/dev', format: 'raw' }],
      ['vault.unlock', { passphrase: 'correct horse' }],
    );
    const message = fc
      .oneof({ arbitrary: fc.tuple(name, argument), weight: 9 }, { arbitrary: good, weight: 1 })
      .filter(isCloneable);
    const seen = { accepted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(message, async ([sentName, sentArgument]) => {
        recorded.calls.length = 0;
        const answer = (await ask(own(), sentName, sentArgument)) as { ok: boolean };
        const isWanted = accepts(sentName, sentArgument);
        seen[isWanted ? 'accepted' : 'refused'] += 1;
        expect(answer.ok).toBe(isWanted);
        expect(recorded.calls).toHaveLength(isWanted ? 1 : 0);
        if (!isWanted) expect(answer).toMatchObject({ error: { code: 'usage' } });
      }),
      { numRuns: 4000 },
    );
    // Both sides were really tried.
    expect(seen.accepted).toBeGreaterThan(200);
    expect(seen.refused).toBeGreaterThan(1000);
  });

  it('pushes to our page only, and to nobody when there is none', () => {
    server.push('snapshot.changed', SNAPSHOT);
    expect(page.sent).toEqual([{ channel: PUSH_CHANNEL, values: ['snapshot.changed', SNAPSHOT] }]);
    page.destroyed = true;
    server.push('snapshot.changed', SNAPSHOT);
    shown = undefined;
    server.push('snapshot.changed', SNAPSHOT);
    expect(page.sent).toHaveLength(1);
  });

  it('is the only channel, and goes when it is closed', () => {
    expect([...electron.ipcMain.handlers.keys()]).toEqual([CALL_CHANNEL]);
    server.close();
    expect(electron.ipcMain.handlers.size).toBe(0);
  });
});

function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

/** The contract's own word on a message. */
function accepts(name: unknown, argument: unknown): boolean {
  if (typeof name !== 'string' || !NAMES.includes(name)) return false;
  const entry = ipcContract[name as keyof typeof CALL_NAMES];
  return entry.argument.safeParse(structuredClone(argument)).success;
}
