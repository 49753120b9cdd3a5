/** The one window. Closing it frees its process; Fob stays in the tray, and showing it makes a new one. */
import { app } from 'electron';
import type { WebContents } from 'electron';
import type { WantedView } from '../../../shared/desktop-view.ts';
import { openPage } from './page.ts';
import type { Page, PageOptions } from './page.ts';

export interface MainWindow {
  show(view?: WantedView): void;
  contents(): WebContents | undefined;
  close(): void;
}

export function createMainWindow(options: PageOptions): MainWindow {
  let current: Page | undefined;

  const open = (): Page => {
    const page = openPage(options, {
      // Electron remembers place and size of a window by its name.
      name: 'fob',
      windowStatePersistence: true,
      width: 900,
      height: 640,
      minWidth: 360,
      minHeight: 320,
    });
    page.window.once('ready-to-show', () => page.window.show());
    page.window.once('closed', () => {
      if (current === page) current = undefined;
    });
    return page;
  };

  // A listener of ours takes the place of Electron's own, which would quit.
  app.on('window-all-closed', () => undefined);
  return {
    show(view) {
      const isNew = current === undefined;
      current ??= open();
      if (view !== undefined) current.want(view);
      if (isNew) return;
      const { window } = current;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    contents: () => current?.window.webContents,
    close: () => current?.window.destroy(),
  };
}
