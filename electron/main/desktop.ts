/** What a person sees and touches of a running engine: windows, tray, clipboard, shortcuts, notifications, and the IPC between them. */
import { app } from 'electron';
import { createHandlers } from '../../agent/handlers.ts';
import { errorView, FobError } from '../../core/index.ts';
import type { Clock, Engine, Log } from '../../core/index.ts';
import type { Address } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { openInBrowser } from './adapters/open-in-browser.ts';
import { createTokenClipboard } from './adapters/token-clipboard.ts';
import type { TokenClipboard } from './adapters/token-clipboard.ts';
import { createDesktopState } from './desktop-state.ts';
import type { DesktopState } from './desktop-state.ts';
import { createHandedLinks } from './handed-links.ts';
import { serveIpc } from './ipc/serve.ts';
import type { Notice } from './notices/due-notices.ts';
import { giveNotices } from './notices/notices.ts';
import { watchNetwork } from './network.ts';
import type { Links } from './open-links.ts';
import { watchPower } from './power.ts';
import { takeShortcuts } from './shortcuts.ts';
import { isStartedAtLogin, startAtLogin } from './start-at-login.ts';
import { createCommands } from './tray-commands.ts';
import type { Commands } from './tray-commands.ts';
import { showTray } from './tray/tray.ts';
import type { Updater } from './updates.ts';
import { createPages } from './window/pages.ts';
import type { Pages } from './window/pages.ts';
import type { TrayWords } from './words/en.ts';
import { wordsOf } from './words/words.ts';

export interface DesktopOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
  readonly links: Links;
  readonly home: string;
  /** The path of a file in the folder that the desktop is built into. */
  readonly built: (name: string) => string;
  /** The command line's program in the app, and where a copy has to stay while the app is closed. */
  readonly program: string;
  readonly copyTo?: string;
  /** Where the app can be replaced by a newer one. */
  readonly updater: (() => Promise<Updater>) | undefined;
  /** Stops the engine in order, then runs what it is given. */
  readonly stopThen: (then: () => void) => void;
  /** Ends the app and starts the version that there is. */
  readonly startAgain: () => void;
}

/** Opens it all, and the window unless the app was started with the session. Disposing the answer closes it; the clipboard is cleared then. */
export function openDesktop(options: DesktopOptions): AsyncDisposableStack {
  const { engine, clock, log, platform, env, home, built } = options;
  const open = new AsyncDisposableStack();
  const warn = (error: unknown): void => log.warn(errorView(error).message);
  const words = (): TrayWords => wordsOf(engine.snapshot().settings.language, app.getLocale());
  const clipboard = createTokenClipboard({
    ...{ clock, log, platform },
    clearAfterMs: () => engine.settings.view().clipboard_seconds * 1000,
  });
  open.defer(() => clipboard.close());

  const { program, copyTo } = options;
  const terminal = { platform, env, home, program, ...(copyTo === undefined ? {} : { copyTo }) };
  const state = createDesktopState({ ...options, terminal, changed: () => changed() });
  open.defer(() => state.close());
  const basic = createHandlers(engine, {
    writeClipboard: (text) => writeUnlocked(engine, clipboard, text),
    desktop: state.host,
  });
  const handlers = {
    ...basic,
    'snapshot.get': async () => state.with(await basic['snapshot.get'](undefined)),
  };

  const links = createHandedLinks();
  const onOpen = (url: string): void => {
    const link = links.take(url);
    if (link === undefined) log.warn('The window wanted an address opened that it was not given.');
    else openInBrowser(link).catch(warn);
  };
  const icon = built('icons/fob.png');
  const pages = createPages({ clock, platform, preload: built('preload.cjs'), icon, log, onOpen });
  open.defer(() => pages.close());
  const ipc = serveIpc(links.noting(handlers), () => pages.contents(), log);
  open.defer(() => ipc.close());
  const push = (snapshot: Snapshot): void => ipc.push('snapshot.changed', state.with(snapshot));
  open.defer(
    engine.subscribe((snapshot) => {
      push(snapshot);
      if (snapshot.vault.state === 'locked') void clipboard.clear();
    }),
  );

  const quit = (): void => app.quit();
  const run = createCommands({ handlers, pages, clock, log, words, icon: () => tray.bounds(), quit });
  const tray = showTray({
    ...{ engine, clock, platform, words, run },
    update: () => state.update(),
    clicked: (bounds) => pages.toggle(bounds),
  });
  open.defer(() => tray.close());
  const changed = (): void => {
    push(engine.snapshot());
    tray.draw();
  };
  joinSystem(options, { open, pages, state, run, words, warn });
  return open;
}

/** Fob may have been locked while the token was on its way. */
async function writeUnlocked(engine: Engine, clipboard: TokenClipboard, text: string): Promise<void> {
  if (engine.snapshot().vault.state === 'locked')
    throw new FobError('vault_locked', 'Fob was locked meanwhile; nothing was copied.');
  await clipboard.write(text);
}

interface Joined {
  readonly open: AsyncDisposableStack;
  readonly pages: Pages;
  readonly state: DesktopState;
  readonly run: Commands;
  readonly words: () => TrayWords;
  readonly warn: (error: unknown) => void;
}

/** What the system does with the app besides showing it: keys, notifications, links, sleep, its network and the start of a session. */
function joinSystem(options: DesktopOptions, { open, pages, state, run, words, warn }: Joined): void {
  const { engine, clock, log, platform, argv, links } = options;
  open.defer(
    takeShortcuts({
      engine,
      show: () => pages.show(),
      palette: () => run({ do: 'palette' }),
      copy: (address) => run({ do: 'copy', address, format: 'raw' }),
      refused: (keys) => {
        for (const key of keys) log.warn(words().shortcuts.refused(key));
        state.refuseShortcuts(keys);
      },
    }),
  );
  const clicked = (kind: Notice['kind'], address: Address): void =>
    run({ do: kind === 'sign_in' ? 'signIn' : 'show', address });
  open.defer(giveNotices({ engine, clock, words, clicked }));
  open.defer(followLogin(options, warn));
  watchPower({
    wake: () => engine.wake(),
    leave: (how) => void engine.vault.leave(how).catch(warn),
  });
  open.defer(watchNetwork(clock, () => engine.networkChanged()));
  app.on('activate', () => pages.show());
  const isOpened = links.followLinks((address) => pages.show(address && { kind: 'profile', address }));
  if (!isOpened && !isStartedAtLogin(platform, argv)) pages.show();
}

function followLogin(options: DesktopOptions, warn: (error: unknown) => void): () => void {
  const { engine } = options;
  let followed: boolean | undefined;
  const follow = (): void => {
    const { start_at_login: isWanted } = engine.snapshot().settings;
    if (isWanted === followed) return;
    followed = isWanted;
    startAtLogin(isWanted, options).catch(warn);
  };
  follow();
  return engine.subscribe(follow);
}
