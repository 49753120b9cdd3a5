import { describe, expect, it } from 'vitest';
import { createLaunches, LAUNCH_MS } from '../../../agent/ui-launch.ts';
import { ABSOLUTE_MS, createSessions, IDLE_MS, MAX_SESSIONS } from '../../../agent/ui-session.ts';
import type { OpenedSession, Sessions } from '../../../agent/ui-session.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakeRandom } from '../../fakes/fake-random.ts';

const isIn = (sessions: Sessions, { setCookie, token }: OpenedSession): boolean =>
  sessions.find(setCookie.split(';')[0], token) !== undefined;

describe('launch tokens', () => {
  it('are good once, for a minute, and say when they are gone', async () => {
    const clock = createFakeClock();
    const launches = createLaunches(clock, createFakeRandom());
    const gone: string[] = [];
    const [used, expired] = ['used', 'expired'].map((name) => launches.mint(() => gone.push(name)));
    await clock.advance(LAUNCH_MS - 1);
    expect(launches.use(used ?? '')).toBe(true);
    expect(launches.use(used ?? '')).toBe(false);
    expect(gone).toEqual(['used']);
    await clock.advance(1);
    expect(launches.use(expired ?? '')).toBe(false);
    expect(gone).toEqual(['used', 'expired']);
    expect(clock.pending()).toBe(0);
  });

  it('expire during sleep, when timers stand still', () => {
    const clock = createFakeClock();
    const launches = createLaunches(clock, createFakeRandom());
    const token = launches.mint(() => undefined);
    clock.jump(LAUNCH_MS);
    expect(launches.use(token)).toBe(false);
  });

  it('push out the oldest when there are too many', () => {
    const launches = createLaunches(createFakeClock(), createFakeRandom());
    const tokens = Array.from({ length: 9 }, () => launches.mint(() => undefined));
    expect(tokens.map((token) => launches.use(token))).toEqual([false, ...Array<boolean>(8).fill(true)]);
  });
});

describe('sessions', () => {
  it('end after fifteen idle minutes; a call counts, looking whether one lives does not', async () => {
    const clock = createFakeClock();
    const sessions = createSessions(clock, createFakeRandom());
    const opened = sessions.open();
    await clock.advance(IDLE_MS - 1);
    const session = sessions.find(opened.setCookie.split(';')[0], opened.token);
    expect(session).toBeDefined();
    await clock.advance(IDLE_MS - 1);
    expect(session !== undefined && sessions.isLive(session)).toBe(true);
    await clock.advance(1);
    expect(isIn(sessions, opened)).toBe(false);
  });

  it('end after eight hours, however busy', async () => {
    const clock = createFakeClock();
    const sessions = createSessions(clock, createFakeRandom());
    const opened = sessions.open();
    for (let passed = 0; passed + 60_000 < ABSOLUTE_MS; passed += 60_000) {
      await clock.advance(60_000);
      expect(isIn(sessions, opened)).toBe(true);
    }
    await clock.advance(60_000);
    expect(isIn(sessions, opened)).toBe(false);
  });

  it.each([
    ['slept, and only the wall clock went on', IDLE_MS, 0],
    ['had its wall clock set back', -ABSOLUTE_MS, IDLE_MS],
  ])('do not live longer when the machine %s', async (_, jump, wait) => {
    const clock = createFakeClock();
    const sessions = createSessions(clock, createFakeRandom());
    const opened = sessions.open();
    clock.jump(jump);
    await clock.advance(wait);
    expect(isIn(sessions, opened)).toBe(false);
  });

  it('are at most 25; the one unused for longest makes room', async () => {
    const clock = createFakeClock();
    const sessions = createSessions(clock, createFakeRandom());
    const opened = Array.from({ length: MAX_SESSIONS }, () => sessions.open());
    await clock.advance(1);
    const [first, second] = opened;
    if (first === undefined || second === undefined) throw new Error('no sessions');
    expect(isIn(sessions, first)).toBe(true);
    sessions.open();
    expect([isIn(sessions, first), isIn(sessions, second)]).toEqual([true, false]);
  });

  it('share neither cookie names nor values', () => {
    const sessions = createSessions(createFakeClock(), createFakeRandom());
    const parts = Array.from({ length: 20 }, () => sessions.open()).flatMap(({ token, setCookie }) => [
      token,
      ...(setCookie.split(';')[0] ?? '').split('='),
    ]);
    expect(new Set(parts).size).toBe(60);
  });
});
