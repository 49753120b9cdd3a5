import { describe, expect, it } from 'vitest';
import { trayModel } from '../../../electron/main/tray/tray-model.ts';
import type { TrayItem } from '../../../electron/main/tray/tray-model.ts';
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

const only = (members: Partial<EnvironmentView>): TrayItem | undefined =>
  trayModel(snapshot([environment(members)]), NOW).items.find(({ kind }) => kind === 'environment');

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
    expect(only(members)).toEqual({ kind: 'environment', address: 'salus/dev', label, enabled });
  });

  it('lists services with their environments, then the commands', () => {
    const two = snapshot([
      environment({ id: 'dev', status: 'fresh', expiresAt: inMinutes(4) }),
      environment({ id: 'prod', address: 'salus/prod', status: 'sign_in_needed' }),
    ]);
    const { items, tooltip } = trayModel(two, NOW);
    expect(items.map((item) => ('label' in item ? item.label : item.kind))).toEqual([
      'SALUS',
      'dev: valid, 4 min left',
      'prod: sign-in needed',
      'separator',
      'Open Fob',
      'Lock',
      'separator',
      'Quit Fob',
    ]);
    expect(tooltip).toBe('Fob: 1 of 2 valid, 1 to sign in');
  });

  it.each<[VaultView['state'], string, boolean]>([
    ['unlocked', 'Fob: no profiles yet', true],
    ['absent', 'Fob: no profiles yet', false],
    ['locked', 'Fob: vault locked', false],
    ['damaged', 'Fob: vault damaged', false],
  ])('offers to lock only what is open: %s', (state, tooltip, enabled) => {
    const model = trayModel(snapshot([], { state }), NOW);
    expect(model.tooltip).toBe(tooltip);
    expect(model.items.find((item) => 'command' in item && item.command === 'lock')).toMatchObject({
      enabled,
    });
  });

  it('shows hostile names as text: no accelerator, no controls, not without end', () => {
    const [heading] = trayModel(
      snapshot([environment({})], { name: `R&D\u202e\n${'x'.repeat(500)}` }),
      NOW,
    ).items;
    expect(heading).toMatchObject({ kind: 'heading' });
    const { label } = heading as { label: string };
    expect(label.startsWith('R&&D\ufffd\ufffdxxx')).toBe(true);
    expect(label.length).toBeLessThanOrEqual(61);
  });
});
