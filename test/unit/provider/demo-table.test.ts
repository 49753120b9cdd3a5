import { describe, expect, it } from 'vitest';
import type { EnvironmentView } from '../../../shared/snapshot.ts';
import {
  checkTable,
  countdown,
  formatTable,
  isAccepted,
  liveTable,
  statusLine,
} from '../../provider/demo-table.ts';
import type { CheckRow } from '../../provider/demo-table.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

const row = (members: Partial<CheckRow> = {}): CheckRow => ({
  address: 'salus/dev',
  tier: 'dev',
  grant: 'client_credentials',
  clientAuth: 'client_secret_basic',
  expiresIn: 3599,
  apiStatus: 200,
  ...members,
});

const view = (members: Partial<EnvironmentView> = {}): EnvironmentView => ({
  address: 'salus/dev',
  id: 'dev',
  tier: 'dev',
  status: 'fresh',
  pinned: false,
  missingSecrets: [],
  expiresAt: NOW + 125_000,
  refreshAt: NOW + 65_000,
  ...members,
});

describe('formatTable', () => {
  it('makes each column as wide as its widest cell, and leaves no spaces at the end', () => {
    const columns = [
      { title: 'A', text: ({ a }: { a: string; b: string }) => a },
      { title: 'LONG', text: ({ b }: { a: string; b: string }) => b },
    ];
    const rows = [
      { a: 'xyz', b: '1' },
      { a: '', b: '' },
    ];
    expect(formatTable(columns, rows)).toBe('A    LONG\nxyz  1\n');
  });
});

describe('checkTable', () => {
  it('says that all were accepted', () => {
    expect(checkTable([row(), row({ address: 'ifs/test', refresh: 'in the background, accepted' })])).toBe(
      [
        'ADDRESS    TIER  GRANT               CLIENT AUTH          EXPIRES IN  ITS API SAYS  REFRESH',
        'salus/dev  dev   client_credentials  client_secret_basic  3599 s      200 accepted',
        'ifs/test   dev   client_credentials  client_secret_basic  3599 s      200 accepted  in the background, accepted',
        '',
        'All 2 tokens were accepted by their APIs.',
      ].join('\n'),
    );
  });

  it.each([
    ['was refused by its API', { apiStatus: 401, problem: 'Bearer error="invalid_token"' }],
    ['could not be had', { apiStatus: undefined, problem: 'idp_unreachable: no answer' }],
    ['was accepted once and not refreshed', { problem: 'no background refresh within 15 s' }],
  ])('names the row whose token %s', (_, members) => {
    const bad = row({ address: 'ifs/test', ...members });
    expect(isAccepted(bad)).toBe(false);
    expect(checkTable([row(), bad])).toMatch(new RegExp(`\\n1 of 2 failed:\\nifs/test: ${members.problem}$`));
  });
});

describe('the live view', () => {
  it('counts down and shows what is wrong', () => {
    const problem = { code: 'idp_unreachable', message: 'The IdP did not answer.' } as const;
    const late = view({ address: 'ifs/test', status: 'error', expiresAt: NOW - 1, problem });
    expect(liveTable([view(), late], NOW, 80)).toBe(
      [
        'ADDRESS    TIER  STATUS  VALID FOR  NEXT REFRESH IN',
        'salus/dev  dev   fresh   2:05       1:05',
        'ifs/test   dev   error   0:00       1:05             The IdP did not answer.',
      ].join('\n'),
    );
  });

  it('never writes a line that the terminal would wrap', () => {
    const lines = liveTable([view()], NOW, 20).split('\n');
    expect(lines).toEqual(['ADDRESS    TIER  STA', 'salus/dev  dev   fre']);
  });

  it('says in one line how many have which status', () => {
    expect(statusLine([view(), view({ status: 'idle' }), view()], NOW)).toBe(
      '2026-01-02T03:04:05.000Z  2 fresh, 1 idle',
    );
  });

  it.each([
    [undefined, '-'],
    [NOW + 1, '0:01'],
    [NOW + 59_000, '0:59'],
    [NOW + 60_000, '1:00'],
    [NOW + 3_600_000, '60:00'],
    [NOW - 5_000, '0:00'],
  ])('counts down to %s as %s', (at, text) => {
    expect(countdown(at, NOW)).toBe(text);
  });
});
