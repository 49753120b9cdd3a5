/** Talks to the host over its socket or pipe, starts the agent when there is none, and unlocks with `FOB_PASSPHRASE`. */
import { request as httpRequest } from 'node:http';
import { checkDirectory, checkEndpoint } from '../agent/peer-check.ts';
import { KEY_HEADER, readPipeRecord } from '../agent/pipe-record.ts';
import type { AgentEndpoint } from '../agent/socket-path.ts';
import { FobError } from '../core/index.ts';
import { isErrorCode } from '../shared/error-code.ts';
import type { HostRequest } from './host-request.ts';
import { createRecovery } from './recovery.ts';
import type { Recover, RecoveryOptions } from './recovery.ts';

/** Longer than the longest thing a host does for one request: the token request's 30 s after a discovery of 10 s. */
const DEADLINE_MS = 60_000;

export interface HostAnswer {
  readonly status: number;
  readonly body: string;
}

export interface HostClient {
  /** The answer's JSON. Starts the agent when no host runs, mends what can be mended. Rejects with the host's `FobError`. */
  call(request: HostRequest): Promise<unknown>;
  /** As `call`, but `undefined` when no host runs: nothing is started. */
  callRunning(request: HostRequest): Promise<unknown>;
  /** The error that an answer stands for. */
  errorOf(answer: HostAnswer): FobError;
  /** Runs `work`; where it fails for want of a passphrase or variable that is set here, gives that and runs it again. */
  recovering: Recover;
}

export interface HostClientOptions extends RecoveryOptions {
  readonly endpoint: AgentEndpoint;
  readonly platform: NodeJS.Platform;
  /** Starts a host and resolves when it listens and `open` was called. */
  readonly startAgent: (open: () => Promise<void>) => Promise<void>;
}

export function createHostClient(options: HostClientOptions): HostClient {
  const callRunning = async (request: HostRequest): Promise<unknown> => {
    const target = findHost(options.endpoint, options.platform);
    const answer = target === undefined ? undefined : await send(target, request);
    return answer === undefined ? undefined : parse(answer);
  };

  const callAny = async (request: HostRequest): Promise<unknown> => {
    const running = await callRunning(request);
    if (running !== undefined) return running;
    await options.startAgent(openWithPassphrase);
    const started = await callRunning(request);
    if (started !== undefined) return started;
    throw new FobError('internal', 'The agent was started but does not answer.', {
      hint: 'Run "fob agent run" in a terminal to see what it says.',
    });
  };

  /** So that a new vault gets a passphrase slot where a passphrase is given, also on a machine with a keychain. */
  const openWithPassphrase = async (): Promise<void> => {
    try {
      const passphrase = await options.passphrase();
      if (passphrase === undefined) return;
      await callRunning({ method: 'POST', path: '/v1/unlock', body: { passphrase } });
    } catch {
      // A wrong or unreadable one is said by the command that needs the vault; others do without.
    }
  };

  const recovering = createRecovery(callAny, options);
  return {
    call: (request) => recovering(ADDRESS_IN_PATH.exec(request.path)?.[1], () => callAny(request)),
    callRunning,
    errorOf: toError,
    recovering,
  };
}

const ADDRESS_IN_PATH = /^\/v1\/(?:token|claims|userinfo|refresh|login|logout)\/([^/?]+\/[^/?]+)/;

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

function parse(answer: HostAnswer): unknown {
  if (answer.status >= 400) throw toError(answer);
  return answer.body === '' ? null : (JSON.parse(answer.body) as unknown);
}

function toError({ status, body }: HostAnswer): FobError {
  try {
    const { code, detail, hint } = JSON.parse(body) as { code?: unknown; detail?: unknown; hint?: unknown };
    if (isErrorCode(code) && typeof detail === 'string') {
      return new FobError(code, detail, typeof hint === 'string' ? { hint } : {});
    }
  } catch {
    // Not problem details: said below.
  }
  return new FobError('internal', `The host answered status ${status} without saying why.`);
}
