import { EventEmitter } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, expect, it, vi } from 'vitest';
import { de } from '../../../electron/main/words/de.ts';
import type { EnvironmentView } from '../../../shared/snapshot.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings-view.ts';
import type { ElectronDouble } from '../../fakes/electron/electron-double.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { createFakeEngine } from '../../fakes/fake-engine.ts';
import type { FakeEngine } from '../../fakes/fake-engine.ts';
import { provideElectron, startElectron } from './harness.ts';

const DAY = 24 * 3_600_000;

let electron: ElectronDouble;
let engine: FakeEngine;
let clock: FakeClock;
let clicks: string[];

const change = (members: Partial<EnvironmentView>, id = 'dev'): void =>
  engine.change({
    vault: { state: 'unlocked', slots: [] },
    services: [
      {
        id: 'salus',
        name: 'SALUS',
        environments: [
          {
            ...{ address: `salus/${id}`, id, tier: 'dev', status: 'fresh', pinned: true, missingSecrets: [] },
            ...members,
          },
        ],
      },
    ],
  });
const titles = (): readonly string[] =>
  electron.notifications.filter(({ isShown }) => isShown).map(({ title }) => title);

beforeEach(async () => {
  electron = startElectron();
  engine = createFakeEngine();
  clock = createFakeClock();
  clicks = [];
  change({});
  const { giveNotices } = await import('../../../electron/main/notices/notices.ts');
  const clicked = (kind: string, address: string): void => void clicks.push(`${kind} ${address}`);
  giveNotices({ engine, clock, words: () => de, clicked });
});

it.each<[string, Partial<EnvironmentView>, string]>([
  ['a sign-in', { status: 'sign_in_needed' }, 'salus/dev: Anmeldung nötig'],
  ['a failure without a token', { status: 'error' }, 'salus/dev: Erneuern schlägt fehl'],
])('tells once of %s, and again after it was over', (_what, members, title) => {
  change(members);
  change(members);
  expect(titles()).toEqual([title]);
  change({ ...members, status: 'refreshing' });
  change(members);
  expect(titles()).toHaveLength(1);
  change({});
  change(members);
  expect(titles()).toHaveLength(2);
  electron.notifications[0]?.happen('click');
  expect(clicks).toEqual([`${members.status === 'error' ? 'failing' : 'sign_in'} salus/dev`]);
});

it.each<[string, (now: number) => Partial<EnvironmentView>]>([
  ['of an environment that nobody uses', () => ({ status: 'sign_in_needed', pinned: false })],
  [
    'while a person is signing in',
    () => ({ status: 'sign_in_needed', signIn: { kind: 'browser', expiresAt: 1 } }),
  ],
  ['of a failure while the token is good', (now) => ({ status: 'error', expiresAt: now + 1 })],
  ['of a certificate with 15 days left', (now) => ({ certificate: certificate(now + 15 * DAY) })],
  ['of one that has expired', (now) => ({ certificate: certificate(now - 1) })],
  ['of a session of an hour', (now) => ({ receivedAt: now, refreshExpiresAt: now + 3_600_000 })],
])('tells nothing %s', (_what, members) => {
  change(members(clock.now()));
  expect(titles()).toEqual([]);
});

it('tells that a certificate or a session is about to end, and in how long', () => {
  const now = clock.now();
  change({ certificate: certificate(now + 13.5 * DAY) });
  change({ receivedAt: now - 29.5 * DAY, refreshExpiresAt: now + DAY / 2 });
  expect(electron.notifications.map(({ title, body }) => [title, body])).toEqual([
    ['salus/dev: Clientzertifikat', 'Es läuft in 13 Tage ab. Bestellen Sie rechtzeitig ein neues.'],
    ['salus/dev: Sitzung endet bald', 'In 12 Std. ist eine neue Anmeldung nötig.'],
  ]);
});

it('tells nothing when the settings say so, nor afterwards what was told then', () => {
  engine.change({ settings: { ...DEFAULT_SETTINGS, notifications: false } });
  change({ status: 'sign_in_needed' });
  engine.change({ settings: DEFAULT_SETTINGS });
  expect(titles()).toEqual([]);
});

function certificate(expiresAt: number) {
  return { subject: 'CN=x', issuer: 'CN=ca', expiresAt, thumbprint: 'x' };
}

/** As Electron's own: it holds on to none, and one that is collected hears of no click. */
it('keeps a notification for as long as a person may click on it', async () => {
  const shown: WeakRef<EventEmitter>[] = [];
  class Notification extends EventEmitter {
    show(): void {
      shown.push(new WeakRef(this));
    }
  }
  provideElectron({ Notification });
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { giveNotices } = await import('../../../electron/main/notices/notices.ts');
  engine = createFakeEngine();
  giveNotices({ engine, clock, words: () => de, clicked: (_kind, address) => void clicks.push(address) });
  change({ status: 'sign_in_needed' });
  change({ status: 'error' }, 'beta');
  const areKept = () => shown.map((one) => one.deref() !== undefined);
  await new Promise((resolve) => setTimeout(resolve, 10));
  collect();
  expect(areKept()).toEqual([true, true]);
  shown[0]?.deref()?.emit('click');
  shown[1]?.deref()?.emit('close');
  expect(clicks).toEqual(['salus/dev']);
  await vi.waitFor(() => {
    collect();
    expect(areKept()).toEqual([false, false]);
  });
});
