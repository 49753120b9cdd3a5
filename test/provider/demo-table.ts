/** How the demo shows what it found: text alone, from values alone. */
import type { EnvironmentView } from '../../shared/snapshot.ts';

export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
}

/** What the demo found out about one address. */
export interface CheckRow {
  readonly address: string;
  readonly tier: string;
  readonly grant: string;
  readonly clientAuth: string;
  /** Seconds that the token was still valid. */
  readonly expiresIn: number | undefined;
  /** What the address's API answered to its token; `undefined` when there was no token or no answer. */
  readonly apiStatus: number | undefined;
  /** What became of the background refresh, where the demo waited for one. */
  readonly refresh?: string;
  /** Why this row is not as it should be. */
  readonly problem?: string;
}

export const isAccepted = ({ apiStatus, problem }: CheckRow): boolean =>
  apiStatus === 200 && problem === undefined;

const CHECK_COLUMNS: readonly Column<CheckRow>[] = [
  { title: 'ADDRESS', text: ({ address }) => address },
  { title: 'TIER', text: ({ tier }) => tier },
  { title: 'GRANT', text: ({ grant }) => grant },
  { title: 'CLIENT AUTH', text: ({ clientAuth }) => clientAuth },
  { title: 'EXPIRES IN', text: ({ expiresIn }) => (expiresIn === undefined ? '-' : `${expiresIn} s`) },
  { title: 'ITS API SAYS', text: ({ apiStatus }) => apiVerdict(apiStatus) },
  { title: 'REFRESH', text: ({ refresh }) => refresh ?? '' },
];

const LIVE_COLUMNS: readonly Column<LiveRow>[] = [
  { title: 'ADDRESS', text: ({ view }) => view.address },
  { title: 'TIER', text: ({ view }) => view.tier },
  { title: 'STATUS', text: ({ view }) => view.status },
  { title: 'VALID FOR', text: ({ view, now }) => countdown(view.expiresAt, now) },
  { title: 'NEXT REFRESH IN', text: ({ view, now }) => countdown(view.refreshAt, now) },
  { title: '', text: ({ view }) => view.problem?.message ?? '' },
];

interface LiveRow {
  readonly view: EnvironmentView;
  readonly now: number;
}

/** The table of `--once`, with the reason of each failure and a verdict under it. */
export function checkTable(rows: readonly CheckRow[]): string {
  const failed = rows.filter((row) => !isAccepted(row));
  const reasons = failed.map(
    ({ address, problem }) => `${address}: ${problem ?? 'its API refused the token'}`,
  );
  const verdict =
    failed.length === 0
      ? `All ${rows.length} tokens were accepted by their APIs.`
      : `${failed.length} of ${rows.length} failed:`;
  return [formatTable(CHECK_COLUMNS, rows), '', verdict, ...reasons].join('\n');
}

/** The live table. `now` is in milliseconds since 1970; no line is wider than `width`. */
export function liveTable(views: readonly EnvironmentView[], now: number, width: number): string {
  const rows = views.map((view) => ({ view, now }));
  const lines = formatTable(LIVE_COLUMNS, rows).split('\n');
  return lines.map((line) => line.slice(0, width)).join('\n');
}

/** One line for a terminal that cannot be redrawn, such as a log: how many addresses have which status. */
export function statusLine(views: readonly EnvironmentView[], now: number): string {
  const counts = new Map<string, number>();
  for (const { status } of views) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].map(([status, count]) => `${count} ${status}`);
  return `${new Date(now).toISOString()}  ${parts.join(', ')}`;
}

/** Left-aligned columns under their titles, two spaces apart, no spaces at a line's end. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ text }) => text(row))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Minutes and seconds until `at`, both in milliseconds since 1970. */
export function countdown(at: number | undefined, now: number): string {
  if (at === undefined) return '-';
  const seconds = Math.max(0, Math.ceil((at - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function apiVerdict(status: number | undefined): string {
  if (status === undefined) return '-';
  return `${status} ${status === 200 ? 'accepted' : 'refused'}`;
}
