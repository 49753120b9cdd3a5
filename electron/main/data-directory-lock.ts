import { FobError } from '../../core/index.ts';
import { acquireHostLock } from '../../core/node/host-lock.ts';
import type { HeldLock } from '../../core/node/host-lock.ts';

/** Makes this process the host of a data directory. Rejects with `host_running`, which names the host that has it. */
export async function lockDataDirectory(directory: string): Promise<HeldLock> {
  const lock = await acquireHostLock(directory, { kind: 'desktop', pid: process.pid });
  if ('release' in lock) return lock;
  const { heldBy } = lock;
  const holder = heldBy === undefined ? 'Another host' : `Fob's ${heldBy.kind} (process ${heldBy.pid})`;
  throw new FobError('host_running', `${holder} already has the data directory ${directory}.`, {
    hint: 'Stop it with "fob agent stop", then start Fob again. Or open its page with "fob ui".',
  });
}
