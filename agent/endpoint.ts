/** The server's end of the socket or pipe: a private place to listen, and nobody else's left in the way. */
import { chmodSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Server } from 'node:net';
import { FobError } from '../core/index.ts';
import type { Random } from '../core/index.ts';
import { checkDirectory, checkEndpoint } from './peer-check.ts';
import { pipeRecordPath } from './pipe-record.ts';
import type { AgentEndpoint } from './socket-path.ts';

export interface ListenPoint {
  /** The Unix socket or the Windows pipe. */
  readonly path: string;
  /** On Windows what every request must carry as `X-Fob-Key`. */
  readonly key: string | undefined;
}

/**
 * Makes the directory and clears away the socket of a host that died. Call it only while holding the host lock: that
 * is what says that the socket's owner is dead. Rejects with `peer_untrusted`, `host_running` or `storage_failed`.
 */
export async function prepareListenPoint(
  { directory, socket }: AgentEndpoint,
  platform: NodeJS.Platform,
  random: Random,
): Promise<ListenPoint> {
  makeDirectory(directory);
  if (platform === 'win32') return pipePoint(random);
  refuse(checkDirectory(directory), directory);
  await removeStaleSocket(socket);
  return { path: socket, key: undefined };
}

/**
 * Listens there. The umask keeps everyone else out from the first moment; binding happens inside `listen`, so the mask is
 * back before other code runs. Rejects with `storage_failed` or `peer_untrusted`.
 */
export async function listenAt(server: Server, point: ListenPoint, endpoint: AgentEndpoint): Promise<void> {
  const mask = point.key === undefined ? process.umask(0o177) : undefined;
  const listening = new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
  });
  server.listen(point.path);
  if (mask !== undefined) process.umask(mask);
  await listening.catch((cause: unknown) => {
    throw new FobError('storage_failed', `Cannot listen on ${point.path}.`, { cause });
  });
  if (point.key === undefined) refuse(checkEndpoint(endpoint.directory, endpoint.socket), endpoint.directory);
  else writeRecord(endpoint.directory, point.path, point.key);
}

/** Takes the Windows record away; the Unix socket's file goes when its server closes. */
export function withdraw(point: ListenPoint, endpoint: AgentEndpoint): void {
  if (point.key !== undefined) rmSync(pipeRecordPath(endpoint.directory), { force: true });
}

/** A pipe's name is world-readable but only its reader knows the key; the random name stops squatting (L16, L17). */
export function pipePoint(random: Random): ListenPoint {
  const text = (bytes: number): string => Buffer.from(random.bytes(bytes)).toString('base64url');
  return { path: `\\\\.\\pipe\\fob-${text(16)}`, key: text(32) };
}

function makeDirectory(directory: string): void {
  try {
    // The mode holds for what is made now. What was there before is judged, not repaired: somebody chose it.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new FobError('storage_failed', `Cannot make the directory ${directory} for the agent's socket.`, {
      hint: 'Set FOB_HOME to a directory that you may write to.',
      cause,
    });
  }
}

async function removeStaleSocket(socket: string): Promise<void> {
  const stats = lstatSync(socket, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isSocket() || stats.uid !== process.getuid?.())
    throw new FobError('peer_untrusted', `${socket} is in the way and is not a socket of yours.`, {
      hint: 'Find out who made it, then remove it.',
    });
  // Two data directories can share one XDG_RUNTIME_DIR (another HOME): our lock says nothing about that host.
  if (await answers(socket))
    throw new FobError('host_running', `A host for another data directory listens on ${socket}.`, {
      hint: 'Stop it with fob agent stop, or give this one its own directory with FOB_HOME.',
    });
  rmSync(socket, { force: true });
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    const settle = (alive: boolean) => {
      probe.destroy();
      resolve(alive);
    };
    probe.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

function refuse(problem: string | undefined, directory: string): void {
  if (problem === undefined) return;
  throw new FobError('peer_untrusted', `Not listening where others could read tokens: ${problem}.`, {
    hint: `If the directory is yours: chmod 700 ${directory}`,
  });
}

function writeRecord(directory: string, socket: string, key: string): void {
  const path = pipeRecordPath(directory);
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify({ socket, key, pid: process.pid }), { mode: 0o600, flag: 'wx' });
  chmodSync(path, 0o600);
}
