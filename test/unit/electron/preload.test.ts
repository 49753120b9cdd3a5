import { beforeEach, describe, expect, it } from 'vitest';
import { CALL_CHANNEL } from '../../../electron/preload/channels.ts';
import { ipcContract } from '../../../shared/ipc-contract.ts';
import { ElectronDouble, PageDouble } from '../../fakes/electron/electron-double.ts';
import { WebContentsDouble } from '../../fakes/electron/window-double.ts';
import { provideElectron } from './harness.ts';

describe('window.fob', () => {
  let electron: ElectronDouble;
  let contents: WebContentsDouble;
  let page: PageDouble;

  /** What a script of the page sees, as JSON. */
  const seen = async (script: string): Promise<unknown> =>
    JSON.parse(String(await page.contextBridge.run(script)));

  beforeEach(async () => {
    electron = new ElectronDouble();
    contents = new WebContentsDouble();
    page = new PageDouble(electron.ipcMain, { sender: contents, senderFrame: contents.frame });
    provideElectron(page.module);
    await import('../../../electron/preload/index.ts');
  });

  it('is exactly the contract: its calls, listen, and which host it is', async () => {
    const calls = Object.entries(ipcContract).filter(([, { direction }]) => direction === 'invoke');
    expect(await seen('JSON.stringify(Reflect.ownKeys(fob))')).toEqual(['kind', 'call', 'listen']);
    expect(await seen('JSON.stringify(fob.kind)')).toBe('desktop');
    expect(await seen('JSON.stringify(Reflect.ownKeys(fob.call).sort())')).toEqual(
      calls.map(([name]) => name).sort(),
    );
  });

  it('lets nothing of Electron or Node into the page', async () => {
    const globals = ['require', 'process', 'Buffer', 'ipcRenderer', 'electron', 'module'];
    expect(
      await seen(`JSON.stringify(${JSON.stringify(globals)}.filter((name) => name in globalThis))`),
    ).toEqual([]);
  });

  it('cannot be replaced by a script of the page', async () => {
    const script = `
      const [whole, listen, lock] = [fob, fob.listen, fob.call['vault.lock']];
      const attempts = [
        () => { globalThis.fob = {}; },
        () => { fob.listen = null; },
        () => { fob.call['vault.lock'] = null; },
        () => { fob.call.more = () => {}; },
        () => { delete globalThis.fob; },
      ];
      for (const attempt of attempts) attempt();
      JSON.stringify([fob === whole, fob.listen === listen, fob.call['vault.lock'] === lock, 'more' in fob.call]);
    `;
    expect(await seen(script)).toEqual([true, true, true, false]);
  });

  it('carries a call and its answer', async () => {
    electron.ipcMain.handle(CALL_CHANNEL, (_event, ...message: unknown[]) => ({
      ok: true,
      value: { message },
    }));
    const script = `fob.call['tokens.claims']({ address: 'salus/dev' }).then(JSON.stringify)`;
    expect(await seen(script)).toEqual({ message: ['tokens.claims', { address: 'salus/dev' }] });
  });

  it('rejects with an Error of the page itself whose cause is the ErrorView', async () => {
    const error = { code: 'vault_locked', message: 'The vault is locked.', hint: 'Unlock it.' };
    electron.ipcMain.handle(CALL_CHANNEL, () => ({ ok: false, error }));
    const script = `fob.call['vault.lock']().catch((e) => JSON.stringify([e instanceof Error, e.message, e.cause]))`;
    expect(await seen(script)).toEqual([true, error.message, error]);
  });

  it('says so when the main process does not take the call', async () => {
    const script = `fob.call['vault.lock']().catch((e) => JSON.stringify(e.cause))`;
    expect(await seen(script)).toMatchObject({ code: 'internal' });
  });

  it('delivers pushes without Electron events, to each listener until it stops', async () => {
    page.contextBridge.run(`
      globalThis.heard = [];
      globalThis.note = (...values) => heard.push(values);
      globalThis.stop = [fob.listen('snapshot.changed', note), fob.listen('snapshot.changed', note)];
    `);
    contents.send('fob:push', 'snapshot.changed', { revision: 1 });
    page.contextBridge.run('stop[0]()');
    contents.send('fob:push', 'snapshot.changed', { revision: 2 });
    contents.send('fob:push', 'something.else', { revision: 3 });
    page.contextBridge.run('stop[1](); stop[1]()');
    contents.send('fob:push', 'snapshot.changed', { revision: 4 });
    expect(await seen('JSON.stringify(heard)')).toEqual([
      [{ revision: 1 }],
      [{ revision: 1 }],
      [{ revision: 2 }],
    ]);
  });
});
