import { describe, expect, test } from 'vitest';
import { countEnvironments, searchServices } from '../../../renderer/environments/search.ts';
import { byTier, nextOfTier, pinnedFirst, tierOfKey, tiersOf } from '../../../renderer/environments/tiers.ts';
import type { EnvironmentView, ServiceView } from '../../../shared/snapshot.ts';

const environment = (
  address: EnvironmentView['address'],
  over: Partial<EnvironmentView> = {},
): EnvironmentView => ({
  address,
  id: address.split('/')[1] ?? '',
  tier: 'dev',
  status: 'idle',
  pinned: false,
  missingSecrets: [],
  ...over,
});

const SERVICES: readonly ServiceView[] = [
  {
    id: 'salus',
    name: 'SALUS Developer API',
    environments: [
      environment('salus/dev', { clientId: 'guardian-7' }),
      environment('salus/beta', { tier: 'test', scope: 'sls:idn' }),
      environment('salus/prod', { tier: 'prod' }),
    ],
  },
  {
    id: 'ifs',
    name: 'IFS Cloud',
    environments: [environment('ifs/dev', { audience: 'https://ifs.example' })],
  },
];

const found = (query: string) =>
  searchServices(SERVICES, query).flatMap(({ environments }) => environments.map(({ address }) => address));

describe('searchServices', () => {
  test.each([
    ['', ['salus/dev', 'salus/beta', 'salus/prod', 'ifs/dev']],
    ['  ', ['salus/dev', 'salus/beta', 'salus/prod', 'ifs/dev']],
    ['developer', ['salus/dev', 'salus/beta', 'salus/prod']],
    ['SALUS be', ['salus/beta']],
    ['GUARDIAN-7', ['salus/dev']],
    ['sls:idn', ['salus/beta']],
    ['test', ['salus/beta']],
    ['ifs.example', ['ifs/dev']],
    ['salus nowhere', []],
  ])('%j finds %j', (query, addresses) => {
    expect(found(query)).toEqual(addresses);
    expect(countEnvironments(searchServices(SERVICES, query))).toBe(addresses.length);
  });

  test('does not match across two facts', () => {
    expect(found('apisalus')).toEqual([]);
  });
});

describe('tiers', () => {
  test('stand in the same order whatever the file says, otherwise as in the file', () => {
    const mixed = [
      environment('a/live', { tier: 'prod' }),
      environment('a/two', { tier: 'test' }),
      environment('a/one', { tier: 'test' }),
      environment('a/local'),
    ];
    expect(byTier(mixed).map(({ id }) => id)).toEqual(['local', 'two', 'one', 'live']);
    expect(tiersOf([{ id: 'a', name: 'A', environments: mixed.slice(0, 2) }])).toEqual(['test', 'prod']);
  });

  test.each([
    ['1', 'dev'],
    ['d', 'dev'],
    ['D', 'dev'],
    ['2', 'test'],
    ['B', 'test'],
    ['3', 'prod'],
    ['p', 'prod'],
    ['4', undefined],
    ['x', undefined],
  ])('the key %s stands for %s', (key, tier) => {
    expect(tierOfKey(key)).toBe(tier);
  });

  test('the same key goes round among the environments of a tier', () => {
    const mixed = [
      environment('a/one', { tier: 'test' }),
      environment('a/local'),
      environment('a/two', { tier: 'test' }),
    ];
    expect(nextOfTier(mixed, 'test', 'a/local')?.id).toBe('one');
    expect(nextOfTier(mixed, 'test', 'a/one')?.id).toBe('two');
    expect(nextOfTier(mixed, 'test', 'a/two')?.id).toBe('one');
    expect(nextOfTier(mixed, 'prod', 'a/two')).toBeUndefined();
  });

  test('what is pinned comes first, otherwise as in the file', () => {
    const services = ['a', 'b', 'c', 'd'].map((id) => ({
      id,
      name: id,
      environments: [
        environment(`${id}/dev`),
        environment(`${id}/prod`, { pinned: id === 'b' || id === 'd' }),
      ],
    }));
    expect(pinnedFirst(services).map(({ id }) => id)).toEqual(['b', 'd', 'a', 'c']);
    expect(pinnedFirst(services.slice(0, 1))).toEqual(services.slice(0, 1));
  });
});
