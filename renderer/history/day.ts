/** What a picture of a day shows, worked out from its events. All times are milliseconds since 1970. */
import type { ActivityEvent, ProfileHistory } from '../../shared/history-view.ts';

const HOUR = 3_600_000;

/** How far the picture goes on after now, in which a token that lives longer still shows. */
const AHEAD_MS = 2 * HOUR;

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Day extends Span {
  /** Times with a valid token, as Fob knew it; what lies after now is what is to be expected. */
  readonly lives: readonly Span[];
  readonly renewals: readonly number[];
  readonly failures: readonly number[];
  readonly taken: readonly number[];
  readonly sleeps: readonly Span[];
  /** How often each happened in all: events may stand for many. */
  readonly counts: { readonly renewals: number; readonly failures: number; readonly taken: number };
  readonly sleptMs: number;
}

/** `now`: the moment the picture is of, at least that of the history. */
export function dayOf({ from: began, to: ended, events }: ProfileHistory, now: number): Day {
  const shift = Math.max(0, now - ended);
  const [from, to] = [began + shift, ended + shift + AHEAD_MS];
  const inside = events.filter(({ at, until = at }) => until >= from && at <= to);
  const of = (...kinds: readonly ActivityEvent['kind'][]) =>
    inside.filter(({ kind }) => kinds.includes(kind));
  const [renewed, failed, taken] = [of(...RENEWALS), of('refresh_failed', 'refused'), of('handed_out')];
  const sleeps = of('slept').map(({ at, until = at }) => clipped({ from: at, to: until }, from, to));
  return {
    from,
    to,
    lives: livesOf(events)
      .map((span) => clipped(span, from, to))
      .filter(hasLength),
    renewals: momentsOf(renewed, from, to),
    failures: momentsOf(failed, from, to),
    taken: momentsOf(taken, from, to),
    sleeps,
    counts: { renewals: total(renewed), failures: total(failed), taken: total(taken) },
    sleptMs: sleeps.reduce((sum, span) => sum + span.to - span.from, 0),
  };
}

const RENEWALS = ['minted', 'refreshed', 'sign_in'] as const;
/** After these the token at hand is forgotten. */
const ENDS = ['sign_out', 'secret_set', 'profile_removed'];

function livesOf(events: readonly ActivityEvent[]): Span[] {
  const lives: { from: number; to: number }[] = [];
  for (const { kind, at, expiresAt } of events) {
    const last = lives.at(-1);
    if (last !== undefined && ENDS.includes(kind)) last.to = Math.min(last.to, at);
    if (expiresAt === undefined || !RENEWALS.some((one) => one === kind)) continue;
    if (last !== undefined && at <= last.to && last.to <= expiresAt) last.to = expiresAt;
    else lives.push({ from: at, to: expiresAt });
  }
  return lives;
}

/** The first and the last of those that are counted together. */
function momentsOf(events: readonly ActivityEvent[], from: number, to: number): readonly number[] {
  return events
    .flatMap(({ at, until }) => (until === undefined ? [at] : [at, until]))
    .filter((at) => at >= from && at <= to);
}

function total(events: readonly ActivityEvent[]): number {
  return events.reduce((sum, { count = 1 }) => sum + count, 0);
}

function clipped(span: Span, from: number, to: number): Span {
  return { from: Math.max(span.from, from), to: Math.min(span.to, to) };
}

const hasLength = ({ from, to }: Span): boolean => to > from;

/** The full hours of this machine's clock that `span` is divided by, each `every` hours. */
export function fullHours({ from, to }: Span, every: number): readonly number[] {
  const first = new Date(from);
  first.setMinutes(0, 0, 0);
  const hours: number[] = [];
  for (let at = first.getTime(); at <= to; at += HOUR)
    if (at >= from && new Date(at).getHours() % every === 0) hours.push(at);
  return hours;
}
