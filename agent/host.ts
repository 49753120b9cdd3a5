/** A host: the engine's two doors, the socket for programs and the loopback page for people, opened and closed together. */
import type { Server } from 'node:http';
import { FobError } from '../core/index.ts';
import type { Clock, Engine, Log, Random } from '../core/index.ts';
import { ipcContract } from '../shared/ipc-contract.ts';
import type { IpcContract } from '../shared/ipc-contract.ts';
import type { Handlers } from '../shared/ipc-kit.ts';
import { vaultContract } from '../shared/vault-contract.ts';
import { createApiServer } from './api-server.ts';
import { listenAt, prepareListenPoint, withdraw } from './endpoint.ts';
import { createEventStreams } from './event-stream.ts';
import type { EventStreams } from './event-stream.ts';
import { createHandlers, createVaultHandlers } from './handlers.ts';
import { closeServer } from './http-server.ts';
import { removeLaunchPage, sweepLaunchPages, writeLaunchPage } from './launch-page.ts';
import type { UiLaunch } from './launch-page.ts';
import type { HostFacts } from './routes.ts';
import type { AgentEndpoint } from './socket-path.ts';
import { readStaticFiles } from './static-files.ts';
import { createLaunches } from './ui-launch.ts';
import { startUiServer } from './ui-server.ts';
import { createSessions } from './ui-session.ts';

export interface HostOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly platform: NodeJS.Platform;
  readonly endpoint: AgentEndpoint;
  readonly dataDirectory: string;
  readonly kind: HostFacts['kind'];
  readonly version: string;
  /** The built renderer, read when the browser UI is first opened. */
  readonly rendererDirectory: string;
  /** Somebody asked over the socket that the host stop. */
  readonly onShutdown: () => void;
}

export interface Host {
  /** The Unix socket or Windows pipe. */
  readonly socket: string;
  /** Mints a launch of the browser UI. Rejects with `runtime_unsupported` when the UI was not built. */
  readonly openUi: () => Promise<UiLaunch>;
  /** Closes both doors and removes their files. The engine goes on; stop it afterwards. */
  readonly stop: () => Promise<void>;
}

/**
 * Opens the doors. The caller holds the host lock of the data directory and has started the engine. Rejects with
 * `peer_untrusted`, `host_running` or `storage_failed`.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { engine, clock, random, log, endpoint, platform } = options;
  const point = await prepareListenPoint(endpoint, platform, random);
  sweepLaunchPages(endpoint.directory);
  // Without a clipboard of its own: the page that asked for a token puts it into the browser's.
  const handlers = createHandlers(engine, {});
  const streams = createEventStreams(engine, clock);
  const ui = createUi(options, handlers, streams);
  const services = {
    engine,
    calls: {
      contract: { ...ipcContract, ...vaultContract },
      handlers: { ...handlers, ...createVaultHandlers(engine) },
    },
    streams,
    clock,
    log,
    facts: hostFacts(options),
    openUi: ui.open,
    shutdown: options.onShutdown,
  };
  const server = createApiServer(services, point.key);
  await listenAt(server, point, endpoint).catch(async (error: unknown) => {
    await closeServer(server, clock);
    throw error;
  });
  return {
    socket: point.path,
    openUi: ui.open,
    async stop() {
      withdraw(point, endpoint);
      streams.end();
      await Promise.all([closeServer(server, clock), ui.stop()]);
    },
  };
}

const hostFacts = ({ clock, kind, version, dataDirectory }: HostOptions): HostFacts => ({
  pid: process.pid,
  kind,
  version,
  started_at: Math.floor(clock.now() / 1000),
  data_directory: dataDirectory,
});

interface Ui {
  readonly open: () => Promise<UiLaunch>;
  readonly stop: () => Promise<void>;
}

/** The browser UI, which listens only once somebody has asked for it. */
function createUi(options: HostOptions, handlers: Handlers<IpcContract>, streams: EventStreams): Ui {
  const { clock, random, log, endpoint, rendererDirectory } = options;
  const launches = createLaunches(clock, random);
  const sessions = createSessions(clock, random);
  let started: Promise<{ server: Server; origin: string }> | undefined;
  let stopped = false;

  const refuseWhenStopped = (): void => {
    if (stopped) throw new FobError('runtime_unsupported', 'This host is stopping.');
  };
  const start = async (): Promise<{ server: Server; origin: string }> => {
    const files = readStaticFiles(rendererDirectory);
    return startUiServer({ handlers, streams, launches, sessions, files, clock, log });
  };
  return {
    async open() {
      refuseWhenStopped();
      started ??= start();
      const { origin } = await started.catch((error: unknown) => {
        started = undefined;
        throw error;
      });
      refuseWhenStopped();
      let launchFile = '';
      const launch = launches.mint(() => removeLaunchPage(launchFile));
      const url = `${origin}/#launch=${launch}`;
      launchFile = writeLaunchPage(endpoint.directory, url, random);
      return { url, launchFile };
    },
    async stop() {
      stopped = true;
      launches.clear();
      sessions.closeAll();
      const running = await started?.catch(() => undefined);
      if (running !== undefined) await closeServer(running.server, clock);
    },
  };
}
