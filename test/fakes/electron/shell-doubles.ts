import type * as Electron from 'electron';
import { Emitter } from './emitter.ts';
import type { Listens } from './emitter.ts';

interface PowerEvents {
  suspend: [];
  resume: [];
  'lock-screen': [];
  'unlock-screen': [];
  shutdown: [{ preventDefault: () => void }?];
}
({ suspend: true, resume: true, 'lock-screen': true, 'unlock-screen': true, shutdown: true }) satisfies {
  [Name in keyof PowerEvents]: Listens<Electron.PowerMonitor, Name, []>;
};
export class PowerMonitorDouble extends Emitter<PowerEvents> {}

/** What Chromium knows of the network; requests go by Node. */
export class NetDouble implements Pick<Electron.Net, 'isOnline'> {
  online = true;

  isOnline(): boolean {
    return this.online;
  }
}

type Representation = Parameters<Electron.NativeImage['addRepresentation']>[0];

/** An image by the PNGs that it was made of, for screens of each fineness. */
export class ImageDouble implements Pick<Electron.NativeImage, 'addRepresentation' | 'setTemplateImage'> {
  readonly pngs = new Map<number, Buffer>();
  isTemplate = false;

  constructor(png: Buffer, { scaleFactor = 1 }: Electron.CreateFromBufferOptions = {}) {
    this.pngs.set(scaleFactor, png);
  }
  addRepresentation({ scaleFactor = 1, buffer = Buffer.alloc(0) }: Representation): void {
    this.pngs.set(scaleFactor, buffer);
  }
  setTemplateImage(option: boolean): void {
    this.isTemplate = option;
  }
}

interface ThemeEvents {
  updated: [];
}
({ updated: true }) satisfies { updated: Listens<Electron.NativeTheme, 'updated', []> };

export class NativeThemeDouble
  extends Emitter<ThemeEvents>
  implements Pick<Electron.NativeTheme, 'shouldUseDarkColors' | 'shouldUseDarkColorsForSystemIntegratedUI'>
{
  isDark = false;
  /** The taskbar of Windows has a colour of its own. */
  isBarDark = false;

  get shouldUseDarkColors(): boolean {
    return this.isDark;
  }
  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.isBarDark;
  }
}

/** One screen with a bar at the top. */
export class ScreenDouble {
  workArea: Electron.Rectangle = { x: 0, y: 24, width: 1440, height: 876 };

  getDisplayMatching(): Pick<Electron.Display, 'workArea'> {
    return { workArea: this.workArea };
  }
}

interface NotificationEvents {
  click: [];
  close: [];
}
({ click: true, close: true }) satisfies {
  [Name in keyof NotificationEvents]: Listens<Electron.Notification, Name, []>;
};

export class NotificationDouble
  extends Emitter<NotificationEvents>
  implements Pick<Electron.Notification, 'body' | 'show' | 'title'>
{
  readonly title: string;
  readonly body: string;
  isShown = false;

  constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions) {
    super();
    this.title = title;
    this.body = body;
  }
  show(): void {
    this.isShown = true;
  }
}

/** The class as the `electron` module has it; `all` gets every notification that is made. */
export function notificationClass(
  all: NotificationDouble[],
): new (options: Electron.NotificationConstructorOptions) => NotificationDouble {
  return class extends NotificationDouble {
    constructor(options: Electron.NotificationConstructorOptions) {
      super(options);
      all.push(this);
    }
  };
}

export interface MenuDouble {
  readonly template: readonly Electron.MenuItemConstructorOptions[];
}

/** Menus are their templates; `application` is what was set last, `undefined` for Electron's default menu. */
export class MenusDouble {
  application: MenuDouble | null | undefined;

  readonly buildFromTemplate = (template: Electron.MenuItemConstructorOptions[]): MenuDouble => ({
    template,
  });
  readonly setApplicationMenu = (menu: MenuDouble | null): void => void (this.application = menu);
}
({ buildFromTemplate: true }) satisfies {
  buildFromTemplate: Parameters<typeof Electron.Menu.buildFromTemplate> extends [
    (Electron.MenuItemConstructorOptions | Electron.MenuItem)[],
  ]
    ? true
    : false;
};

/** Keys of the whole system: `others` are those that another program has. */
export class GlobalShortcutDouble implements Pick<Electron.GlobalShortcut, 'register' | 'unregister'> {
  readonly taken = new Map<string, () => void>();
  readonly others = new Set<string>();

  register(accelerator: string, callback: () => void): boolean {
    if (this.others.has(accelerator)) return false;
    this.taken.set(accelerator, callback);
    return true;
  }
  unregister(accelerator: string): void {
    this.taken.delete(accelerator);
  }
}

interface TrayEvents {
  click: [Electron.KeyboardEvent, Electron.Rectangle];
  'right-click': [];
}
({ click: true, 'right-click': true }) satisfies {
  click: Listens<Electron.Tray, 'click', TrayEvents['click']>;
  'right-click': Listens<Electron.Tray, 'right-click', []>;
};

type TraySurface = Pick<Electron.Tray, 'destroy' | 'getBounds' | 'isDestroyed' | 'setTitle' | 'setToolTip'>;

export class TrayDouble extends Emitter<TrayEvents> implements TraySurface {
  image: ImageDouble;
  imagesSet = 0;
  title = '';
  tooltip = '';
  menu: MenuDouble | undefined;
  menusSet = 0;
  /** Where the icon is; Linux does not know. */
  bounds: Electron.Rectangle = { x: 1000, y: 0, width: 24, height: 24 };
  #destroyed = false;

  constructor(image: ImageDouble) {
    super();
    this.image = image;
  }
  setImage(image: ImageDouble): void {
    this.image = image;
    this.imagesSet += 1;
  }
  setTitle(title: string): void {
    this.title = title;
  }
  setToolTip(toolTip: string): void {
    if (this.#destroyed) throw new TypeError('Tray is destroyed');
    this.tooltip = toolTip;
  }
  setContextMenu(menu: MenuDouble): void {
    this.menu = menu;
    this.menusSet += 1;
  }
  popUpContextMenu(menu: MenuDouble): void {
    this.menu = menu;
  }
  getBounds(): Electron.Rectangle {
    return this.bounds;
  }
  destroy(): void {
    this.#destroyed = true;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  labels(): string[] {
    return (this.menu?.template ?? []).map(({ label, type }) => label ?? type ?? '');
  }
  /** A click on the icon. */
  clickIcon(): void {
    this.happen('click', {}, this.bounds);
  }
  /** Clicks the item whose label begins like this; in the menu of another item when more labels are given. */
  choose(...labels: readonly string[]): void {
    let items: readonly Electron.MenuItemConstructorOptions[] = this.menu?.template ?? [];
    let found: Electron.MenuItemConstructorOptions | undefined;
    for (const label of labels) {
      found = items.find((candidate) => candidate.label?.startsWith(label) === true);
      items = Array.isArray(found?.submenu) ? found.submenu : [];
    }
    const click = found?.click as (() => void) | undefined;
    if (click === undefined || found?.enabled === false)
      throw new Error(`"${labels.join('", "')}" cannot be clicked`);
    click();
  }
}

/** The class as the `electron` module has it; `all` gets every tray that is made. */
export function trayClass(all: TrayDouble[]): new (image: ImageDouble) => TrayDouble {
  return class extends TrayDouble {
    constructor(image: ImageDouble) {
      super(image);
      all.push(this);
    }
  };
}

export class DialogDouble implements Pick<Electron.Dialog, 'showErrorBox'> {
  readonly errors: { title: string; content: string }[] = [];

  showErrorBox(title: string, content: string): void {
    this.errors.push({ title, content });
  }
}

/** Electron's `shell`: what it was asked to open, in place of a browser. */
export class ShellDouble implements Pick<Electron.Shell, 'openExternal'> {
  readonly opened: string[] = [];
  /** Whether the system has a browser. */
  hasBrowser = true;

  openExternal(url: string): Promise<void> {
    if (!this.hasBrowser) return Promise.reject(new Error('Failed to open: no application'));
    this.opened.push(url);
    return Promise.resolve();
  }
}
