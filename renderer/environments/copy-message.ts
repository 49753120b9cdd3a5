import type { CopyResult } from '../../shared/token-view.ts';
import type { Words } from '../language/words.ts';
import { durationText } from '../ui/time-text.ts';

/** What was copied and how long it is good: `salus/beta copied, 14:02 left`. `now` is in milliseconds since 1970. */
export function copyMessage(
  { address, format, expiresAt }: Omit<CopyResult, 'text'>,
  now: number,
  words: Words['environments'],
): string {
  const { copied, copiedAs, left } = words.done;
  const what = format === 'raw' ? copied(address) : copiedAs(address, words.formats[format]);
  return expiresAt === undefined ? what : left(what, durationText(expiresAt - now));
}
