import { describe, expect, it } from 'vitest';
import type { TrayItem } from '../../../electron/main/tray/tray-menu.ts';
import { trayModel } from '../../../electron/main/tray/tray-model.ts';
import type { TrayIcon, TrayModel } from '../../../electron/main/tray/tray-model.ts';
import { de } from '../../../electron/main/words/de.ts';
import { en } from '../../../electron/main/words/en.ts';
import type { Address } from '../../../shared/profile.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings-view.ts';
import type { EnvironmentView, Snapshot, VaultView } from '../../../shared/snapshot.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

function environment(members: Partial<EnvironmentView>): EnvironmentView {
  const address = 'salus/dev' as Address;
  return { address, id: 'dev', tier: 'dev', status: 'idle', pinned: false, missingSecrets: [], ...members };
}

function snapshot(
  environments: readonly EnvironmentView[],
  { name = 'SALUS', state = 'unlocked' }: { name?: string; state?: VaultView['state'] } = {},
): Snapshot {
  const services = environments.length === 0 ? [] : [{ id: 'salus', name, environments }];
  return {
    revision: 1,
    at: NOW,
    vault: { state, slots: ['safe-storage'] },
    services,
    problems: [],
    settings: DEFAULT_SETTINGS,
  };
}

const model = (shown: Snapshot, now = NOW): TrayModel => trayModel(shown, now, en);

const labels = ({ items }: TrayModel): readonly string[] =>
  items.map((item) => ('label' in item ? item.label : item.kind));

/** The menu of the one environment. */
const only = (members: Partial<EnvironmentView>): TrayItem | undefined =>
  model(snapshot([environment(members)])).items.find(({ kind }) => kind === 'menu');

describe('trayModel', () => {
  const inMinutes = (minutes: number): number => NOW + minutes * MINUTE;

  it.each<[string, Partial<EnvironmentView>, string, boolean]>([
    ['a fresh token', { status: 'fresh', expiresAt: inMinutes(4.9) }, 'dev: valid, 4 min left', true],
    [
      'its last minute',
      { status: 'fresh', expiresAt: NOW + 59_999 },
      'dev: valid, less than 1 min left',
      true,
    ],
    ['119 minutes', { status: 'fresh', expiresAt: inMinutes(119.9) }, 'dev: valid, 119 min left', true],
    ['hours', { status: 'fresh', expiresAt: inMinutes(125) }, 'dev: valid, 2 h left', true],
    ['days', { status: 'fresh', expiresAt: inMinutes(60 * 24 * 3 + 1) }, 'dev: valid, 3 d left', true],
    ['an end nobody knows', { status: 'fresh' }, 'dev: valid', true],
    ['expired since the snapshot', { status: 'fresh', expiresAt: NOW }, 'dev: expired', true],
    ['nothing minted', { status: 'idle' }, 'dev: no token yet', true],
    ['idle after the end', { status: 'idle', expiresAt: NOW - 1 }, 'dev: expired', true],
    ['refreshing', { status: 'refreshing', expiresAt: inMinutes(1) }, 'dev: refreshing, 1 min left', true],
    [
      'a failure, token still good',
      { status: 'error', expiresAt: inMinutes(2) },
      'dev: failed, 2 min left',
      true,
    ],
    ['a guarded one', { status: 'fresh', guard: {} }, 'dev: valid, not armed', true],
    ['an armed one', { guard: { armedUntil: inMinutes(14.5) } }, 'dev: no token yet, armed 14 min', true],
    ['one no longer armed', { guard: { armedUntil: NOW } }, 'dev: no token yet, not armed', true],
    ['a failure', { status: 'error' }, 'dev: failed', true],
    ['an ended session', { status: 'sign_in_needed' }, 'dev: sign-in needed', true],
    ['a missing secret', { status: 'idle', missingSecrets: ['client_secret'] }, 'dev: secret missing', true],
    [
      'a missing secret beside a good token',
      { status: 'fresh', expiresAt: inMinutes(3), missingSecrets: ['client_secret'] },
      'dev: valid, 3 min left',
      true,
    ],
    ['a locked vault', { status: 'locked', expiresAt: inMinutes(3) }, 'dev: locked', false],
    ['a broken profile', { status: 'invalid' }, 'dev: profile not usable', false],
  ])('%s', (_name, members, label, enabled) => {
    const item = only(members);
    expect(item).toMatchObject({ kind: 'menu', label });
    const first = item?.kind === 'menu' ? item.items[0] : undefined;
    expect(first).toEqual({
      ...{ kind: 'command', label: 'Copy token', enabled },
      command: { do: 'copy', address: 'salus/dev', format: 'raw' },
    });
  });

  it('begins with what a person works with, then lists services with their environments, then the commands', () => {
    const shown = snapshot([
      environment({ id: 'dev', lastUsedAt: NOW - 1 }),
      environment({
        id: 'beta',
        address: 'salus/beta',
        status: 'fresh',
        expiresAt: inMinutes(4),
        pinned: true,
      }),
      environment({ id: 'prod', address: 'salus/prod', status: 'sign_in_needed' }),
    ]);
    expect(labels(model(shown))).toEqual([
      ...['Copy salus/beta: valid, 4 min left', 'Copy salus/dev: no token yet', 'separator'],
      ...['SALUS', 'dev: no token yet', 'beta: valid, 4 min left', 'prod: sign-in needed', 'separator'],
      ...['Open Fob', 'Find and copy…', 'Lock', 'separator', 'Quit Fob'],
    ]);
    expect(model(shown).tooltip).toBe('Fob: 1 of 3 valid, 1 to sign in\nsalus/beta: valid, 4 min left');
    expect(labels(trayModel(shown, NOW, de)).at(-1)).toBe('Fob beenden');
  });

  it('leaves it to the window to list very many', () => {
    const many = Array.from({ length: 61 }, (_, nth) => environment({ address: `salus/e${nth}` }));
    expect(labels(model(snapshot(many)))).toContain('All environments in Fob…');
    expect(labels(model(snapshot(many))).length).toBeLessThan(10);
  });

  it.each<[Partial<EnvironmentView>, readonly string[]]>([
    [{}, ['Refresh now']],
    [{ grantType: 'authorization_code' }, ['Refresh now', 'Sign in…']],
    [{ grantType: 'urn:ietf:params:oauth:grant-type:device_code' }, ['Refresh now', 'Sign in…']],
  ])('offers to sign in where a person can: %j', (members, offered) => {
    const item = only(members);
    const inside = item?.kind === 'menu' ? item.items : [];
    expect(inside.map((one) => ('label' in one ? one.label : one.kind)).slice(4, -2)).toEqual(offered);
  });

  it.each<[string, readonly Partial<EnvironmentView>[], TrayIcon]>([
    ['nothing used', [{}], {}],
    ['a full ring', [{ lastUsedAt: 1, receivedAt: NOW, expiresAt: inMinutes(12) }], { ring: 12 }],
    ['half of it', [{ lastUsedAt: 1, receivedAt: inMinutes(-6), expiresAt: inMinutes(6) }], { ring: 6 }],
    ['the last moment', [{ lastUsedAt: 1, receivedAt: inMinutes(-12), expiresAt: NOW + 1 }], { ring: 1 }],
    ['the end', [{ lastUsedAt: 1, receivedAt: inMinutes(-12), expiresAt: NOW }], { ring: 0 }],
    [
      'a clock set back',
      [{ lastUsedAt: 1, receivedAt: inMinutes(5), expiresAt: inMinutes(9) }],
      { ring: 12 },
    ],
    [
      'the pinned one, though another was used since',
      [
        { lastUsedAt: 2, receivedAt: NOW, expiresAt: inMinutes(1) },
        { pinned: true, status: 'sign_in_needed' },
      ],
      { mark: 'attention' },
    ],
    ['a failure', [{ pinned: true, status: 'error' }], { mark: 'attention' }],
    [
      'an armed one before all',
      [{ pinned: true, status: 'error' }, { guard: { armedUntil: NOW + 1 } }],
      { mark: 'armed' },
    ],
  ])('has an icon for %s', (_what, environments, icon) => {
    expect(model(snapshot(environments.map(environment))).icon).toEqual(icon);
  });

  it.each<[VaultView['state'], string, boolean, TrayIcon]>([
    ['unlocked', 'Fob: no profiles yet', true, {}],
    ['absent', 'Fob: no profiles yet', false, {}],
    ['locked', 'Fob: vault locked', false, { mark: 'locked' }],
    ['damaged', 'Fob: vault damaged', false, { mark: 'locked' }],
  ])('offers to lock only what is open: %s', (state, tooltip, enabled, icon) => {
    const shown = model(snapshot([], { state }));
    expect(shown).toMatchObject({ tooltip, icon });
    expect(shown.items.find((item) => 'label' in item && item.label === 'Lock')).toMatchObject({ enabled });
  });

  it('shows hostile names as text: no accelerator, no controls, not without end', () => {
    const name = `R&D\u202e\n${'x'.repeat(500)}`;
    const [heading = ''] = labels(model(snapshot([environment({})], { name })));
    expect(heading.startsWith('R&&D\ufffd\ufffdxxx')).toBe(true);
    expect(heading.length).toBeLessThanOrEqual(61);
  });
});
