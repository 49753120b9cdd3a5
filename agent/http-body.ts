import type { IncomingMessage } from 'node:http';

/** Largest body that a server of ours reads, in bytes, where a route does not say otherwise (security.md L12). */
const MAX_BODY_BYTES = 1024 * 1024;

/** Why a request was refused before anything was done, with the HTTP status that says so. */
export class RequestRefused extends Error {
  readonly status: RefusalStatus;

  constructor(status: RefusalStatus, message = '') {
    super(message);
    this.status = status;
  }
}

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 413 | 415;

/**
 * Reads a JSON body; `undefined` when there is none. Rejects with {@link RequestRefused}, or with the connection's error
 * when the sender went away.
 */
export async function readJson(request: IncomingMessage, maxBytes = MAX_BODY_BYTES): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return undefined;
  const [type] = (request.headers['content-type'] ?? '').split(';');
  if (type?.trim().toLowerCase() !== 'application/json')
    throw new RequestRefused(415, 'The body must have the content type application/json.');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    // The parser's own message quotes the body, which may hold a secret.
    throw new RequestRefused(400, 'The body is not JSON.');
  }
}

/** Rejects with {@link RequestRefused} (413) for more bytes than that. */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = new RequestRefused(413, `The body is larger than ${maxBytes / 1024} KB.`);
  if (Number(request.headers['content-length']) > maxBytes) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early must not destroy the connection: the refusal is still to be answered on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
