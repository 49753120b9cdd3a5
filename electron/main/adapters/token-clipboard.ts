/**
 * Tokens in the system's clipboard: marked as secrets for clipboard managers, and taken out again after a while, at lock
 * and at quit (security.md H01, H02, H05). Clearing is best effort: a Wayland desktop may not let an app that is not in
 * front read the clipboard, and then nothing is cleared.
 */
import { clipboard, ClipboardItem } from 'electron';
import { digest, isSecret } from '../../../agent/same-secret.ts';
import { FobError } from '../../../core/index.ts';
import type { Clock, Log } from '../../../core/index.ts';

export interface TokenClipboard {
  /** Rejects with `runtime_unsupported` when the system does not take it. */
  write(text: string): Promise<void>;
  /** Clears the clipboard now if it still holds what was written last. Never rejects. */
  clear(): Promise<void>;
  /** Clears it as well, and rejects every later write: a token that comes now would stay. Never rejects. */
  close(): Promise<void>;
}

export interface TokenClipboardOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly platform: NodeJS.Platform;
  /** How long a token may stay, in milliseconds; 0 for as long as it likes. */
  readonly clearAfterMs: () => number;
}

export function createTokenClipboard({
  clock,
  log,
  platform,
  clearAfterMs,
}: TokenClipboardOptions): TokenClipboard {
  // Only the digest stays in memory: enough to recognize the text.
  let held: Buffer | undefined;
  let cancelTimer = (): void => undefined;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  /** One at a time: a write between reading and clearing would be lost. */
  const alone = <T>(task: () => Promise<T>): Promise<T> => {
    const turn = last.then(task, task);
    last = turn.catch(() => undefined);
    return turn;
  };

  const clearHeld = async (): Promise<void> => {
    const expected = held;
    held = undefined;
    cancelTimer();
    if (expected === undefined) return;
    try {
      if (isSecret(await clipboard.readText(), expected)) clipboard.clear();
    } catch {
      log.warn('The clipboard could not be cleared; it may still hold a token.');
    }
  };
  const clear = (): Promise<void> => alone(clearHeld);

  return {
    write: (text) =>
      alone(async () => {
        if (isClosed) throw new FobError('runtime_unsupported', 'Fob is quitting; nothing was copied.');
        await writeConcealed(text, platform, log);
        held = digest(text);
        cancelTimer();
        const span = clearAfterMs();
        if (span > 0) cancelTimer = clock.setTimer(() => void clear(), span);
      }),
    clear,
    close: () => {
      isClosed = true;
      return clear();
    },
  };
}

async function writeConcealed(text: string, platform: NodeJS.Platform, log: Log): Promise<void> {
  try {
    await clipboard.write([new ClipboardItem({ 'text/plain': text, ...concealment(platform) })]);
  } catch {
    log.warn('The clipboard did not take the mark of a secret; a clipboard manager may keep the token.');
    await clipboard.writeText(text).catch((cause: unknown) => {
      throw new FobError('runtime_unsupported', 'The clipboard of this desktop cannot be written.', {
        hint: 'Use "fob token ADDRESS" in a terminal.',
        cause,
      });
    });
  }
}

/** What clipboard managers agreed on as the mark of a secret, beside the text in one and the same write. */
function concealment(platform: NodeJS.Platform): Record<string, string | Blob> {
  const format = (name: string): string => `electron application/osclipboard;format="${name}"`;
  switch (platform) {
    case 'darwin':
      return {
        [format('org.nspasteboard.ConcealedType')]: 'secret',
        [format('org.nspasteboard.TransientType')]: 'secret',
      };
    case 'win32':
      // The last two are a DWORD of 0; for the first its presence is enough.
      return {
        [format('ExcludeClipboardContentFromMonitorProcessing')]: new Blob([new Uint8Array(4)]),
        [format('CanIncludeInClipboardHistory')]: new Blob([new Uint8Array(4)]),
        [format('CanUploadToCloudClipboard')]: new Blob([new Uint8Array(4)]),
      };
    default:
      return { [format('x-kde-passwordManagerHint')]: 'secret' };
  }
}
