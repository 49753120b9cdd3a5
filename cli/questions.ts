/** Questions to a person in a terminal, by readline. */
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { ReadStream } from 'node:tty';
import { FobError } from '../core/index.ts';

/** The terminal of this process, whatever its stdin is. */
export function openTerminal(): ReadStream | undefined {
  const path = process.platform === 'win32' ? '\\\\.\\CONIN$' : '/dev/tty';
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return new ReadStream(file);
  } catch {
    if (file !== undefined) closeSync(file);
    return undefined;
  }
}

/** A line of stdin; the question is only put where stdin is a terminal. Rejects with `usage`. */
export function readLine(question: string, over: AbortSignal, interactive: boolean): Promise<string> {
  const { stdin: input, stderr: output } = process;
  // A terminal's own line editing cuts lines at 4096 bytes; readline's does not.
  const reader = createInterface(interactive ? { input, output, terminal: true } : { input });
  if (interactive) reader.setPrompt(`${question}: `);
  reader.prompt();
  return new Promise((resolve, reject) => {
    const close = () => reader.close();
    over.addEventListener('abort', close);
    // While readline has the terminal, Ctrl-C is a key like others.
    reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    reader.once('line', (line) => {
      resolve(line);
      reader.close();
    });
    reader.once('close', () => {
      // A pipe that stays open would keep the process, although nobody reads it any more.
      if (!interactive) input.destroy();
      over.removeEventListener('abort', close);
      reject(new FobError('usage', 'Standard input ended before a line came.'));
    });
  });
}

/** Lines that nobody sees, until they are `complete`. Rejects with `usage` on Ctrl-C. */
export function askHidden(
  input: NodeJS.ReadStream | ReadStream,
  question: string,
  complete: (text: string) => boolean = () => true,
): Promise<string> {
  // readline echoes through its output; one that swallows everything keeps the secret off the screen.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input, output: silent, terminal: true });
  process.stderr.write(`${question}: `);
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    reader.once('SIGINT', () => reader.close());
    reader.once('close', () => {
      process.stderr.write('\n');
      reject(new FobError('usage', 'Cancelled.'));
    });
    reader.on('line', (line) => {
      lines.push(line);
      const text = lines.join('\n');
      if (!complete(text)) return;
      resolve(text);
      reader.close();
    });
  });
}
