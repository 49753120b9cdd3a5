import type { ServerResponse } from 'node:http';
import { HANG_UP, RawAnswer } from './fault.ts';
import type { Answer } from './fault.ts';
import type { Json } from './json.ts';

/** Sends JSON, or what was written out by hand; a body that is shorter than it claims ends with the connection. */
export function send(response: ServerResponse, answer: Answer, status = 200): void {
  if (answer === HANG_UP) {
    response.socket?.destroy();
    return;
  }
  if (!(answer instanceof RawAnswer)) {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(answer));
    return;
  }
  // Node adds a Date of its own unless told not to.
  if ('date' in answer.headers) response.sendDate = false;
  const { date, ...headers } = answer.headers;
  response.writeHead(answer.status, { ...headers, ...(date === undefined || date === '' ? {} : { date }) });
  const claimed = Number(answer.headers['content-length'] ?? 0);
  if (claimed > Buffer.byteLength(answer.body)) {
    response.write(answer.body, () => response.socket?.destroy());
    return;
  }
  response.end(answer.body);
}

/** The refusal of RFC 6749 section 5.2. */
export const refusal = (error: string, description: string, status = 400): RawAnswer =>
  new RawAnswer(JSON.stringify({ error, error_description: description } satisfies Json), { status });

/** A redirect to somewhere, with the method kept (307, 308) or not. */
export const redirect = (location: string, status: number): RawAnswer =>
  new RawAnswer('', { status, headers: { location } });
