/**
 * The double as a whole process: `node --import .../register-electron.ts main.js` runs the desktop's main process as
 * Electron would, without a screen. `FOB_TEST_APP` is the folder that holds the app's `dist`.
 */
import { ElectronDouble } from './electron-double.ts';

const electron = new ElectronDouble();
/** For programs that look at it from within. */
export const double = electron;
electron.app.appPath = process.env.FOB_TEST_APP ?? '';
// Electron quits in order on these signals, and ends the process afterwards.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => electron.app.quit());
electron.app.on('quit', (_event, exitCode: number) => process.exit(exitCode));

export const {
  app,
  BrowserWindow,
  clipboard,
  ClipboardItem,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
} = electron.module;
