/** An engine on fakes: the test owns clock, chance, disk and network. */
import { createEngine } from '../../core/index.ts';
import type { Engine, EnginePorts, HttpClientFactory } from '../../core/index.ts';
import { listenForCallback } from '../../core/node/loopback-callback.ts';
import { readCertificate } from '../../core/node/read-certificate.ts';
import { readPrivateKey } from '../../core/node/read-private-key.ts';
import { createFakeClock } from './fake-clock.ts';
import type { FakeClock } from './fake-clock.ts';
import { createFakeRandom } from './fake-random.ts';
import { fastScrypt } from './fast-scrypt.ts';
import { createMemoryFiles } from './memory-files.ts';
import type { MemoryFiles } from './memory-files.ts';

export const PASSPHRASE = 'correct horse battery staple';

export interface EngineFixture {
  readonly engine: Engine;
  readonly clock: FakeClock;
  readonly files: MemoryFiles;
  readonly warnings: string[];
  /** Another engine on the same disk, as after a restart. The old one must have been stopped or given up. */
  restarted(): Engine;
}

export interface FixtureOptions {
  readonly http: HttpClientFactory;
  readonly ports?: Partial<EnginePorts>;
  readonly clock?: FakeClock;
}

export function createEngineFixture({
  http,
  ports,
  clock = createFakeClock(),
}: FixtureOptions): EngineFixture {
  const files = createMemoryFiles();
  const warnings: string[] = [];
  const all: EnginePorts = {
    clock,
    files,
    http,
    random: createFakeRandom(7),
    scrypt: fastScrypt,
    keySlots: [],
    secretSources: {
      env: (name) => Promise.resolve(`env-${name}`),
      file: (path) => Promise.resolve(`file-${path}`),
      exec: (command) => Promise.resolve(`exec-${command.join('-')}`),
    },
    readPrivateKey,
    readCertificate,
    listenForCallback,
    startDemo: () => Promise.reject(new Error('no demo here')),
    log: { info: () => undefined, warn: (message) => warnings.push(message) },
    ...ports,
  };
  const started = (): Engine => {
    const engine = createEngine(all);
    clock.busy = () => statuses(engine).includes('refreshing');
    return engine;
  };
  return { engine: started(), clock, files, warnings, restarted: started };
}

const statuses = (engine: Engine): readonly string[] =>
  engine.snapshot().services.flatMap(({ environments }) => environments.map(({ status }) => status));
