/** Talks to the host over its socket or pipe, starts the agent when there is none, and unlocks with `FOB_PASSPHRASE`. */
import { askHost } from '../agent/ask-host.ts';
import type { HostAnswer, HostRequest } from '../agent/ask-host.ts';
import type { AgentEndpoint } from '../agent/socket-path.ts';
import { FobError } from '../core/index.ts';
import { isErrorCode } from '../shared/error-code.ts';
import { createRecovery } from './recovery.ts';
import type { Recover, RecoveryOptions } from './recovery.ts';

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
    const answer = await askHost(options.endpoint, options.platform, request);
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
