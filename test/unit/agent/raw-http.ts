import { connect } from 'node:net';
import type { NetConnectOpts, Socket } from 'node:net';

/** One request, as its bytes: what a well-behaved client library would refuse to send can be said here, too. */
export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  /** In order; a name can come twice. `undefined` leaves a default one out. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  readonly version?: string;
}

export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a request on its own connection and waits for the end of it. */
export async function exchange(target: NetConnectOpts, request: RawRequest): Promise<RawAnswer> {
  return readAnswer(open(target, requestText(request)));
}

export function requestText({
  method = 'GET',
  path,
  headers = [],
  body = '',
  version = '1.1',
}: RawRequest): string {
  const names = headers.map(([name]) => name.toLowerCase());
  const length: [string, string][] =
    body === '' || names.includes('content-length') || names.includes('transfer-encoding')
      ? []
      : [['Content-Length', String(Buffer.byteLength(body))]];
  const lines = [...headers, ...length, ['Connection', 'close'] as const];
  return `${method} ${path} HTTP/${version}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

export function open(target: NetConnectOpts, text: string): Socket {
  const socket = connect(target);
  socket.write(text);
  return socket;
}

/** Reads until the other side closes. A reset connection is a close: that is how a refusal under load can look. */
export function readAnswer(socket: Socket): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(parseAnswer(Buffer.concat(chunks).toString('utf8'))));
  });
}

function parseAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [line = '', ...lines] = text.slice(0, Math.max(0, end)).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((header) => {
      const colon = header.indexOf(':');
      return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()];
    }),
  );
  return { status: Number(line.split(' ')[1] ?? 0), headers, body: end === -1 ? '' : text.slice(end + 4) };
}

/** Waits, in real time, until `isTrue`. */
export async function eventually(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) {
    if (isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('did not come true within 5 s');
}
