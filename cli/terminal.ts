/** stdin, stdout and stderr as the commands use them. */
import { styleText } from 'node:util';
import { FobError } from '../core/index.ts';
import { askHidden, openTerminal, readLine } from './questions.ts';

const MAX_INPUT_BYTES = 1024 * 1024;
/** Some terminals say that they have no columns at all. */
const UNKNOWN_WIDTH = 80;

export type Style = Parameters<typeof styleText>[0];

export interface Terminal {
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** Columns of the terminal that messages are read on; `undefined` when they go elsewhere. */
  readonly width: number | undefined;
  /** The text in that style, or as it is where styles are not wanted (`NO_COLOR`, no terminal). */
  style(style: Style, text: string): string;
  /** A message for the person, on stderr. */
  say(text: string): void;
  /** All of stdin, at most 1 MB. Throws `usage` when there is a terminal and nothing was piped in. */
  readInput(what: string): Promise<string>;
  /** The same, byte for byte; `maxBytes` where 1 MB is too little. */
  readBytes(what: string, maxBytes?: number): Promise<Buffer>;
  /** Tells the person that `what` is under way while it takes longer than a second. */
  during<T>(what: string, work: Promise<T>): Promise<T>;
  /** One line: asked for in a terminal, else the first of stdin. Rejects with `usage` at its end or when `over` aborts. */
  readLine(question: string, over: AbortSignal): Promise<string>;
  /**
   * Asks without showing what is typed, and for more lines as long as what is there is not `complete`. Throws `usage`
   * without a terminal.
   */
  askHidden(question: string, complete?: (text: string) => boolean): Promise<string>;
  /** The same on the terminal beside a stdin that is a file or pipe; `undefined` when there is none. */
  askBeside(question: string): Promise<string | undefined>;
}

export function createTerminal(env: Readonly<Record<string, string | undefined>>): Terminal {
  const interactive = process.stdin.isTTY && process.stderr.isTTY;
  const coloured = process.stdout.isTTY && (env.NO_COLOR ?? '') === '';
  const { isTTY, columns } = process.stderr;
  return {
    interactive,
    width: isTTY ? columns || UNKNOWN_WIDTH : undefined,
    style: (style, text) => (coloured ? styleText(style, text) : text),
    say: (text) => process.stderr.write(`${text}\n`),
    readInput: async (what) => (await readAll(what)).toString('utf8'),
    readBytes: readAll,
    during: (what, work) => (isTTY ? showing(what, work) : work),
    readLine: (question, over) => readLine(question, over, interactive),
    askHidden: async (question, complete) => {
      if (!interactive) throw new FobError('usage', `${question} can only be asked in a terminal.`);
      return askHidden(process.stdin, question, complete);
    },
    askBeside: async (question) => {
      const terminal = process.stderr.isTTY ? openTerminal() : undefined;
      if (terminal === undefined) return undefined;
      return askHidden(terminal, question).finally(() => terminal.destroy());
    },
  };
}

async function readAll(what: string, maxBytes = MAX_INPUT_BYTES): Promise<Buffer> {
  if (process.stdin.isTTY) throw new FobError('usage', `${what} is read from standard input; pipe it in.`);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes)
      throw new FobError('usage', `Standard input holds more than ${maxBytes / 1024 / 1024} MB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** One line on stderr with the seconds that have passed, taken away again at the end. */
async function showing<T>(what: string, work: Promise<T>): Promise<T> {
  const begun = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - begun) / 1000);
    process.stderr.write(`\r${what} (${seconds} s)`);
  }, 1000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    // Erases the line; nothing is there to erase before the first second.
    if (performance.now() - begun >= 1000) process.stderr.write('\r\u001b[K');
  }
}
