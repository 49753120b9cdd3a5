/** What can happen to Fob, each as a command of fast-check with what it needs to know. */
import fc from 'fast-check';
import type { Arbitrary, AsyncCommand } from 'fast-check';
import type { Fate } from '../world/network.ts';
import { ADDRESSES, IDPS, profileOf, profileText } from './profiles.ts';
import type { Reality } from './reality.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Command = AsyncCommand<object, Reality>;

/** `act` by `name`; the promises are looked at before and after. */
function command<T>(
  name: string,
  choices: Arbitrary<T>,
  act: (reality: Reality, choice: T) => unknown,
): Arbitrary<Command> {
  return choices.map((choice) => ({
    check: () => true,
    run: async (_model, reality) => {
      reality.look();
      await act(reality, choice);
      // So that nothing is at the same time as what comes next.
      await reality.timeline.pass(1);
      reality.look();
      if (reality.referee.broken !== undefined) throw new Error(reality.referee.broken);
    },
    toString: () => `${name}${choice === undefined ? '' : ` ${JSON.stringify(choice)}`}`,
  }));
}

const address = fc.constantFrom(...ADDRESSES);
const none = fc.constant(undefined);

const SECONDS_TO_WAIT = fc.constantFrom(1, 20, 120, 3600);
const mood: Arbitrary<Fate> = fc.oneof(
  fc.constant<Fate>({ kind: 'well' }),
  fc.record({ kind: fc.constant('busy' as const), status: fc.constantFrom(500, 502, 503) }),
  fc.record({
    kind: fc.constant('busy' as const),
    status: fc.constantFrom(429, 503),
    retryAfterS: SECONDS_TO_WAIT,
    isDate: fc.boolean(),
  }),
);

const asking = [
  command('token', address, (reality, which) => reality.take(which)),
  command('token', address, async (reality, which) => {
    reality.take(which);
    await reality.calm();
  }),
  command(
    'token for longer',
    fc.record({ address, minTtlMs: fc.constantFrom(1, 30 * SECOND, 50 * SECOND, 200 * SECOND) }),
    (reality, { address: which, minTtlMs }) => reality.take(which, { minTtlMs }),
  ),
  command('token with a scope', fc.constantFrom('shop/plain', 'depot/machine'), (reality, which) =>
    reality.take(which, { scope: 'more' }),
  ),
  command('401, refresh', address, (reality, which) => reality.refresh(which)),
];

const time = [
  command(
    'tick',
    fc.constantFrom(10, 50, 90, SECOND, 7 * SECOND, 40 * SECOND, 5 * MINUTE, HOUR),
    (reality, ms) => reality.timeline.pass(ms),
  ),
  command(
    'sleep and wake',
    fc.constantFrom(10 * SECOND, 5 * MINUTE, 8 * HOUR, 3 * DAY),
    async (reality, ms) => {
      reality.referee.disturbed();
      await reality.timeline.sleep(ms);
      reality.engine.wake();
    },
  ),
  command(
    'set the clock',
    fc.constantFrom(-2 * DAY, -3 * HOUR, -4 * MINUTE, 4 * MINUTE, 3 * HOUR, 2 * DAY),
    (reality, by) => reality.timeline.setClock(by),
  ),
];

const network = [
  command('offline', none, (reality) => weather(reality, { kind: 'offline' })),
  command('captive portal', fc.boolean(), (reality, redirects) =>
    weather(reality, { kind: 'portal', redirects }),
  ),
  command('online', none, (reality) => weather(reality, { kind: 'well' })),
  command('IdP', fc.record({ idp: fc.constantFrom(...IDPS), mood }), (reality, { idp, mood: next }) =>
    reality.moods.set(idp, next),
  ),
  command('the next answer is lost', fc.constantFrom('cut', 'silent'), (reality, kind) =>
    reality.next.push({ kind }),
  ),
  command('the next answer is late', fc.constantFrom(8 * SECOND, 25 * SECOND), (reality, ms) =>
    reality.next.push({ kind: 'slow', ms }),
  ),
  command(
    'answers hold',
    fc.constantFrom('rotated', 'rotated', 'same', 'none', 'empty'),
    (reality, answers) => {
      for (const idp of reality.idps.values()) idp.rules.answers = answers;
    },
  ),
  command('the IdP ends the sessions', address, (reality, which) =>
    reality.idpOf(which).revoke(profileOf(which).client),
  ),
];

const machine = [
  command('kill -9', none, (reality) => reality.kill()),
  command('another process takes over', none, (reality) => reality.handOver()),
  command('the disk is full', none, (reality) => {
    reality.machine.isFull = true;
  }),
  command('the disk is well', none, async (reality) => {
    reality.referee.note('disk');
    reality.machine.isFull = false;
    // What could not be stored is tried again after five seconds.
    await reality.timeline.pass(6 * SECOND);
    reality.referee.note('disk');
  }),
];

const person = [
  command('delete', address, removed),
  command('add', address, (reality, which) =>
    reality.does(() => reality.engine.addProfiles(profileText([profileOf(which)]))),
  ),
  command('paste a refresh token', none, pasted),
  command('sign in', none, signedIn),
  command('pin', fc.record({ address, pinned: fc.boolean() }), (reality, { address: which, pinned }) =>
    reality.does(() => reality.engine.pin(which, pinned)),
  ),
  command('lock', none, (reality) => reality.lock()),
  command('unlock', none, (reality) => reality.unlock()),
];

/** At most `most` of them, those that callers do more often than those that persons do. */
export function commandsOf(most: number): Arbitrary<Iterable<Command>> {
  const one = fc.oneof(
    { weight: 8, arbitrary: fc.oneof(...asking) },
    { weight: 5, arbitrary: fc.oneof(...time) },
    { weight: 5, arbitrary: fc.oneof(...network) },
    { weight: 2, arbitrary: fc.oneof(...machine) },
    { weight: 4, arbitrary: fc.oneof(...person) },
  );
  return fc.commands([one], { maxCommands: most, size: 'max' });
}

function weather(reality: Reality, fate: Fate): void {
  reality.referee.disturbed();
  reality.weather = fate;
}

async function removed(reality: Reality, which: string): Promise<void> {
  const { referee, engine } = reality;
  if (!reality.isPresent(which)) return;
  referee.note('removed');
  await reality.does(() => engine.removeProfile(which));
  referee.note('removed');
  if (reality.isPresent(which)) return;
  referee.renewed(which);
  if (which === 'shop/pasted') referee.note('secret');
}

/** A person pastes a refresh token that they got elsewhere. */
export async function pasted(reality: Reality): Promise<void> {
  const which = 'shop/pasted';
  const token = reality.idpOf(which).pasted(profileOf(which).client);
  const { engine, machine, referee } = reality;
  if (await reality.does(() => engine.setSecret(which, 'refresh_token', token)))
    referee.renewed(which, token);
  // The session before was to go, and nobody promised to keep it.
  else if (machine.isFull) referee.unsure(which);
}

export async function signedIn(reality: Reality): Promise<void> {
  const which = 'shop/session';
  const { engine, referee } = reality;
  await reality.does(async () => {
    const start = await engine.login(which);
    if (start.kind !== 'browser') throw new Error('not a sign-in by browser');
    const state = new URL(start.url).searchParams.get('state') ?? '';
    const code = reality.idpOf(which).code(profileOf(which).client);
    await engine.pasteCallback(which, `${start.redirectUri}?code=${code}&state=${state}`);
    referee.signedIn(which);
  });
}
