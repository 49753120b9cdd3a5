/** What no page in this app may do, whatever gets into it (security.md section 3a). */
import { app, Menu, session } from 'electron';
import type { WebContents } from 'electron';

/** Schemes that a page of ours can load from: its own, DevTools, and images inside the style sheet. */
const OWN_SCHEMES = new Set(['app:', 'devtools:', 'data:', 'blob:']);

/** Must run before the app is ready. Every page gets a sandboxed process and stays where it is. */
export function hardenApp(): void {
  app.enableSandbox();
  // Whoever can attach a debugger reads what the engine holds (E37).
  if (app.isPackaged)
    for (const name of ['remote-debugging-port', 'remote-debugging-pipe']) app.commandLine.removeSwitch(name);
  app.on('web-contents-created', (_event, contents) => confine(contents));
}

/** Call it once the app is ready and before the first window. */
export function hardenSession(): void {
  const { defaultSession } = session;
  // Granted is what Electron does by default; a page of ours needs none of them (E05).
  defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  // The policy in the page's headers forbids other hosts; this holds even where that header is missing (E01).
  defaultSession.webRequest.onBeforeRequest(({ url }, callback) => {
    callback({ cancel: !OWN_SCHEMES.has(URL.parse(url)?.protocol ?? '') });
  });
}

/**
 * Electron's default menu has reload and DevTools in it (E37). macOS needs a menu for copy and paste to work at all;
 * elsewhere text fields know them by themselves.
 */
export function replaceDefaultMenu(platform: NodeJS.Platform): void {
  const roles = [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }] as const;
  Menu.setApplicationMenu(platform === 'darwin' ? Menu.buildFromTemplate([...roles]) : null);
}

function confine(contents: WebContents): void {
  const deny = (event: { preventDefault: () => void }): void => event.preventDefault();
  contents.on('will-navigate', deny);
  contents.on('will-frame-navigate', deny);
  contents.on('will-redirect', deny);
  contents.on('will-attach-webview', deny);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
