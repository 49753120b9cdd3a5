import type { ActivityEvent, ActivityKind, Taker } from '../../shared/history-view.ts';

/** What a person looks for, in the order of the choices. */
export const GROUPS = {
  taken: ['handed_out'],
  renewed: ['minted', 'refreshed'],
  failed: ['refresh_failed', 'refused'],
  people: ['sign_in', 'sign_out', 'armed', 'disarmed', 'locked', 'unlocked'],
  profiles: ['secret_set', 'profile_added', 'unguarded', 'profile_removed'],
  slept: ['slept'],
} as const satisfies Record<string, readonly ActivityKind[]>;

export type Group = keyof typeof GROUPS;

export interface ActivityFilter {
  /** A part of an address, in any case; empty for all. */
  readonly address: string;
  readonly group: Group | 'any';
  readonly taker: Taker | 'any';
}

export const NO_FILTER: ActivityFilter = { address: '', group: 'any', taker: 'any' };

/** The events that fit all three, in their order. */
export function filterEvents(
  events: readonly ActivityEvent[],
  { address, group, taker }: ActivityFilter,
): readonly ActivityEvent[] {
  const wanted = address.trim().toLowerCase();
  const kinds: readonly ActivityKind[] | undefined = group === 'any' ? undefined : GROUPS[group];
  return events.filter(
    (event) =>
      (wanted === '' || event.address?.includes(wanted) === true) &&
      (kinds === undefined || kinds.includes(event.kind)) &&
      (taker === 'any' || event.taker === taker),
  );
}
