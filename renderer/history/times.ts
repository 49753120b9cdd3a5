/** Moments of a log: on this machine's clock, in the order that the language has. Milliseconds since 1970. */
const PARTS = {
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  hour: { hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

// Making one takes a while, and a log has thousands of lines.
const formats = new Map<string, Intl.DateTimeFormat>();

/** The time, the hour on the edge of a picture, or the day of a moment. */
export function logText(part: keyof typeof PARTS, moment: number, locale: string): string {
  const key = `${part} ${locale}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, PARTS[part]);
  formats.set(key, format);
  return format.format(moment);
}
