/** The other end of api-server.ts: one request to the host that runs, by whoever else runs on behalf of the same person. */
import { request as httpRequest } from 'node:http';
import { FobError } from '../core/index.ts';
import { checkDirectory, checkEndpoint } from './peer-check.ts';
import { KEY_HEADER, readPipeRecord } from './pipe-record.ts';
import type { AgentEndpoint } from './socket-path.ts';

/** Longer than the longest thing a host does for one request: the token request's 30 s after a discovery of 10 s. */
const DEADLINE_MS = 60_000;

/** One request to a host's API. */
export interface HostRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Milliseconds without an answer after which it is given up. Default 60 000; longer where a person is waited for. */
  readonly deadlineMs?: number;
}

export interface HostAnswer {
  readonly status: number;
  readonly body: string;
}

/** `undefined` when no host runs. Rejects with `peer_untrusted`, `idp_timeout`, or `internal` where the connection broke off. */
export async function askHost(
  endpoint: AgentEndpoint,
  platform: NodeJS.Platform,
  request: HostRequest,
): Promise<HostAnswer | undefined> {
  const target = findHost(endpoint, platform);
  return target === undefined ? undefined : send(target, request);
}

interface Target {
  readonly socketPath: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** `undefined` when no host runs. Throws `peer_untrusted` when somebody else could be at the other end. */
function findHost({ directory, socket }: AgentEndpoint, platform: NodeJS.Platform): Target | undefined {
  if (platform === 'win32') {
    const record = readPipeRecord(directory);
    return record === undefined
      ? undefined
      : { socketPath: record.socket, headers: { [KEY_HEADER]: record.key } };
  }
  const problem = checkEndpoint(directory, socket);
  if (problem === undefined) return { socketPath: socket, headers: {} };
  if (problem.endsWith('does not exist')) return undefined;
  throw new FobError('peer_untrusted', `The agent's socket cannot be trusted: ${problem}.`, {
    hint:
      checkDirectory(directory) === undefined
        ? `Remove ${socket}.`
        : `If the directory is yours: chmod 700 ${directory}`,
  });
}

function send(target: Target, request: HostRequest): Promise<HostAnswer | undefined> {
  const { method, path, body, deadlineMs = DEADLINE_MS } = request;
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    accept: 'application/json',
    ...target.headers,
    ...(payload === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
  };
  return new Promise((resolve, reject) => {
    const { socketPath } = target;
    const asked = httpRequest({ socketPath, method, path, headers, timeout: deadlineMs });
    asked.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      );
      response.once('error', (error) => reject(brokenConnection(error)));
    });
    asked.once('timeout', () =>
      asked.destroy(new FobError('idp_timeout', `The host did not answer within ${deadlineMs / 1000} s.`)),
    );
    asked.once('error', (error: NodeJS.ErrnoException) => {
      // A socket that nobody listens on any more: its host died.
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(undefined);
      else reject(error instanceof FobError ? error : brokenConnection(error));
    });
    asked.end(payload);
  });
}

function brokenConnection(cause: Error): FobError {
  return new FobError('internal', 'The connection to the host broke off.', {
    hint: 'Run the command again; "fob agent status" tells whether the host still runs.',
    cause,
  });
}
