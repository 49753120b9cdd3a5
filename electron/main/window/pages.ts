/** The window and the popover: both show the same page, and each call comes from one of them. */
import type { Rectangle, WebContents } from 'electron';
import type { WantedView } from '../../../shared/desktop-view.ts';
import { createMainWindow } from './main-window.ts';
import type { PageOptions } from './page.ts';
import { createPopover } from './popover.ts';

export interface Pages {
  /** Brings the window to the front, or makes it. */
  show(view?: WantedView): void;
  /** Shows the popover at the tray's icon, or hides it when it is shown. */
  toggle(icon: Rectangle): void;
  /** Where a person who clicked at the tray looks: the popover where there can be one. */
  ask(icon: Rectangle, view: WantedView): void;
  /** What shows our page at the moment. */
  contents(): readonly WebContents[];
  /** Closes both for good: what is wanted afterwards opens nothing. */
  close(): void;
}

export function createPages(options: PageOptions): Pages {
  const window = createMainWindow(options);
  const popover = createPopover(options);
  const hasPlace = ({ width, height }: Rectangle): boolean =>
    // Linux says nothing of where an icon is.
    options.platform !== 'linux' && width > 0 && height > 0;
  let isClosed = false;
  return {
    show: (view) => {
      if (isClosed) return;
      popover.hide();
      window.show(view);
    },
    toggle: (icon) => {
      if (isClosed) return;
      if (hasPlace(icon)) popover.toggle(icon);
      else window.show();
    },
    ask: (icon, view) => {
      if (isClosed) return;
      if (hasPlace(icon)) popover.show(icon, view);
      else window.show(view);
    },
    contents: () => [window.contents(), popover.contents()].filter((page) => page !== undefined),
    close: () => {
      isClosed = true;
      window.close();
      popover.close();
    },
  };
}
