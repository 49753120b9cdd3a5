/** A text for a program that takes the name of a file: by a pipe that has a name, so that the text is in no file. */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { storageFailed } from '../core/node/storage-error.ts';

/** Starts a program that reads `path`, tells `started` of it, and answers its exit code. */
type RunWithPipe = (path: string, started: (child: ChildProcess) => void) => Promise<number>;

/**
 * The program that opens the pipe first reads the text, nobody after it, and no other user. Not for Windows, which knows no
 * such pipes. Rejects with `storage_failed`, and with what `run` rejects with.
 */
export async function withSecretPipe(
  text: string,
  env: NodeJS.ProcessEnv,
  run: RunWithPipe,
): Promise<number> {
  const parent = tmpdir();
  const fail = (cause: unknown): never => {
    throw storageFailed('make a pipe in', parent, cause);
  };
  const directory = await mkdtemp(join(parent, 'fob-pipe-')).catch(fail);
  const path = join(directory, 'pipe');
  let stop: () => Promise<void> = () => Promise.resolve();
  try {
    await promisify(execFile)('mkfifo', ['-m', '600', path], { env }).catch(fail);
    return await run(path, (reader) => {
      stop = startWriting(text, path, env, reader);
    });
  } finally {
    await stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** To open such a pipe waits for its reader: a program can be ended where none comes, a thread of this process cannot. */
function startWriting(text: string, path: string, env: NodeJS.ProcessEnv, reader: ChildProcess) {
  const writer = spawn('tee', [path], { env, stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = once(writer, 'close').then(
    () => undefined,
    () => void reader.kill(),
  );
  writer.stdin.on('error', () => undefined).end(text);
  return async (): Promise<void> => {
    writer.kill('SIGKILL');
    await ended;
  };
}
