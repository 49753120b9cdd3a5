import { useEffect, useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { CopyFormat } from '../../shared/token-view.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import { copyToken } from '../bridge/clipboard.ts';
import { useHost } from '../bridge/host-context.tsx';
import { useNotify } from '../ui/notify.tsx';
import { copyMessage } from './copy-message.ts';

const COPIED_SHOWN_MS = 2000;

export interface EnvironmentActions {
  readonly copy: (format: CopyFormat) => Promise<void>;
  readonly refresh: () => Promise<void>;
  readonly setPinned: (pinned: boolean) => Promise<void>;
  readonly isCopying: boolean;
  /** For a moment after a copy. */
  readonly wasCopied: boolean;
}

/** What a person can do with one environment, with the outcome told in a notice. */
export function useEnvironmentActions(address: Address): EnvironmentActions {
  const { bridge } = useHost();
  const notify = useNotify();
  const [isCopying, setCopying] = useState(false);
  const [wasCopied, showCopied] = useMoment(COPIED_SHOWN_MS);

  const telling = async (perform: () => Promise<string | undefined>) => {
    try {
      const message = await perform();
      if (message !== undefined) notify({ kind: 'done', message });
    } catch (error) {
      notify({ kind: 'failed', error: errorViewOf(error) });
    }
  };

  return {
    isCopying,
    wasCopied,
    copy: async (format) => {
      setCopying(true);
      await telling(async () => {
        const copied = await copyToken(bridge, { address, format });
        showCopied();
        return copyMessage(copied, Date.now());
      });
      setCopying(false);
    },
    refresh: () =>
      telling(async () => {
        await bridge.call['tokens.refresh']({ address });
        return `${address} refreshed`;
      }),
    setPinned: (pinned) =>
      telling(async () => {
        await bridge.call['profiles.pin']({ address, pinned });
        return pinned ? `${address} pinned: Fob keeps it fresh` : `${address} unpinned`;
      }),
  };
}

/** A state that is true for so many milliseconds after it was started. */
function useMoment(durationMs: number): [boolean, () => void] {
  const [started, setStarted] = useState(0);
  useEffect(() => {
    if (started === 0) return;
    const timer = setTimeout(() => setStarted(0), durationMs);
    return () => clearTimeout(timer);
  }, [started, durationMs]);
  return [started !== 0, () => setStarted((count) => count + 1)];
}
