import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startHost } from '../../../agent/host.ts';
import type { Host, HostOptions } from '../../../agent/host.ts';
import { agentEndpoint } from '../../../agent/socket-path.ts';
import type { AgentEndpoint } from '../../../agent/socket-path.ts';
import { systemRandom } from '../../../core/node/system-random.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { createFakeEngine } from '../../fakes/fake-engine.ts';
import type { FakeEngine } from '../../fakes/fake-engine.ts';
import { exchange } from './raw-http.ts';
import type { RawAnswer, RawRequest } from './raw-http.ts';

export interface HostFixture {
  readonly host: Host;
  readonly engine: FakeEngine;
  readonly clock: FakeClock;
  readonly endpoint: AgentEndpoint;
  readonly log: readonly string[];
  /** How often the host was asked to stop. */
  readonly shutdowns: () => number;
  readonly send: (request: RawRequest) => Promise<RawAnswer>;
}

/** A data directory of its own, gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'fob-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export function endpointIn(dataDirectory: string): AgentEndpoint {
  return agentEndpoint({ env: {}, platform: 'linux', uid: process.getuid?.(), dataDirectory });
}

/** A host on a real Unix socket over a fake engine. */
export async function startTestHost(part: Partial<HostOptions> = {}): Promise<HostFixture> {
  const dataDirectory = part.dataDirectory ?? temporaryDirectory();
  const [engine, clock] = [createFakeEngine(), createFakeClock()];
  const log: string[] = [];
  let shutdowns = 0;
  const endpoint = part.endpoint ?? endpointIn(dataDirectory);
  const host = await startHost({
    engine,
    clock,
    random: systemRandom,
    log: { info: (line) => void log.push(line), warn: (line) => void log.push(line) },
    platform: 'linux',
    endpoint,
    dataDirectory,
    kind: 'agent',
    version: '9.8.7',
    rendererDirectory: rendererIn(dataDirectory),
    onShutdown: () => (shutdowns += 1),
    ...part,
  });
  onTestFinished(() => host.stop());
  const send = (request: RawRequest): Promise<RawAnswer> =>
    exchange({ path: host.socket }, { ...request, headers: [['Host', 'fob'], ...(request.headers ?? [])] });
  return { host, engine, clock, endpoint, log, shutdowns: () => shutdowns, send };
}

function rendererIn(directory: string): string {
  const renderer = join(directory, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>Fob</title>');
  writeFileSync(join(renderer, 'assets', 'app.js'), 'void 0;');
  writeFileSync(join(renderer, 'assets', 'app.js.map'), '{}');
  return renderer;
}
