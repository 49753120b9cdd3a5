import type { AddressInfo, NetConnectOpts } from 'node:net';
import { onTestFinished } from 'vitest';
import { createEventStreams } from '../../../agent/event-stream.ts';
import { createHandlers } from '../../../agent/handlers.ts';
import { createLaunches } from '../../../agent/ui-launch.ts';
import type { Launches } from '../../../agent/ui-launch.ts';
import { startUiServer } from '../../../agent/ui-server.ts';
import { createSessions } from '../../../agent/ui-session.ts';
import { systemRandom } from '../../../core/node/system-random.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { createFakeEngine } from '../../fakes/fake-engine.ts';
import type { FakeEngine } from '../../fakes/fake-engine.ts';
import { exchange } from './raw-http.ts';
import type { RawAnswer, RawRequest } from './raw-http.ts';

export interface UiFixture {
  readonly engine: FakeEngine;
  readonly clock: FakeClock;
  readonly launches: Launches;
  readonly log: readonly string[];
  readonly port: number;
  readonly target: NetConnectOpts;
  /** The right Host and nothing else. */
  readonly host: readonly [string, string];
  readonly send: (request: RawRequest) => Promise<RawAnswer>;
  /** Signs in by a launch token. */
  readonly signIn: () => Promise<Credentials>;
}

export interface Credentials {
  /** `name=value` as a browser sends it back. */
  readonly cookie: string;
  readonly session: string;
  /** Host, cookie, session and content type: what the page sends with a call. */
  readonly headers: readonly (readonly [string, string])[];
}

export const INDEX = '<!doctype html><title>Fob</title><script type="module" src="/assets/app.js"></script>';

/** A UI server of its own for one test. */
export async function startUi(): Promise<UiFixture> {
  const engine = createFakeEngine();
  const clock = createFakeClock();
  const log: string[] = [];
  const launches = createLaunches(clock, systemRandom);
  const { server } = await startUiServer({
    handlers: createHandlers(engine, {}),
    streams: createEventStreams(engine, clock),
    sessions: createSessions(clock, systemRandom),
    launches,
    clock,
    log: { info: (line) => void log.push(line), warn: (line) => void log.push(line) },
    files: new Map([
      ['/', { type: 'text/html; charset=utf-8', bytes: Buffer.from(INDEX) }],
      ['/assets/app.js', { type: 'text/javascript; charset=utf-8', bytes: Buffer.from('void 0;') }],
    ]),
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const target = { host: '127.0.0.1', port };
  const host = ['Host', `127.0.0.1:${port}`] as const;
  const send = (request: RawRequest): Promise<RawAnswer> => exchange(target, request);
  const signIn = async (): Promise<Credentials> => {
    const answer = await send(
      launchRequest(
        host,
        launches.mint(() => undefined),
      ),
    );
    const [cookie = ''] = (answer.headers['set-cookie'] ?? '').split(';');
    const { session } = JSON.parse(answer.body) as { session: string };
    return { cookie, session, headers: [host, ['Cookie', cookie], ['X-Fob-Session', session], JSON_TYPE] };
  };
  return { engine, clock, launches, log, port, target, host, send, signIn };
}

export const JSON_TYPE = ['Content-Type', 'application/json'] as const;

export const launchRequest = (host: readonly [string, string], launch: unknown): RawRequest => ({
  method: 'POST',
  path: '/session',
  headers: [host, JSON_TYPE],
  body: JSON.stringify({ launch }),
});

export const callRequest = (
  name: string,
  headers: RawRequest['headers'] & {},
  argument?: unknown,
): RawRequest => ({ method: 'POST', path: `/api/${name}`, headers, body: JSON.stringify({ argument }) });
