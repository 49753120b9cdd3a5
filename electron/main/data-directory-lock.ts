import { askHost } from '../../agent/ask-host.ts';
import type { AgentEndpoint } from '../../agent/socket-path.ts';
import { FobError } from '../../core/index.ts';
import type { Clock } from '../../core/index.ts';
import { acquireHostLock } from '../../core/node/host-lock.ts';
import type { HeldLock, HostInfo } from '../../core/node/host-lock.ts';

/** An agent stores what a refresh under way brings before it ends. */
const TAKE_OVER_MS = 15_000;
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
  const giveUpAt = clock.monotonic() + TAKE_OVER_MS;
  for (;;) {
    const lock = await acquireHostLock(directory, { kind: 'desktop', pid: process.pid });
    if ('release' in lock) return lock;
    if (lock.heldBy?.kind !== 'agent' || clock.monotonic() > giveUpAt) throw taken(directory, lock.heldBy);
    await askToEnd(options);
    await new Promise<void>((resolve) => void clock.setTimer(resolve, POLL_MS));
  }
}

/** Never rejects: whether it obeys is seen by the lock. */
async function askToEnd({ endpoint, platform }: LockOptions): Promise<void> {
  const request = { method: 'POST', path: '/v1/shutdown', body: {}, deadlineMs: 2_000 } as const;
  await askHost(endpoint, platform, request).catch(() => undefined);
}

function taken(directory: string, heldBy: HostInfo | undefined): FobError {
  const holder = heldBy === undefined ? 'Another host' : `Fob's ${heldBy.kind} (process ${heldBy.pid})`;
  return new FobError('host_running', `${holder} already has the data directory ${directory}.`, {
    hint: 'Stop it with "fob agent stop", then start Fob again. Or open its page with "fob ui".',
  });
}
