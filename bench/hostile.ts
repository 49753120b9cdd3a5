import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Figure } from './figure.ts';
import { HOSTILE_CASES } from './hostile-cases.ts';
import type { HostileCase } from './hostile-cases.ts';
import type { HostileResult } from './hostile-client.ts';
import { startHostileServer } from './hostile-server.ts';

const CLIENT = fileURLToPath(new URL('hostile-client.ts', import.meta.url));
const KILLED_AFTER_MS = 60_000;
/** What a request may take beyond its deadline. */
const GRACE_S = 1;
const MAX_GROWN_MB = 32;
const MAX_BLOCKED_MS = 50;

/** What an IdP that means harm can cost: each case in a process of its own, through the whole engine. */
export async function benchHostile(): Promise<Figure[]> {
  await using cleanup = new AsyncDisposableStack();
  const origin = await startHostileServer(cleanup);
  // One at a time, or they would block each other; but those that wait for a deadline do so beside all others.
  let turn: Promise<unknown> = Promise.resolve();
  const figures = HOSTILE_CASES.map((hostile, number) => {
    const started = turn.then(() => start(origin, number));
    turn = started.then(({ measuring, result }) => (hostile.outcome === 'idp_timeout' ? measuring : result));
    return started.then(async ({ result }) => figureOf(hostile, await result));
  });
  return await Promise.all(figures);
}

interface Started {
  readonly measuring: Promise<unknown>;
  readonly result: Promise<HostileResult>;
}

function start(origin: string, number: number): Started {
  const args = ['--expose-gc', CLIENT, origin, String(number)];
  const ended = promisify(execFile)(process.execPath, args, { timeout: KILLED_AFTER_MS });
  return {
    measuring: Promise.race([begun(ended.child.stdout), ended]),
    result: ended.then(({ stdout }) => JSON.parse(stdout.split('\n')[1] ?? '') as HostileResult),
  };
}

async function begun(stdout: Readable | null): Promise<void> {
  if (stdout !== null) await once(stdout, 'data');
}

function figureOf({ what, outcome, deadlineS }: HostileCase, result: HostileResult): Figure {
  const { ms, grownMb, blockedMs } = result;
  const cost = `${(ms / 1000).toFixed(2)} s, ${grownMb.toFixed(1)} MB, blocked ${blockedMs.toFixed(0)} ms`;
  const ended = result.outcome === outcome ? outcome : `${result.outcome}, not ${outcome}`;
  const isMet =
    result.outcome === outcome &&
    ms <= (deadlineS + GRACE_S) * 1000 &&
    grownMb <= MAX_GROWN_MB &&
    blockedMs <= MAX_BLOCKED_MS;
  return {
    what: `hostile ${what}`,
    measured: `${ended}: ${cost}`,
    target: { words: `${deadlineS + GRACE_S} s, ${MAX_GROWN_MB} MB, ${MAX_BLOCKED_MS} ms`, isMet },
  };
}
