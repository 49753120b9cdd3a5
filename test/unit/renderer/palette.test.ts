import { describe, expect, test } from 'vitest';
import { paletteEntry } from '../../../renderer/palette/entry.ts';
import { createRank, frecency } from '../../../renderer/palette/rank.ts';
import type { EnvironmentView } from '../../../shared/snapshot.ts';

const HOUR = 3_600_000;
const NOW = 1_700_000_000_000;

const address = (name: EnvironmentView['address'], detail: string, points = 0) =>
  paletteEntry({
    id: name,
    label: name,
    detail,
    icon: 'copy',
    frecency: points,
    environment: {
      address: name,
      id: name.split('/')[1] ?? '',
      tier: 'dev',
      status: 'idle',
      pinned: false,
      missingSecrets: [],
    },
    run: () => undefined,
  });
const command = (id: string, label: string) =>
  paletteEntry({ id, label, icon: 'lock', frecency: 0, run: () => undefined });

const ENTRIES = [
  command('lock', 'Lock the vault'),
  address('salus/dev', 'SALUS Developer API'),
  address('salus/beta', 'SALUS Developer API', 4),
  address('salus/prod', 'SALUS Developer API'),
  address('ledger/dev', 'Ledger'),
  address('ledger/beta', 'Ledger', 1),
];

const found = (query: string) => createRank(ENTRIES)(query).map(({ entry }) => entry.id);

describe('the palette', () => {
  test('shows what was used lately first, then commands, then the other addresses', () => {
    expect(found('')).toEqual(['salus/beta', 'ledger/beta', 'lock', 'salus/dev', 'salus/prod', 'ledger/dev']);
  });

  test.each([
    ['slb', 'salus/beta'],
    ['beta', 'salus/beta'],
    ['led be', 'ledger/beta'],
    ['be led', 'ledger/beta'],
    ['LOCK', 'lock'],
    ['developer prod', 'salus/prod'],
  ])('%j leads to %s', (query, first) => {
    expect(found(query)[0]).toBe(first);
  });

  test('finds nothing where nothing matches', () => {
    expect(found('zzz')).toEqual([]);
  });

  test('tells which letters matched, in the label and in the detail', () => {
    const [first] = createRank(ENTRIES)('ledger/dev');
    expect([...(first?.matched ?? [])].toSorted((left, right) => left - right)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
  });

  test('what was used lately and often counts more', () => {
    const points = [
      frecency(NOW - 1, 3, NOW),
      frecency(NOW - 1, 0, NOW),
      frecency(NOW - 2 * HOUR, 0, NOW),
      frecency(NOW - 48 * HOUR, 0, NOW),
      frecency(NOW - 1000 * HOUR, 0, NOW),
      frecency(undefined, 0, NOW),
    ];
    expect(points.toSorted((left, right) => right - left)).toEqual(points);
    expect(new Set(points).size).toBe(points.length);
  });
});
