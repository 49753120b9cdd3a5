/** Times and tables for people. */

/** `14:02` below an hour, `2 h 05 min` below two days, then days. `ms` may be negative: that is over. */
export function timeLeft(ms: number): string {
  if (ms <= 0) return 'expired';
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${pad(seconds % 60)}`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${pad(minutes % 60)} min` : `${Math.floor(hours / 24)} days`;
}

/** `in 14:02`, `3:10 ago`. */
export function relative(at: number, now: number): string {
  return at >= now ? `in ${timeLeft(Math.max(at - now, 1))}` : `${timeLeft(now - at)} ago`;
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** Columns as wide as their widest cell; `width` measures a cell without its colours. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, visible(cell))));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - visible(cell))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

function visible(cell: string): number {
  return cell.replace(/\u001b\[[\d;]*m/g, '').length;
}
