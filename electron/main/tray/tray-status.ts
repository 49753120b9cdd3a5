/** What the tray says of one environment at a moment. Pure; `now` is in milliseconds since 1970. */
import type { EnvironmentView } from '../../../shared/snapshot.ts';
import type { TrayWords } from '../words/en.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** In one line: the status, the time left, and what the prod guard says. */
export function statusText(environment: EnvironmentView, now: number, words: TrayWords): string {
  return [stateText(environment, now, words), ...guardText(environment, now, words)].join(', ');
}

/** Until when an armed environment of prod stays so; `undefined` when it is not armed. Milliseconds. */
export function armedFor({ guard }: EnvironmentView, now: number): number | undefined {
  const left = (guard?.armedUntil ?? 0) - now;
  return left > 0 ? left : undefined;
}

/** Rounded down, with nothing finer than minutes: the menu is not drawn anew each second. */
export function spanText(span: number, { span: words }: TrayWords): string {
  if (span < MINUTE) return words.short;
  if (span < 2 * HOUR) return words.minutes(Math.floor(span / MINUTE));
  return span < 2 * DAY ? words.hours(Math.floor(span / HOUR)) : words.days(Math.floor(span / DAY));
}

/** Minutes and seconds, as a token that was just copied has them left: `14:02`. */
export function countdownText(span: number): string {
  const seconds = Math.max(0, Math.floor(span / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (count: number): string => String(count).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function stateText(environment: EnvironmentView, now: number, words: TrayWords): string {
  const { status, expiresAt, missingSecrets } = environment;
  const said = words.status;
  if (status === 'locked' || status === 'invalid') return said[status];
  const left = expiresAt === undefined ? undefined : Math.max(0, expiresAt - now);
  const isAlive = left !== undefined && left > 0;
  if (missingSecrets.length > 0 && !isAlive) return said.missing;
  if (status === 'idle') return left === 0 ? said.expired : said.none;
  if (status === 'fresh' && left === 0) return said.expired;
  const state = status === 'fresh' ? said.valid : said[status];
  return isAlive ? `${state}, ${said.left(spanText(left, words))}` : state;
}

function guardText(
  environment: EnvironmentView,
  now: number,
  { status: said, ...words }: TrayWords,
): string[] {
  if (environment.guard === undefined) return [];
  const left = armedFor(environment, now);
  return [left === undefined ? said.notArmed : said.armed(spanText(left, { status: said, ...words }))];
}
