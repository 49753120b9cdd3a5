/** stdin, stdout and stderr as the commands use them. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { FobError } from '../core/index.ts';

const MAX_INPUT_BYTES = 1024 * 1024;

export type Style = Parameters<typeof styleText>[0];

export interface Terminal {
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** The text in that style, or as it is where styles are not wanted (`NO_COLOR`, no terminal). */
  style(style: Style, text: string): string;
  /** A message for the person, on stderr. */
  say(text: string): void;
  /** All of stdin, at most 1 MB. Throws `usage` when there is a terminal and nothing was piped in. */
  readInput(what: string): Promise<string>;
  /** Asks without showing what is typed. Throws `usage` without a terminal. */
  askHidden(question: string): Promise<string>;
}

export function createTerminal(env: Readonly<Record<string, string | undefined>>): Terminal {
  const interactive = process.stdin.isTTY && process.stderr.isTTY;
  const coloured = process.stdout.isTTY && (env.NO_COLOR ?? '') === '';
  return {
    interactive,
    style: (style, text) => (coloured ? styleText(style, text) : text),
    say: (text) => process.stderr.write(`${text}\n`),
    readInput: async (what) => {
      if (process.stdin.isTTY)
        throw new FobError('usage', `${what} is read from standard input; pipe it in.`);
      return readAll();
    },
    askHidden: async (question) => {
      if (!interactive) throw new FobError('usage', `${question} can only be asked in a terminal.`);
      return askHidden(question);
    },
  };
}

async function readAll(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_INPUT_BYTES) throw new FobError('usage', 'Standard input holds more than 1 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function askHidden(question: string): Promise<string> {
  // readline echoes through its output; one that swallows everything keeps the secret off the screen.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(`${question}: `);
  return new Promise((resolve, reject) => {
    reader.once('SIGINT', () => {
      reader.close();
      process.stderr.write('\n');
      reject(new FobError('usage', 'Cancelled.'));
    });
    reader.question('', (answer) => {
      reader.close();
      process.stderr.write('\n');
      resolve(answer);
    });
  });
}
