import { useEffect, useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { CopyFormat } from '../../shared/token-view.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import { copyToken } from '../bridge/clipboard.ts';
import { useHost } from '../bridge/host-context.tsx';
import { useGuard } from '../guard/guard.tsx';
import { useWords } from '../language/language.tsx';
import { useNotify } from '../ui/notify.tsx';
import { copyMessage } from './copy-message.ts';

const COPIED_SHOWN_MS = 2000;

export interface AddressActions {
  /** `onAsked` hears when the host is asked, which may be after the guard was. Answers whether it went well. */
  readonly copy: (address: Address, format: CopyFormat, onAsked?: () => void) => Promise<boolean>;
  readonly refresh: (address: Address) => Promise<boolean>;
  readonly setPinned: (address: Address, pinned: boolean) => Promise<boolean>;
}

/** What a person can do with any environment, with the outcome told in a notice. None of it rejects. */
export function useAddressActions(): AddressActions {
  const { bridge } = useHost();
  const notify = useNotify();
  const guard = useGuard();
  const words = useWords().environments;

  const telling = async (perform: () => Promise<string>) => {
    try {
      notify({ kind: 'done', message: await perform() });
      return true;
    } catch (error) {
      notify({ kind: 'failed', error: errorViewOf(error) });
      return false;
    }
  };

  return {
    copy: async (address, format, onAsked) => {
      if (!(await guard.pass(address, 'copy'))) return false;
      onAsked?.();
      return telling(async () =>
        copyMessage(await copyToken(bridge, { address, format }), Date.now(), words),
      );
    },
    refresh: (address) =>
      telling(async () => {
        await bridge.call['tokens.refresh']({ address });
        return words.done.refreshed(address);
      }),
    setPinned: (address, pinned) =>
      telling(async () => {
        await bridge.call['profiles.pin']({ address, pinned });
        return pinned ? words.done.pinned(address) : words.done.unpinned(address);
      }),
  };
}

export interface EnvironmentActions {
  readonly copy: (format: CopyFormat) => Promise<void>;
  readonly refresh: () => Promise<boolean>;
  readonly setPinned: (pinned: boolean) => Promise<boolean>;
  readonly isCopying: boolean;
  /** For a moment after a copy. */
  readonly wasCopied: boolean;
}

/** The same for one environment, with the state of its copy button. */
export function useEnvironmentActions(address: Address): EnvironmentActions {
  const actions = useAddressActions();
  const [isCopying, setCopying] = useState(false);
  const [wasCopied, showCopied] = useMoment(COPIED_SHOWN_MS);
  return {
    isCopying,
    wasCopied,
    copy: async (format) => {
      if (await actions.copy(address, format, () => setCopying(true))) showCopied();
      setCopying(false);
    },
    refresh: () => actions.refresh(address),
    setPinned: (pinned) => actions.setPinned(address, pinned),
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
