import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cell, toCsv, toJson } from '../../../renderer/activity/export.ts';
import { filterEvents, GROUPS, NO_FILTER } from '../../../renderer/activity/filter.ts';
import { dayOf, fullHours } from '../../../renderer/history/day.ts';
import { eventAside, eventText } from '../../../renderer/history/event-text.ts';
import { nextSteps } from '../../../renderer/history/next-steps.ts';
import { en } from '../../../renderer/language/en.ts';
import { ACTIVITY_KINDS } from '../../../shared/history-view.ts';
import type { ActivityEvent, ProfileHistory } from '../../../shared/history-view.ts';
import { environment } from '../../e2e/renderer-environments.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 0, 14, 13, 20);
const FROM = NOW - 24 * HOUR;
const address = 'acme/dev';

const history = (...events: readonly ActivityEvent[]): ProfileHistory => ({
  address,
  from: FROM,
  to: NOW,
  events,
});
const token = (hours: number, life: number, kind: ActivityEvent['kind'] = 'refreshed'): ActivityEvent => {
  const at = NOW + hours * HOUR;
  return { at, kind, address, expiresAt: at + life * HOUR };
};
const hoursOf = (spans: readonly { from: number; to: number }[]) =>
  spans.map(({ from, to }) => [(from - NOW) / HOUR, (to - NOW) / HOUR]);

describe('a day as a picture', () => {
  test('tokens that follow each other are one bar; after a gap another one begins', () => {
    const day = dayOf(history(token(-10, 1), token(-9.2, 1), token(-5, 1)), NOW);
    expect(hoursOf(day.lives)).toEqual([
      [-10, -8.2],
      [-5, -4],
    ]);
  });

  test('what goes over the edges is cut: at 24 hours ago, and two hours from now', () => {
    const day = dayOf(history(token(-25, 3), token(-1, 12)), NOW);
    expect(hoursOf(day.lives)).toEqual([
      [-24, -22],
      [-1, 2],
    ]);
  });

  test('a sign-out ends the token at hand', () => {
    const out: ActivityEvent = { at: NOW - 4 * HOUR, kind: 'sign_out', address };
    expect(hoursOf(dayOf(history(token(-5, 3), out), NOW).lives)).toEqual([[-5, -4]]);
  });

  test('counts what stands for many', () => {
    const taken: ActivityEvent = { at: NOW - HOUR, kind: 'handed_out', address, count: 12, until: NOW };
    const day = dayOf(history({ ...token(-2, 1), count: 3, until: NOW - HOUR }, taken), NOW);
    expect(day.counts).toEqual({ renewals: 3, failures: 0, taken: 12 });
    expect(day.renewals).toEqual([NOW - 2 * HOUR, NOW - HOUR]);
  });

  test('sleep that began before the day counts for its part in it', () => {
    const slept: ActivityEvent = { at: FROM - HOUR, kind: 'slept', until: FROM + 2 * HOUR };
    expect(dayOf(history(slept), NOW).sleptMs).toBe(2 * HOUR);
  });

  test('moves on with the time, and stays within its edges', () => {
    const moments = fc.integer({ min: -30 * 60, max: 60 }).map((minutes) => NOW + minutes * MINUTE);
    const events = fc.array(
      fc.tuple(moments, fc.constantFrom(...ACTIVITY_KINDS), fc.integer({ min: 0, max: 48 * 60 })),
    );
    fc.assert(
      fc.property(events, fc.integer({ min: 0, max: 120 }), (made, minutes) => {
        const all = made
          .map(([at, kind, life]) => ({ at, kind, expiresAt: at + life * MINUTE, until: at + life * MINUTE }))
          .toSorted((one, other) => one.at - other.at);
        const day = dayOf(history(...all), NOW + minutes * MINUTE);
        const spans = [...day.lives, ...day.sleeps];
        const marks = [...day.renewals, ...day.failures, ...day.taken];
        expect(day.from).toBe(FROM + minutes * MINUTE);
        expect(spans.every(({ from, to }) => day.from <= from && from <= to && to <= day.to)).toBe(true);
        expect(marks.every((at) => day.from <= at && at <= day.to)).toBe(true);
        for (const [index, { from }] of day.lives.entries())
          expect(from).toBeGreaterThanOrEqual(day.lives[index - 1]?.from ?? 0);
      }),
    );
  });

  test('has its full hours where the clock of this machine has them', () => {
    const hours = fullHours({ from: FROM, to: NOW }, 4).map((at) => new Date(at).getHours());
    expect(hours).toEqual([16, 20, 0, 4, 8, 12]);
  });
});

describe('events in words', () => {
  const text = (event: Omit<ActivityEvent, 'at'>) => eventText({ at: NOW, ...event }, en.history);

  test.each(ACTIVITY_KINDS)('%s says something of its own', (kind) => {
    expect(text({ kind })).toMatch(/^\p{Lu}\p{L}/u);
    expect(text({ kind })).not.toMatch(/undefined|function|=>/);
  });

  test.each([
    [{ kind: 'handed_out', taker: 'browser' }, 'Handed out to the browser UI'],
    [{ kind: 'refresh_failed', code: 'idp_timeout' }, 'No token came: the IdP did not answer in time'],
    [{ kind: 'refresh_failed', code: 'vault_damaged' }, 'No token came: vault_damaged'],
    [{ kind: 'slept', until: NOW + 8 * HOUR }, 'Nothing ran for 8 h 00 min'],
    [{ kind: 'profile_added', count: 30 }, '30 profiles added'],
  ] as const)('%j', (event, expected) => {
    expect(text(event)).toBe(expected);
  });

  test('how often, in which form and until when stand beside it', () => {
    const aside = (event: Omit<ActivityEvent, 'at'>) =>
      eventAside({ at: NOW, ...event }, en.history, () => '12:00');
    expect(aside({ kind: 'handed_out', format: 'curl', count: 3, until: NOW })).toBe(
      'as a curl command, 3 times, until 12:00',
    );
    expect(aside({ kind: 'handed_out', format: 'raw' })).toBe('');
    expect(aside({ kind: 'slept', until: NOW })).toBe('');
  });
});

describe('the activity', () => {
  const events: readonly ActivityEvent[] = [
    { at: NOW, kind: 'handed_out', address: 'acme/dev', taker: 'socket', format: 'raw' },
    { at: NOW, kind: 'handed_out', address: 'salus/beta', taker: 'browser', format: 'header', count: 2 },
    { at: NOW, kind: 'locked' },
  ];

  test.each([
    [{}, 3],
    [{ address: ' ACME' }, 1],
    [{ group: 'people' }, 1],
    [{ taker: 'browser' }, 1],
    [{ address: 'acme', taker: 'browser' }, 0],
  ] as const)('with %j', (filter, expected) => {
    expect(filterEvents(events, { ...NO_FILTER, ...filter })).toHaveLength(expected);
  });

  test('every kind of event is in one group', () => {
    expect(Object.values(GROUPS).flat().toSorted()).toEqual([...ACTIVITY_KINDS].toSorted());
  });

  test('goes out as CSV and as JSON', () => {
    expect(toCsv(events).split('\r\n')).toEqual([
      'at,kind,address,taker,format,code,member,count,until,expiresAt',
      '2026-01-14T13:20:00.000Z,handed_out,acme/dev,socket,raw,,,,,',
      '2026-01-14T13:20:00.000Z,handed_out,salus/beta,browser,header,,,2,,',
      '2026-01-14T13:20:00.000Z,locked,,,,,,,,',
      '',
    ]);
    expect(JSON.parse(toJson(events))).toContainEqual({ at: '2026-01-14T13:20:00.000Z', kind: 'locked' });
  });

  test('no cell is a formula, and each is one cell', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r', ''), fc.string(), (first, rest) => {
        const text = cell(`${first}${rest}`);
        const inner = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
        expect(inner).not.toMatch(/^[=+\-@\t\r]/);
        expect(inner.replace(/^'(?=[=+\-@\t\r])/, '')).toBe(`${first}${rest}`);
        if (!text.startsWith('"')) expect(text).not.toMatch(/[",\r\n]/);
      }),
    );
  });
});

describe('what happens next', () => {
  const words = en.history.next;
  const steps = (part: Parameters<typeof environment>[2]) =>
    nextSteps(environment('acme/dev', 'dev', part), NOW, words).map(({ text }) => text);

  test.each([
    [{ status: 'fresh', refreshAt: NOW + 5, expiresAt: NOW + 9 }, [words.refresh, words.token]],
    [{ status: 'error', refreshAt: NOW + 9, expiresAt: NOW + 5 }, [words.token, words.retry]],
    [{ status: 'idle' }, [words.onDemand]],
    [{ status: 'idle', expiresAt: NOW - 5 }, [words.onDemand]],
    [{ status: 'locked', expiresAt: NOW + 5 }, [words.locked, words.token]],
    [{ status: 'invalid' }, [words.invalid]],
    [{ status: 'sign_in_needed', grantType: 'authorization_code' }, [words.waitsForPerson]],
    [{ missingSecrets: ['client_secret'] }, [words.waitsForSecret]],
    [
      { status: 'fresh', grantType: 'authorization_code', refreshExpiresAt: NOW + 5 },
      [words.onDemand, words.session],
    ],
    [
      { status: 'fresh', grantType: 'client_credentials', refreshExpiresAt: NOW + 5 },
      [words.onDemand, words.refreshToken],
    ],
  ] as const)('%j', (part, expected) => {
    expect(steps(part)).toEqual(expected);
  });
});
