import type { ActivityEvent, ActivityKind } from '../../shared/history-view.ts';
import type { Words } from '../language/words.ts';
import type { IconName } from '../ui/icon.tsx';
import { durationText } from '../ui/time-text.ts';

type HistoryWords = Words['history'];

/** What happened, in one line; how often and until when is not part of it. */
export function eventText(event: ActivityEvent, words: HistoryWords): string {
  const { kind, at, until = at, count = 1, member = '' } = event;
  const { events } = words;
  switch (kind) {
    case 'handed_out':
    case 'refused':
      return events[kind](words.takers[event.taker ?? 'socket']);
    case 'refresh_failed':
      return events.refresh_failed(failureText(event, words));
    case 'slept':
      return events.slept(durationText(until - at));
    case 'secret_set':
      return events.secret_set(member);
    case 'profile_added':
      return events.profile_added(count);
    default:
      return events[kind];
  }
}

function failureText({ code = 'internal' }: ActivityEvent, { failures }: HistoryWords): string {
  const known: Readonly<Record<string, string>> = failures;
  return known[code] ?? code;
}

/** What else there is to say of it: the format, how often, until when. */
export function eventAside(
  { kind, format, count, until }: ActivityEvent,
  words: HistoryWords,
  timeText: (moment: number) => string,
): string {
  const isCounted = count !== undefined && kind !== 'profile_added';
  const parts = [
    ...(format !== undefined && format !== 'raw' ? [words.formats[format]] : []),
    ...(isCounted ? [words.times(count)] : []),
    ...(until !== undefined && kind !== 'slept' ? [words.until(timeText(until))] : []),
  ];
  return parts.join(', ');
}

export const EVENT_ICONS: Readonly<Record<ActivityKind, IconName>> = {
  handed_out: 'key',
  refused: 'shield-cross',
  minted: 'plus',
  refreshed: 'refresh',
  refresh_failed: 'error',
  sign_in: 'person',
  sign_out: 'sign-out',
  armed: 'lock-open',
  disarmed: 'shield-check',
  locked: 'lock',
  unlocked: 'lock-open',
  slept: 'info',
  secret_set: 'lock',
  profile_added: 'plus',
  unguarded: 'shield-cross',
  profile_removed: 'trash',
};
