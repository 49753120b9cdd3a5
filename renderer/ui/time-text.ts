/** Times in words. All arguments are milliseconds, as durations or since 1970. */
import type { Words } from '../language/words.ts';

type TimeWords = Words['ui']['time'];

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number) => String(value).padStart(2, '0');

/** A span of time, rounded down: `14:02`, `2 h 05 min`, `3 d 4 h`. A negative span counts as none. */
export function durationText(spanMs: number): string {
  const span = Math.max(0, spanMs);
  if (span < HOUR) return `${two(Math.floor(span / MINUTE))}:${two(Math.floor((span % MINUTE) / SECOND))}`;
  if (span < 2 * DAY) return `${Math.floor(span / HOUR)} h ${two(Math.floor((span % HOUR) / MINUTE))} min`;
  return `${Math.floor(span / DAY)} d ${Math.floor((span % DAY) / HOUR)} h`;
}

/** A moment seen from another one: `in 14:02`, `3 d 4 h ago`, `now`. */
export function relativeText(moment: number, now: number, words: TimeWords): string {
  const span = moment - now;
  if (Math.abs(span) < SECOND) return words.now;
  return span > 0 ? words.in(durationText(span)) : words.ago(durationText(-span));
}

/** How long ago a moment was, for a glance: `just now`, `5 min ago`, `2 h ago`, `3 days ago`. */
export function agoText(moment: number, now: number, words: TimeWords): string {
  const span = now - moment;
  if (span < MINUTE) return words.justNow;
  if (span < HOUR) return words.ago(words.minutes(Math.floor(span / MINUTE)));
  if (span < 2 * DAY) return words.ago(words.hours(Math.floor(span / HOUR)));
  return words.ago(words.days(Math.floor(span / DAY)));
}

const LOCAL_PARTS = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
} as const;

// Making one takes a while, and a table of claims has many dates.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string): Intl.DateTimeFormat {
  const format = formats.get(locale) ?? new Intl.DateTimeFormat(locale, LOCAL_PARTS);
  formats.set(locale, format);
  return format;
}

// What `Date` can hold (ECMA-262, time values): beyond it formatting throws, and claims are hostile input.
const LAST_MOMENT = 8.64e15;
const isMoment = (moment: number) => Math.abs(moment) <= LAST_MOMENT;

/** The moment on this machine's clock and in its time zone, with the day. `undefined` when no date can hold it. */
export function localText(moment: number, words: TimeWords): string | undefined {
  return isMoment(moment) ? formatOf(words.locale).format(moment) : undefined;
}

/** The moment in UTC (ISO 8601, whole seconds). `undefined` when no date can hold it. */
export function utcText(moment: number): string | undefined {
  return isMoment(moment) ? new Date(moment).toISOString().replace(/\.\d{3}Z$/, 'Z') : undefined;
}
