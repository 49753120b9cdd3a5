import { vi } from 'vitest';
import type { Log } from '../../../core/index.ts';
import { ipcContract } from '../../../shared/ipc-contract.ts';
import type { IpcContract } from '../../../shared/ipc-contract.ts';
import type { Handlers, PushName } from '../../../shared/ipc-kit.ts';
import { ElectronDouble } from '../../fakes/electron/electron-double.ts';

/** A fresh Electron process. What is imported after this call runs on it. */
export function startElectron(): ElectronDouble {
  const electron = new ElectronDouble();
  provideElectron(electron.module);
  return electron;
}

/** What is imported after this call gets this for `electron`. */
export function provideElectron(module: Readonly<Record<string, unknown>>): void {
  vi.resetModules();
  vi.doMock('electron', () => module);
}

export interface TestLog extends Log {
  readonly lines: string[];
}

export function createTestLog(): TestLog {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  return { lines, info: write, warn: write };
}

export interface RecordingHandlers {
  readonly handlers: Handlers<IpcContract>;
  /** Every call that reached a handler, with its argument. */
  readonly calls: (readonly [name: string, argument: unknown])[];
}

const PUSHES: readonly string[] = ['snapshot.changed', 'view.wanted'] satisfies PushName<IpcContract>[];

/** Handlers that do nothing but note that they were called, and answer `null`. */
export function createRecordingHandlers(): RecordingHandlers {
  const calls: RecordingHandlers['calls'] = [];
  const names = Object.keys(ipcContract).filter((name) => !PUSHES.includes(name));
  const record = (name: string) => (argument: unknown) => {
    calls.push([name, argument]);
    return null;
  };
  return { calls, handlers: Object.fromEntries(names.map((name) => [name, record(name)])) as never };
}

/** The newest of what was made so far. */
export function newest<T>(made: readonly T[]): T {
  const last = made.at(-1);
  if (last === undefined) throw new Error('nothing was made');
  return last;
}
