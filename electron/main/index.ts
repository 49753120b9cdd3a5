/** The desktop host, put together: the engine on Node's adapters and the system's keychain, its doors, window and tray. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { createStartDemo } from '../../agent/demo/provider.ts';
import { reportBugTo } from '../../agent/dispatch.ts';
import { startHost } from '../../agent/host.ts';
import { agentEndpoint } from '../../agent/socket-path.ts';
import { readStaticFiles } from '../../agent/static-files.ts';
import { createStreamLog } from '../../agent/stream-log.ts';
import { unlockFromEnvironment } from '../../agent/unlock-from-environment.ts';
import { createEngine } from '../../core/index.ts';
import { createAtomicFiles } from '../../core/node/atomic-files.ts';
import { dataDirectory as findDataDirectory } from '../../core/node/data-directory.ts';
import { createKeyringSlot } from '../../core/node/keyring-slot.ts';
import { scrypt } from '../../core/node/scrypt.ts';
import { listenForCallback } from '../../core/node/loopback-callback.ts';
import { readCertificate } from '../../core/node/read-certificate.ts';
import { readPrivateKey } from '../../core/node/read-private-key.ts';
import { createSecretSources } from '../../core/node/secret-sources.ts';
import { systemClock as clock } from '../../core/node/system-clock.ts';
import { systemRandom as random } from '../../core/node/system-random.ts';
import { createUndiciHttp } from '../../core/node/undici-http.ts';
import { APP_ID, PRODUCT_NAME } from '../../shared/app-identity.ts';
import { VERSION } from '../../shared/version.ts';
import { createSafeStorageSlot } from './adapters/safe-storage-slot.ts';
import { registerPageScheme, servePage } from './app-protocol.ts';
import { lockDataDirectory } from './data-directory-lock.ts';
import { openDesktop } from './desktop.ts';
import { failToStart } from './fail-to-start.ts';
import { hardenApp, hardenSession, replaceDefaultMenu } from './hardening.ts';
import { stopBeforeQuit } from './quit.ts';
import type { Updater } from './updates.ts';
import { watchLinks } from './open-links.ts';
import { keepChromiumFiles } from './user-data.ts';

const { env, platform } = process;
const log = createStreamLog(process.stderr, clock);
const dataDirectory = findDataDirectory(env, platform, homedir());
const endpoint = agentEndpoint({ env, platform, uid: process.getuid?.(), dataDirectory });
const built = (...names: string[]): string => join(app.getAppPath(), 'dist', ...names);
const running = new AsyncDisposableStack();

/** Settles when the desktop host runs, or has said why it cannot. */
export const started: Promise<void> = start().catch(async (error: unknown) => {
  await running.disposeAsync().catch(reportBugTo(log));
  failToStart(error, log);
});

async function start(): Promise<void> {
  // The keychain's item follows the name, and Windows' notifications the id: the same packaged or not (security.md E46).
  app.setName(PRODUCT_NAME);
  app.setAppUserModelId(APP_ID);
  registerPageScheme();
  hardenApp();
  keepChromiumFiles(dataDirectory);
  if (!app.requestSingleInstanceLock()) {
    app.quit(); // the first instance hears of it and shows its window
    return;
  }
  const links = watchLinks(process.argv);

  await app.whenReady();
  const stopThen = stopBeforeQuit(() => started.then(() => running.disposeAsync()), clock, log);
  hardenSession();
  replaceDefaultMenu(platform);
  servePage(readStaticFiles(built('renderer')));

  const lock = await lockDataDirectory({ directory: dataDirectory, endpoint, platform, clock });
  running.defer(() => lock.release());
  const secretSources = createSecretSources(env);
  const safeStorageSlot = createSafeStorageSlot({ clock, platform, appName: app.getName() });
  const engine = createEngine({
    ...{ clock, random, scrypt, secretSources, readPrivateKey, readCertificate, listenForCallback, log },
    files: createAtomicFiles(dataDirectory),
    http: createUndiciHttp(env),
    startDemo: createStartDemo({ clock, random, log }),
    keySlots: [safeStorageSlot, createKeyringSlot()],
  });
  running.defer(() => engine.stop());
  await engine.start();
  await unlockFromEnvironment(engine, env, secretSources, log);

  const host = await startHost({
    ...{ engine, clock, random, log, platform, dataDirectory, kind: 'desktop', version: VERSION },
    endpoint,
    rendererDirectory: built('renderer'),
    onShutdown: () => app.quit(),
  });
  running.defer(() => host.stop());

  const desktop = openDesktop({
    ...{
      engine,
      clock,
      log,
      platform,
      env,
      argv: process.argv,
      links,
      home: homedir(),
      stopThen,
      startAgain,
    },
    built: (name) => built('electron', name),
    ...commandLineProgram(),
    updater: updater(),
  });
  running.use(desktop);
}

/**
 * Beside the app's own archive, where another program can read it; while it is developed, where it is built. An AppImage and a
 * portable app lie where they are only while they run, so that the command needs a copy.
 */
function commandLineProgram(): { program: string; copyTo?: string } {
  if (!app.isPackaged) return { program: built('cli', 'fob.js') };
  const program = join(process.resourcesPath, 'cli', 'fob.js');
  const isPassing = env.APPIMAGE !== undefined || env.PORTABLE_EXECUTABLE_DIR !== undefined;
  return isPassing ? { program, copyTo: join(dataDirectory, 'cli') } : { program };
}

/** An AppImage is started by its file: what is in it lies elsewhere each time. */
function startAgain(): void {
  app.relaunch(env.APPIMAGE === undefined ? {} : { execPath: env.APPIMAGE });
  app.quit();
}

/** Where electron-builder wrote into the package where releases are; a package without that stays as it is. */
function updater(): (() => Promise<Updater>) | undefined {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return undefined;
  return async () => (await import('electron-updater')).autoUpdater;
}
