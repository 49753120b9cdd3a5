import type { ActivityEvent } from '../../shared/history-view.ts';

const COLUMNS = [
  'at',
  'kind',
  'address',
  'taker',
  'format',
  'code',
  'member',
  'count',
  'until',
  'expiresAt',
] as const satisfies readonly (keyof ActivityEvent)[];

const MOMENTS = ['at', 'until', 'expiresAt'];

/** A table by RFC 4180 with a line of names; moments by ISO 8601. */
export function toCsv(events: readonly ActivityEvent[]): string {
  const lines = events.map((event) => COLUMNS.map((column) => cell(valueOf(event, column))).join(','));
  return [COLUMNS.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

/** The events as they are, with moments by ISO 8601. */
export function toJson(events: readonly ActivityEvent[]): string {
  const readable = events.map((event) =>
    Object.fromEntries(
      COLUMNS.flatMap((column) => (event[column] === undefined ? [] : [[column, valueOf(event, column)]])),
    ),
  );
  return `${JSON.stringify(readable, null, 2)}\n`;
}

function valueOf(event: ActivityEvent, column: (typeof COLUMNS)[number]): string | number {
  const value = event[column];
  return typeof value === 'number' && MOMENTS.includes(column)
    ? new Date(value).toISOString()
    : (value ?? '');
}

/** A spreadsheet takes a cell that begins like a formula for one; an apostrophe makes it text. */
export function cell(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
