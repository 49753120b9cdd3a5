/**
 * Of many command lines that find no host, one starts it and the others wait for it. This only spares the machine: which
 * process becomes the host is settled by the host's lock, so a turn that is wrongly given or refused does no harm.
 */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How long to wait for the host that another command line starts, in milliseconds, before starting one oneself. */
export const OTHERS_TURN_MS = 10_000;

/** How often to look. */
export const TURN_POLL_MS = 20;

export interface Turn {
  readonly end: () => void;
}

/**
 * Ours until it is ended or this process is; `undefined` while another process has the turn, which still runs and took it
 * not long ago. `folder` is the data directory's `run`; where nothing can be written there, everybody has the turn.
 */
export function takeTurn(folder: string): Turn | undefined {
  const path = pathOf(folder);
  const holder = holderOf(path);
  if (holder !== process.pid) {
    if (holder !== undefined && isOver(path, holder)) rmSync(path, { force: true });
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return undefined;
    }
  }
  const end = (): void => {
    if (holderOf(path) === process.pid) rmSync(path, { force: true });
  };
  process.once('exit', end);
  return { end };
}

/** Whether anybody has it, or was killed while they had. */
export function isTurnTaken(folder: string): boolean {
  return existsSync(pathOf(folder));
}

function pathOf(folder: string): string {
  return join(folder, 'starting');
}

/** `NaN` for one that has not yet written who it is. */
function holderOf(path: string): number | undefined {
  try {
    return parseInt(readFileSync(path, 'utf8'), 10);
  } catch {
    return undefined;
  }
}

/** The number of a process that was killed may be another's by now; hence the time. */
function isOver(path: string, pid: number): boolean {
  try {
    if (Date.now() - statSync(path).mtimeMs > OTHERS_TURN_MS) return true;
    if (!Number.isNaN(pid)) process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
