import { askHost } from '../../agent/ask-host.ts';
import type { AgentEndpoint } from '../../agent/socket-path.ts';
import { FobError } from '../../core/index.ts';
import type { Clock } from '../../core/index.ts';
import { acquireHostLock } from '../../core/node/host-lock.ts';
import type { HeldLock, HostInfo } from '../../core/node/host-lock.ts';

/** An agent that heard of it ends once a refresh under way is stored: 10 s for metadata, 30 s for the token. */
const TAKE_OVER_MS = 45_000;
/** For one that answers nobody. */
const UNHEARD_MS = 5_000;
const POLL_MS = 100;

export interface LockOptions {
  readonly directory: string;
  /** Where the directory's host listens. */
  readonly endpoint: AgentEndpoint;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
}

/**
 * Makes this process the host of a data directory. An agent, which a command line may have started any time before, makes
 * way. Rejects with `host_running`, which names the host that does not.
 */
export async function lockDataDirectory(options: LockOptions): Promise<HeldLock> {
  const { clock, directory } = options;
  const begun = clock.monotonic();
  let patienceMs = UNHEARD_MS;
  for (;;) {
    const lock = await acquireHostLock(directory, { kind: 'desktop', pid: process.pid });
    if ('release' in lock) return lock;
    if (lock.heldBy?.kind !== 'agent' || clock.monotonic() - begun > patienceMs)
      throw taken(directory, lock.heldBy);
    if (await isHeard(options)) patienceMs = TAKE_OVER_MS;
    await new Promise<void>((resolve) => void clock.setTimer(resolve, POLL_MS));
  }
}

/** Asks the agent to end. Never rejects: whether it obeys is seen by the lock. */
async function isHeard({ endpoint, platform }: LockOptions): Promise<boolean> {
  const request = { method: 'POST', path: '/v1/shutdown', body: {}, deadlineMs: 2_000 } as const;
  return (await askHost(endpoint, platform, request).catch(() => undefined))?.status === 202;
}

function taken(directory: string, heldBy: HostInfo | undefined): FobError {
  const holder = heldBy === undefined ? 'Another host' : `Fob's ${heldBy.kind} (process ${heldBy.pid})`;
  return new FobError('host_running', `${holder} already has the data directory ${directory}.`, {
    hint: 'Stop it with "fob agent stop", then start Fob again. Or open its page with "fob ui".',
  });
}
