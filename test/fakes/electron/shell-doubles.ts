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

export class ImageDouble implements Pick<Electron.NativeImage, 'setTemplateImage'> {
  readonly path: string;
  isTemplate = false;

  constructor(path: string) {
    this.path = path;
  }
  setTemplateImage(option: boolean): void {
    this.isTemplate = option;
  }
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
  click: [];
}
({ click: true }) satisfies { click: Listens<Electron.Tray, 'click', []> };

export class TrayDouble
  extends Emitter<TrayEvents>
  implements Pick<Electron.Tray, 'destroy' | 'isDestroyed' | 'setToolTip'>
{
  readonly image: ImageDouble;
  tooltip = '';
  menu: MenuDouble | undefined;
  menusSet = 0;
  #destroyed = false;

  constructor(image: ImageDouble) {
    super();
    this.image = image;
  }
  setToolTip(toolTip: string): void {
    this.tooltip = toolTip;
  }
  setContextMenu(menu: MenuDouble): void {
    this.menu = menu;
    this.menusSet += 1;
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
  /** Clicks the item whose label begins like this. */
  choose(label: string): void {
    const item = this.menu?.template.find((candidate) => candidate.label?.startsWith(label) === true);
    const click = item?.click as (() => void) | undefined;
    if (click === undefined || item?.enabled === false) throw new Error(`"${label}" cannot be clicked`);
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
