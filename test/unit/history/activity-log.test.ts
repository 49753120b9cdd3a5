import { describe, expect, it } from 'vitest';
import { createActivityLog } from '../../../core/history/activity-log.ts';
import type { ActivityEvent } from '../../../shared/history-view.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = 1_767_225_600_000;

const refreshed = (at: number, expiresAt: number): ActivityEvent => ({
  at,
  kind: 'refreshed',
  address: 'acme/dev',
  expiresAt,
});

describe('the activity log', () => {
  it('stays bounded, and ten thousand profiles that are kept fresh do not push out who took a token', () => {
    const log = createActivityLog();
    for (let n = 0; n < 50_000; n += 1) {
      log.add({ ...refreshed(START + n, START + n + HOUR), address: `acme/e${n % 10_000}` });
      if (n % 1_000 === 0)
        log.add({ at: START + n, kind: 'handed_out', address: `acme/e${n}`, taker: 'socket' });
    }
    const events = log.events(START + 50_000);
    expect(events.length).toBeLessThan(5_500);
    expect(events.filter(({ kind }) => kind === 'handed_out')).toHaveLength(50);
    expect(events.at(-1)?.at).toBe(START + 49_999);
  });

  it('counts refreshes of short tokens together as long as there was always one', () => {
    const log = createActivityLog();
    for (const minute of [0, 4, 8])
      log.add(refreshed(START + minute * MINUTE, START + (minute + 5) * MINUTE));
    log.add(refreshed(START + 14 * MINUTE, START + 19 * MINUTE));
    expect(log.events(START + HOUR)).toEqual([
      { ...refreshed(START, START + 13 * MINUTE), count: 3, until: START + 8 * MINUTE },
      refreshed(START + 14 * MINUTE, START + 19 * MINUTE),
    ]);
  });

  it('counts nothing together when the clock was set back', () => {
    const log = createActivityLog();
    log.add({ at: START, kind: 'handed_out', address: 'acme/dev', taker: 'socket' });
    log.add({ at: START - HOUR, kind: 'handed_out', address: 'acme/dev', taker: 'socket' });
    expect(log.events(START)).toHaveLength(2);
  });

  it('keeps nothing longer than a week', () => {
    const log = createActivityLog();
    log.restore([{ at: START - 8 * 24 * HOUR, kind: 'locked' }]);
    log.add({ at: START, kind: 'unlocked' });
    expect(log.events(START).map(({ kind }) => kind)).toEqual(['unlocked']);
  });
});
