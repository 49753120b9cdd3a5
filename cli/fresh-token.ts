/**
 * The hot path: `fob token ADDRESS [--min-ttl SECONDS]` with a host running. It must stay near the floor of a Node
 * program, so it writes its one request by hand over `node:net` (`node:http` alone would double the time) and ends the
 * process as soon as the token is printed.
 */
import { writeSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkEndpoint } from '../agent/peer-check.ts';
import { agentEndpoint } from '../agent/socket-path.ts';
import { dataDirectory } from '../core/node/data-directory.ts';
import { isTurnTaken, OTHERS_TURN_MS, takeTurn, TURN_POLL_MS } from './starting-turn.ts';

/** The host's answer to the request that was made, for the whole program to explain: it is not asked twice. */
export interface AgentAnswer {
  readonly status: number;
  readonly body: string;
}

/** Starts the request and answers `true`, or answers `false` when the command line asks for anything else. */
export function tryFreshToken(args: readonly string[], otherwise: (answer?: AgentAnswer) => void): boolean {
  const path = tokenPath(args);
  if (path === undefined || process.platform === 'win32') return false;
  const data = dataDirectory(process.env, process.platform, process.env.HOME ?? homedir());
  const { directory, socket } = agentEndpoint({
    env: process.env,
    platform: process.platform,
    uid: process.getuid?.(),
    dataDirectory: data,
  });
  if (checkEndpoint(directory, socket) !== undefined) return false;
  ask({ socket, path, run: join(data, 'run'), otherwise, begun: performance.now() });
  return true;
}

interface Question {
  readonly socket: string;
  readonly path: string;
  /** Where those who find no host agree on who starts one. */
  readonly run: string;
  readonly otherwise: (answer?: AgentAnswer) => void;
  readonly begun: number;
}

/** The request target, when the command line is one that this path can serve. */
export function tokenPath(args: readonly string[]): string | undefined {
  const [command, address, option, seconds, ...rest] = args;
  if (command !== 'token' || address === undefined || rest.length > 0) return undefined;
  if (!/^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/.test(address)) return undefined;
  if (option === undefined) return `/v1/token/${address}`;
  const wanted = /^--min-ttl=(\d{1,9})s?$/.exec(seconds === undefined ? option : `${option}=${seconds}`)?.[1];
  return wanted === undefined ? undefined : `/v1/token/${address}?min_ttl=${wanted}`;
}

function ask(question: Question): void {
  const { socket, path, otherwise } = question;
  const connection = connect(socket);
  const chunks: Buffer[] = [];
  connection.write(`GET ${path} HTTP/1.1\r\nHost: fob\r\nConnection: close\r\n\r\n`);
  connection.on('data', (chunk: Buffer) => chunks.push(chunk));
  connection.once('error', () => withoutHost(question));
  connection.once('end', () => {
    const answer = parseAnswer(Buffer.concat(chunks).toString('utf8'));
    if (answer?.status !== 200) {
      if (answer === undefined) withoutHost(question);
      else otherwise(answer);
      return;
    }
    print(`${answer.body}\n`);
    // Nothing is left to wait for; the ordinary way out takes milliseconds longer.
    process.exit(0);
  });
}

/**
 * The host was killed. One of all who notice loads the whole program, to start another one; the others wait for that, since
 * to load the program many times at once would take longer.
 */
function withoutHost(question: Question): void {
  const { run, otherwise, begun } = question;
  const isEnough = performance.now() - begun > OTHERS_TURN_MS;
  if (isEnough || takeTurn(run) !== undefined) otherwise();
  else setTimeout(() => (isTurnTaken(run) ? withoutHost : ask)(question), TURN_POLL_MS);
}

/** `undefined` for an answer that was cut off. */
export function parseAnswer(text: string): AgentAnswer | undefined {
  const end = text.indexOf('\r\n\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
  if (end === -1 || status === undefined || length === undefined) return undefined;
  const body = text.slice(end + 4);
  return Buffer.byteLength(body) === Number(length) ? { status: Number(status), body } : undefined;
}

/** `process.stdout` costs a module that this path does not need. A full pipe answers EAGAIN: then wait for its reader. */
function print(text: string): void {
  for (let rest = Buffer.from(text); rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}
