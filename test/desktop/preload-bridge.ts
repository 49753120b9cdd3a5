/** A window's preload in the isolated world of its page: takes its calls to the main process, and what that sends back to it. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CDPSession } from 'playwright-core';
import type { ElectronDouble } from '../fakes/electron/electron-double.ts';
import type { BrowserWindowDouble } from '../fakes/electron/window-double.ts';
import { linkWorlds, preloadElectron, wireCodec } from './worlds.ts';
import type { PreloadMessage } from './worlds.ts';

const WORLD = 'fob-preload';
/** What the preload's world has besides its own: the way out, and what the test takes hold of. Pages see neither. */
const TELL = 'fobTestTell';
const HANDLE = 'fobTestHandle';

interface Context {
  readonly id: number;
  readonly name: string;
  readonly auxData?: { readonly isDefault?: boolean; readonly frameId?: string };
}

/**
 * Call it before the window's page is loaded. `installed` settles when the preload has given the page what it gives; in
 * Electron that is before any script of the page runs. `note` hears of everything that the page or its preload is told.
 */
export async function installPreload(
  cdp: CDPSession,
  electron: ElectronDouble,
  window: BrowserWindowDouble,
  note: (told: string) => void,
): Promise<{ readonly installed: Promise<unknown> }> {
  const { webContents } = window;
  const codec = wireCodec();
  const [preloadSide, pageSide] = [randomUUID(), randomUUID()];
  const contexts = new Map<'page' | 'preload', number>();
  const installed = Promise.withResolvers<undefined>();

  const run = async (world: 'page' | 'preload', code: string, ...values: unknown[]): Promise<void> => {
    const executionContextId = contexts.get(world);
    note(JSON.stringify(values));
    // The page is not there yet, or has gone: Electron drops it, too.
    if (executionContextId === undefined) return;
    const { exceptionDetails } = await cdp.send('Runtime.callFunctionOn', {
      functionDeclaration: code,
      executionContextId,
      arguments: values.map((value) => ({ value })),
    });
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  };
  const drop = (): void => undefined;

  const answer = async (message: PreloadMessage): Promise<void> => {
    if (message.kind === 'run') {
      await run('page', scriptOf(message.source, pageSide, preloadSide), JSON.stringify(message.values));
      installed.resolve(undefined);
      return;
    }
    const { id, channel } = message;
    const settle = `function (...outcome) { ${HANDLE}.settle(...outcome); }`;
    try {
      const values = codec.decode(message.values) as unknown[];
      const from = { sender: webContents, senderFrame: webContents.frame };
      const value = await electron.ipcMain.receive(from, channel, values);
      await run('preload', settle, id, JSON.stringify(codec.encode(value)));
    } catch (error) {
      await run('preload', settle, id, '', String(error)).catch(drop);
    }
  };

  const { frameTree } = await cdp.send('Page.getFrameTree');
  cdp.on('Runtime.executionContextCreated', ({ context }) => {
    const { id, name, auxData } = context as Context;
    if (auxData?.frameId !== frameTree.frame.id) return;
    if (auxData.isDefault === true) contexts.set('page', id);
    else if (name === WORLD) contexts.set('preload', id);
  });
  cdp.on('Runtime.executionContextsCleared', () => contexts.clear());
  cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name !== TELL) return;
    answer(JSON.parse(payload) as PreloadMessage).catch(installed.reject);
  });
  webContents.deliver = (channel, values) =>
    void run(
      'preload',
      `function (...push) { ${HANDLE}.deliver(...push); }`,
      channel,
      JSON.stringify(codec.encode(values)),
    ).catch(drop);

  await cdp.send('Runtime.enable');
  await cdp.send('Page.enable');
  await cdp.send('Runtime.addBinding', { name: TELL, executionContextName: WORLD });
  await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
    source: preloadScript(window, preloadSide, pageSide),
    worldName: WORLD,
  });
  return { installed: installed.promise };
}

/** The preload bundle as Electron would run it: in the top frame, with a `require` for `electron` alone. */
function preloadScript({ options }: BrowserWindowDouble, here: string, there: string): string {
  const { preload, sandbox, contextIsolation } = options.webPreferences ?? {};
  if (preload === undefined || sandbox !== true || contextIsolation !== true)
    throw new Error('Only a sandboxed, isolated page with a preload can be shown here.');
  return `if (window === top) {
    const link = (${linkWorlds.toString()})(${wireCodec.toString()}, '${here}', '${there}');
    const { electron, ...handle } = (${preloadElectron.toString()})(${wireCodec.toString()}, link, globalThis.${TELL});
    globalThis.${HANDLE} = handle;
    const require = (name) => {
      if (name === 'electron') return electron;
      throw new Error('module not found: ' + name);
    };
    (function (require, module, exports) {${readFileSync(preload, 'utf8')}
    })(require, { exports: {} }, {});
  }`;
}

/** A function of the preload on its way into the page's world, where it has only its arguments. */
function scriptOf(source: string, here: string, there: string): string {
  return `function (values) {
    const link = (${linkWorlds.toString()})(${wireCodec.toString()}, '${here}', '${there}');
    (${source})(...link.decode(JSON.parse(values)));
  }`;
}
