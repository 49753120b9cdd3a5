/** 100,000 messages from whoever has no business with the host, and what our own page may send if it is not ours any more (E17). */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CALL_CHANNEL } from '../../electron/preload/channels.ts';
import { CALL_NAMES } from '../../shared/call-names.ts';
import { ipcContract } from '../../shared/ipc-contract.ts';
import type { Sender } from '../fakes/electron/ipc-doubles.ts';
import { ElectronDouble } from '../fakes/electron/electron-double.ts';
import { FrameDouble, WebContentsDouble } from '../fakes/electron/window-double.ts';
import { createRecordingHandlers, createTestLog, provideElectron } from '../unit/electron/harness.ts';
import { ask, DEV } from './scene.ts';
import { useDesktop } from './suite.ts';

const NAMES: readonly string[] = Object.keys(CALL_NAMES);
const FOREIGN = 100_000;
const OWN = 10_000;
/** Half a minute on a machine with nothing else to do. */
const LONG = { timeout: 170_000 };

/** Good calls among them: from a foreign frame they must do as little as bad ones. */
const goodCall = fc.constantFrom<[string, unknown]>(
  ['snapshot.get', undefined],
  ['vault.lock', undefined],
  ['tokens.copy', { address: DEV, format: 'raw' }],
  ['tokens.reveal', { address: DEV }],
  ['profiles.remove', { address: DEV }],
  ['settings.set', { guard: { on: false } }],
);
const PROTOTYPES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then'];
const name = fc.oneof(
  fc.constantFrom(
    ...NAMES,
    ...PROTOTYPES,
    'snapshot.changed',
    'view.wanted',
    'VAULT.LOCK',
    ' vault.lock',
    '',
  ),
  fc.string(),
  fc.anything(),
);
const nested = fc.integer({ min: 1, max: 800 }).map((depth) => {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { address: value };
  return value;
});
const circular = fc.constantFrom('address', 'text', 'self').map((member) => {
  const value: Record<string, unknown> = { format: 'raw' };
  value[member] = value;
  return value;
});
const huge = fc
  .integer({ min: 1, max: 4 })
  .map((size) => ({ address: 'a'.repeat(size * 100_000), text: '[' }));
const shaped = fc.record(
  {
    address: fc.oneof(
      fc.constantFrom(DEV, 'ACME/DEV', '../../etc', 'acme/dev\0', '__proto__/x'),
      fc.anything(),
    ),
    format: fc.oneof(fc.constantFrom('raw', 'exe'), fc.anything()),
    member: fc.constantFrom('client_secret', 'tokens.default', '__proto__'),
    value: fc.anything(),
    passphrase: fc.anything(),
    files: fc.anything(),
    guard: fc.anything(),
    text: fc.oneof(fc.string(), fc.bigInt()),
    pinned: fc.oneof(fc.boolean(), fc.integer()),
  },
  { requiredKeys: [] },
);
const polluting = fc.constantFrom(
  JSON.parse('{"__proto__":{"address":"acme/dev"}}') as unknown,
  JSON.parse('{"address":"acme/dev","format":"raw","__proto__":null}') as unknown,
  JSON.parse('{"constructor":{"prototype":{"polluted":true}}}') as unknown,
);
const argument = fc.oneof(
  { arbitrary: shaped, weight: 40 },
  {
    arbitrary: fc.anything({ withDate: true, withMap: true, withSet: true, withTypedArray: true }),
    weight: 40,
  },
  { arbitrary: fc.constant(undefined), weight: 10 },
  { arbitrary: polluting, weight: 6 },
  { arbitrary: nested, weight: 2 },
  { arbitrary: circular, weight: 4 },
  { arbitrary: huge, weight: 1 },
);
const message = fc.oneof(
  { arbitrary: fc.tuple(name, argument), weight: 8 },
  { arbitrary: goodCall, weight: 2 },
);

/** Everyone but the top frame of our page in a window of ours. */
function foreignSenders(own: WebContentsDouble): readonly Sender[] {
  const stranger = new WebContentsDouble();
  const urls = [
    'https://evil.example/',
    'app://fob.evil/',
    'app://evil/fob/',
    'app://user@fob/',
    'app://fob:1/',
    'http://fob/',
    'file:///app://fob/',
    'data:text/html,app://fob/',
    'blob:app://fob/1',
    'about:blank',
    'about:srcdoc',
    '',
  ];
  return [
    ...urls.map((url) => ({ sender: own, senderFrame: new FrameDouble(url) })),
    { sender: own, senderFrame: null },
    { sender: own, senderFrame: new FrameDouble('app://fob/', own.frame) },
    { sender: stranger, senderFrame: new FrameDouble('app://fob/') },
    { sender: stranger, senderFrame: stranger.frame },
  ];
}

it(
  'no message of a foreign frame reaches a handler, and none of ours that the contract refuses',
  LONG,
  async () => {
    const electron = new ElectronDouble();
    provideElectron(electron.module);
    const { serveIpc } = await import('../../electron/main/ipc/serve.ts');
    const page = new WebContentsDouble();
    page.frame.url = 'app://fob/';
    const log = createTestLog();
    const { handlers, calls } = createRecordingHandlers();
    serveIpc(handlers, () => [page as never], log);
    const senders = foreignSenders(page);
    const before = Object.getOwnPropertyNames(Object.prototype);

    const send = (from: Sender, values: readonly unknown[]): Promise<Answer> =>
      electron.ipcMain.receive(from, CALL_CHANNEL, values) as Promise<Answer>;

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...senders), message, async (from, values) => {
        const { ok, error } = await send(from, values);
        return !ok && error?.code === 'peer_untrusted' && calls.length === 0;
      }),
      { numRuns: FOREIGN },
    );

    let accepted = 0;
    const own: Sender = { sender: page, senderFrame: page.frame };
    await fc.assert(
      fc.asyncProperty(message, async ([called, given]) => {
        calls.length = 0;
        const { ok } = await send(own, [called, given]);
        const isWanted = accepts(called, given);
        accepted += Number(isWanted);
        return ok === isWanted && calls.length === Number(isWanted);
      }),
      { numRuns: OWN },
    );
    // Both sides were really tried.
    expect(accepted).toBeGreaterThan(OWN / 20);
    expect(accepted).toBeLessThan(OWN / 2);
    expect(log.lines).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  },
);

interface Answer {
  readonly ok: boolean;
  readonly error?: { readonly code: string };
}

const suite = useDesktop();

it('the running app answers all of them alike, and nothing changes', async () => {
  const { window } = await suite.startWithProfiles();
  const { desktop } = suite;
  const senders = foreignSenders(window.webContents);
  const { revision } = await ask(desktop, 'snapshot.get');
  for (const [from, values] of fc.sample(fc.tuple(fc.constantFrom(...senders), message), 5000)) {
    const answer = await desktop.electron.ipcMain.receive(from, CALL_CHANNEL, values);
    expect(answer).toMatchObject({ ok: false, error: { code: 'peer_untrusted' } });
  }
  const own = { sender: window.webContents, senderFrame: window.webContents.frame };
  await expect(desktop.electron.ipcMain.receive(own, 'fob:other', [])).rejects.toThrow(
    'No handler registered',
  );
  expect([...desktop.electron.ipcMain.handlers.keys()]).toEqual([CALL_CHANNEL]);
  const after = await ask(desktop, 'snapshot.get');
  expect(after.revision).toBe(revision);
  expect(after.settings.guard.on).toBe(true);
  expect(desktop.clipboard).toBeUndefined();
  expect(suite.scene.idp.tokenRequests).toEqual([]);
  expect(desktop.log).toBe('');
});

/** The contract's own word on a message. */
function accepts(called: unknown, given: unknown): boolean {
  if (typeof called !== 'string' || !NAMES.includes(called)) return false;
  const entry = ipcContract[called as keyof typeof CALL_NAMES];
  return entry.argument.safeParse(structuredClone(given)).success;
}
