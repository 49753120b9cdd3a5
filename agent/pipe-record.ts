/**
 * Windows alone: the record in the private directory that names the host's pipe and the key to it. Node cannot give a
 * pipe an access list (nodejs/node #47086), so the pipe has another unguessable name at each start, and whoever speaks
 * to it shows that they could read this file (security.md L16). Only `node:fs` is imported: the command line's hot
 * path reads it.
 */
import { readFileSync } from 'node:fs';

export const KEY_HEADER = 'x-fob-key';

export interface PipeRecord {
  /** `\\.\pipe\fob-...` */
  readonly socket: string;
  /** 256 random bits, base64url. Sent as the header `X-Fob-Key` with every request. */
  readonly key: string;
  readonly pid: number;
}

export const pipeRecordPath = (directory: string): string => `${directory}\\agent.json`;

/** The record of the running host, or `undefined` when there is none that can be used. */
export function readPipeRecord(directory: string): PipeRecord | undefined {
  try {
    return parsePipeRecord(readFileSync(pipeRecordPath(directory), 'utf8'));
  } catch {
    return undefined;
  }
}

export function parsePipeRecord(text: string): PipeRecord | undefined {
  const value = parseObject(text);
  const { socket, key, pid } = value;
  if (typeof socket !== 'string' || !/^\\\\\.\\pipe\\fob-[\w-]{20,}$/.test(socket)) return undefined;
  if (typeof key !== 'string' || !/^[\w-]{43}$/.test(key)) return undefined;
  return typeof pid === 'number' ? { socket, key, pid } : undefined;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
