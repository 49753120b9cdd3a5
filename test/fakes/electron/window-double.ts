import type * as Electron from 'electron';
import type { AppDouble } from './app-double.ts';
import { Emitter, EventDouble } from './emitter.ts';
import type { Listens } from './emitter.ts';
import type { SessionDouble } from './session-double.ts';

/** The parts of a frame that tell who it is. */
export class FrameDouble implements Pick<Electron.WebFrameMain, 'origin' | 'url'> {
  url: string;
  readonly parent: FrameDouble | null;

  constructor(url: string, parent: FrameDouble | null = null) {
    this.url = url;
    this.parent = parent;
  }
  get origin(): string {
    return new URL(this.url).origin;
  }
}

interface ContentsEvents {
  'before-input-event': [EventDouble, Electron.Input];
  'did-finish-load': [];
  'render-process-gone': [Electron.Event, Electron.RenderProcessGoneDetails];
  'will-navigate': [EventDouble];
  'will-frame-navigate': [EventDouble];
  'will-redirect': [EventDouble];
  'will-attach-webview': [EventDouble];
}
type Contents = Electron.WebContents;
({
  'before-input-event': true,
  'did-finish-load': true,
  'render-process-gone': true,
  'will-frame-navigate': true,
  'will-attach-webview': true,
}) satisfies {
  'before-input-event': Listens<Contents, 'before-input-event', [Electron.Event, Electron.Input]>;
  'did-finish-load': Listens<Contents, 'did-finish-load', []>;
  'render-process-gone': Listens<Contents, 'render-process-gone', ContentsEvents['render-process-gone']>;
  'will-frame-navigate': Listens<
    Contents,
    'will-frame-navigate',
    [Electron.Event<Electron.WebContentsWillFrameNavigateEventParams>]
  >;
  'will-attach-webview': Listens<
    Contents,
    'will-attach-webview',
    [Electron.Event, Electron.WebPreferences, Record<string, string>]
  >;
};

type OpenHandler = Parameters<Contents['setWindowOpenHandler']>[0];
type PageListener = (channel: string, values: unknown[]) => void;

export class WebContentsDouble
  extends Emitter<ContentsEvents>
  implements
    Pick<
      Contents,
      | 'getZoomLevel'
      | 'isDestroyed'
      | 'isDevToolsOpened'
      | 'reload'
      | 'send'
      | 'setWindowOpenHandler'
      | 'setZoomLevel'
    >
{
  readonly frame = new FrameDouble('about:blank');
  readonly sent: { channel: string; values: unknown[] }[] = [];
  destroyed = false;
  hasDevTools = false;
  reloads = 0;
  /** The page's end of `send`, once a page is there. */
  deliver: PageListener = () => undefined;
  #open: OpenHandler | undefined;
  #zoomLevel = 0;

  getZoomLevel(): number {
    return this.#zoomLevel;
  }
  setZoomLevel(level: number): void {
    this.#zoomLevel = level;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  isDevToolsOpened(): boolean {
    return this.hasDevTools;
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#open = handler;
  }
  send(channel: string, ...values: unknown[]): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
    const copies = structuredClone(values);
    this.sent.push({ channel, values: copies });
    this.deliver(channel, copies);
  }

  /** The page is another one once it is loaded; until then nothing is there to hear. */
  reload(): void {
    this.reloads += 1;
    queueMicrotask(() => this.happen('did-finish-load'));
  }
  /** The process of the page ends, which leaves the window blank. */
  crash(): void {
    this.happen('render-process-gone', new EventDouble(), { reason: 'crashed', exitCode: 5 });
  }

  /** What becomes of `window.open(url)`. Without a handler Electron opens the window. */
  tryOpen(url: string): 'allow' | 'deny' {
    return this.#open?.({ url } as Electron.HandlerDetails).action ?? 'allow';
  }
  /** Whether the page gets away with leaving, by one of the events that announce it. */
  tryLeave(how: Extract<keyof ContentsEvents, `will-${string}`>): boolean {
    const event = new EventDouble();
    this.happen(how, event);
    return !event.defaultPrevented;
  }
}

interface WindowEvents {
  'ready-to-show': [];
  blur: [];
  close: [Electron.Event];
  closed: [];
  resized: [];
  'session-end': [Electron.WindowSessionEndEvent];
}
({
  'ready-to-show': true,
  blur: true,
  close: true,
  closed: true,
  resized: true,
  'session-end': true,
}) satisfies {
  [Name in keyof WindowEvents]: Listens<Electron.BrowserWindow, Name, WindowEvents[Name]>;
};

type WindowSurface = Pick<
  Electron.BrowserWindow,
  | 'close'
  | 'destroy'
  | 'focus'
  | 'hide'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'minimize'
  | 'restore'
  | 'setVisibleOnAllWorkspaces'
  | 'show'
>;

/** Puts a window's page on a screen, and settles when it is loaded. */
export type Render = (window: BrowserWindowDouble, url: string) => Promise<void>;

/** What a window belongs to. */
interface Home {
  readonly app: AppDouble;
  readonly session: SessionDouble;
  readonly all: BrowserWindowDouble[];
  readonly render: Render;
}

/** Electron's `BrowserWindow`. Loading really goes through the session's rules and protocols. */
export class BrowserWindowDouble extends Emitter<WindowEvents> implements WindowSurface {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new WebContentsDouble();
  isShown: boolean;
  minimized = false;
  focusCount = 0;
  bounds: Partial<Electron.Rectangle> | undefined;
  onAllWorkspaces = false;
  /** The answer to the page's request, once loaded. */
  response: Response | undefined;
  readonly #home: Home;

  constructor(home: Home, options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.#home = home;
    this.options = options;
    this.isShown = options.show ?? true;
    home.all.push(this);
    const contents = this.webContents as unknown as Electron.WebContents;
    home.app.happen('web-contents-created', new EventDouble(), contents);
  }
  async loadURL(url: string): Promise<void> {
    this.response = await this.#home.session.load(url);
    if (this.response?.status !== 200) throw new Error(`ERR_FAILED (-2) loading '${url}'`);
    this.webContents.frame.url = url;
    await this.#home.render(this, url);
    if (this.webContents.destroyed) return;
    this.happen('ready-to-show');
    this.webContents.happen('did-finish-load');
  }
  show(): void {
    this.isShown = true;
  }
  hide(): void {
    this.isShown = false;
  }
  isVisible(): boolean {
    return this.isShown;
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.bounds = bounds;
    this.happen('resized');
  }
  setVisibleOnAllWorkspaces(
    visible: boolean,
    {
      visibleOnFullScreen = false,
      skipTransformProcessType = false,
    }: Electron.VisibleOnAllWorkspacesOptions = {},
  ): void {
    this.onAllWorkspaces = visible;
    // The app becomes one of those that macOS keeps out of the Dock, or is one no more.
    if (!skipTransformProcessType) this.#home.app.isInDock = !visibleOnFullScreen;
  }
  focus(): void {
    this.focusCount += 1;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  minimize(): void {
    this.minimized = true;
  }
  restore(): void {
    this.minimized = false;
  }
  close(): void {
    const event = new EventDouble();
    this.happen('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  /** Asks nobody. */
  destroy(): void {
    const { app, all } = this.#home;
    this.webContents.destroyed = true;
    this.isShown = false;
    this.happen('closed');
    if (all.some(({ webContents }) => !webContents.destroyed)) return;
    // Electron quits when nobody listens.
    if (app.listenerCount('window-all-closed') === 0) app.quit();
    else app.happen('window-all-closed');
  }
}

export type BrowserWindowClass = new (
  options?: Electron.BrowserWindowConstructorOptions,
) => BrowserWindowDouble;

/** The class as the `electron` module has it. */
export function browserWindowClass(home: Home): BrowserWindowClass {
  return class extends BrowserWindowDouble {
    constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
      super(home, options);
    }
  };
}
