/** A machine with a disk, on which one process of Fob after the other runs: the engine as it is, on ports of this world. */
import { createEngine, FobError } from '../../../core/index.ts';
import type { Engine, EnginePorts, Files, HttpClientFactory } from '../../../core/index.ts';
import { readCertificate } from '../../../core/node/read-certificate.ts';
import { readPrivateKey } from '../../../core/node/read-private-key.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { Random } from '../../../core/ports/random.ts';
import { createVault } from '../../../core/vault/vault.ts';
import { fastScrypt } from '../../fakes/fast-scrypt.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import type { MemoryFiles } from '../../fakes/memory-files.ts';
import type { Timeline } from './timeline.ts';

export const PASSPHRASE = 'correct horse battery staple';

export interface MachineOptions {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly http: (process: number, isDead: () => boolean) => HttpClientFactory;
}

export class Machine {
  /** Milliseconds that each write takes; it is done at the end of them. */
  writeMs = 0;
  /** Whether the disk takes no writes. */
  isFull = false;
  readonly disk: MemoryFiles = createMemoryFiles();
  readonly #options: MachineOptions;
  #processes = 0;
  #kill: () => void = () => undefined;

  constructor(options: MachineOptions) {
    this.#options = options;
  }

  /** How many were started, and so the number of the one that runs. */
  get process(): number {
    return this.#processes;
  }

  /** Begins a process, whose engine is still to be started; the one before must be gone. */
  start(): Engine {
    let isDead = false;
    this.#kill = () => void (isDead = true);
    const own = (this.#processes += 1);
    return createEngine(this.#ports(own, () => isDead));
  }

  /** Ends the process at once, in the middle of whatever it does. */
  kill(): void {
    this.#kill();
  }

  /** Every member of a record as a process would read it that starts now; `{}` when there is none. */
  async record(address: string): Promise<Readonly<Record<string, string>>> {
    const { timeline, random } = this.#options;
    const clock = timeline.clockOf(() => false);
    const vault = createVault({ files: this.disk, random, clock, scrypt: fastScrypt, backends: [] });
    await vault.load();
    await vault.unlock(PASSPHRASE);
    const record: Record<string, string> = {};
    for (const member of await vault.members(address))
      record[member] = (await vault.read(address, member)) ?? '';
    return record;
  }

  #ports(process: number, isDead: () => boolean): EnginePorts {
    const { timeline, random, http } = this.#options;
    const clock = timeline.clockOf(isDead);
    return {
      clock,
      random,
      files: this.#files(clock, isDead),
      http: http(process, isDead),
      scrypt: fastScrypt,
      keySlots: [],
      secretSources: {
        env: (name) => Promise.resolve(`env-${name}`),
        file: (path) => Promise.resolve(`file-${path}`),
        exec: (command) => Promise.resolve(`exec-${command.join('-')}`),
      },
      readPrivateKey,
      readCertificate,
      listenForCallback: () =>
        Promise.resolve({
          redirectUri: 'http://127.0.0.1:1/callback',
          response: new Promise(() => undefined),
          close: () => undefined,
        }),
      startDemo: () => Promise.reject(new Error('no demo here')),
      log: { info: () => undefined, warn: () => undefined },
    };
  }

  #files(clock: Clock, isDead: () => boolean): Files {
    const { disk } = this;
    const change = async (name: string, run: () => Promise<void>): Promise<void> => {
      if (this.writeMs > 0) await new Promise<void>((resolve) => clock.setTimer(resolve, this.writeMs));
      // A dead process waits for ever.
      if (isDead()) return new Promise(() => undefined);
      if (this.isFull) throw new FobError('storage_failed', `Could not write ${disk.path(name)}: ENOSPC.`);
      await run();
    };
    return {
      ...disk,
      write: (name, bytes, options) => change(name, () => disk.write(name, bytes, options)),
      remove: (name) => change(name, () => disk.remove(name)),
    };
  }
}
