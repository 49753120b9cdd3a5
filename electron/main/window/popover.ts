/** The popover at the tray's icon: the page at 360 px. It is only hidden when it goes, so that the next click finds it at once. */
import { screen } from 'electron';
import type { Rectangle, WebContents } from 'electron';
import type { WantedView } from '../../../shared/desktop-view.ts';
import { openPage } from './page.ts';
import type { Page, PageOptions } from './page.ts';
import { POPOVER_SIZE, popoverPlace } from './popover-place.ts';

/** The click that takes the focus away, and so hides the popover, is the same that would show it again. */
const SAME_CLICK_MS = 250;

const LOOK = {
  ...POPOVER_SIZE,
  frame: false,
  resizable: false,
  movable: false,
  minimizable: false,
  maximizable: false,
  fullscreenable: false,
  skipTaskbar: true,
  alwaysOnTop: true,
} as const;

/** A panel of macOS has the keys without its app coming to the front: when it goes, they are again where a person works. */
const PANEL = { type: 'panel' } as const;
/** Left to itself, Electron would take the app out of the Dock for that. */
const EVERYWHERE = { visibleOnFullScreen: true, skipTransformProcessType: true } as const;

export interface Popover {
  toggle(icon: Rectangle): void;
  show(icon: Rectangle, view?: WantedView): void;
  hide(): void;
  contents(): WebContents | undefined;
  close(): void;
}

export function createPopover(options: PageOptions): Popover {
  const { clock, platform } = options;
  let current: Page | undefined;
  let hiddenAt = -Infinity;

  const hide = (): void => {
    if (current?.window.isVisible() !== true) return;
    hiddenAt = clock.monotonic();
    current.window.hide();
  };

  const open = (): Page => {
    const page = openPage(options, { ...LOOK, ...(platform === 'darwin' ? PANEL : {}) }, '?popover');
    const { window } = page;
    if (platform === 'darwin') window.setVisibleOnAllWorkspaces(true, EVERYWHERE);
    window.on('blur', () => {
      if (!window.webContents.isDevToolsOpened()) hide();
    });
    // The page closes itself at Escape.
    window.on('close', (event) => {
      event.preventDefault();
      hide();
    });
    window.once('closed', () => (current = undefined));
    return page;
  };

  const show = (icon: Rectangle, view?: WantedView): void => {
    current ??= open();
    const { workArea } = screen.getDisplayMatching(icon);
    current.window.setBounds(popoverPlace(icon, workArea));
    if (view !== undefined) current.want(view);
    current.window.show();
    current.window.focus();
  };

  return {
    toggle: (icon) => {
      if (current?.window.isVisible() === true) hide();
      else if (clock.monotonic() - hiddenAt > SAME_CLICK_MS) show(icon);
    },
    show,
    hide,
    contents: () => current?.window.webContents,
    close: () => current?.window.destroy(),
  };
}
