import type { Writable } from 'node:stream';
import { redact } from '../core/index.ts';
import type { Clock, Log } from '../core/index.ts';

/** Writes one line per message, with the time as ISO 8601. A reader that went away is no reason to stop. */
export function createStreamLog(stream: Writable, clock: Clock): Log {
  stream.on('error', () => undefined);
  const write = (level: string) => (message: string) =>
    void stream.write(`${new Date(clock.now()).toISOString()} ${level} ${redact(message)}\n`);
  return { info: write('info'), warn: write('warn') };
}
