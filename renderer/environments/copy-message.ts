import type { CopyFormat, CopyResult } from '../../shared/token-view.ts';
import { durationText } from '../ui/time-text.ts';

/** What each format is called in the menu and in messages. */
export const FORMAT_NAMES: Record<CopyFormat, string> = {
  raw: 'Token',
  header: 'Authorization header',
  curl: 'curl command',
  env: 'Environment variable',
  json: 'JSON',
};

/** What was copied and how long it is good: `salus/beta copied, 14:02 left`. */
export function copyMessage(result: Omit<CopyResult, 'text'>, now: number): string {
  const what =
    result.format === 'raw' ? result.address : `${result.address} as ${FORMAT_NAMES[result.format]}`;
  return result.expiresAt === undefined
    ? `${what} copied`
    : `${what} copied, ${durationText(result.expiresAt - now)} left`;
}
