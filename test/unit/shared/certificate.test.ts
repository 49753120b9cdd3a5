import { expect, it } from 'vitest';
import { statusText } from '../../../cli/commands/status.ts';
import { certificateWarning } from '../../../shared/certificate.ts';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 24 * 3600 * 1000;
const NAMES = { subject: 'CN=api-client', issuer: 'CN=Acme CA' };

it.each([
  [-400 * DAY, 'client certificate has expired'],
  [-1, 'client certificate has expired'],
  [0, 'client certificate has expired'],
  [1, 'client certificate expires today'],
  [DAY - 1, 'client certificate expires today'],
  [DAY, 'client certificate expires in 1 d'],
  [29.5 * DAY, 'client certificate expires in 29 d'],
  [30 * DAY, 'client certificate expires in 30 d'],
  [30 * DAY + 1, undefined],
  [3650 * DAY, undefined],
])('with %i ms left it says: %s', (left, words) => {
  expect(certificateWarning({ ...NAMES, expiresAt: NOW + left }, NOW)).toBe(words);
});

it('says nothing where there is none', () => {
  expect(certificateWarning(undefined, NOW)).toBeUndefined();
});

it('fob status warns of those that end, and of those alone', () => {
  const certificate = (address: string, left: number) => ({
    ...{ address, ...NAMES },
    expires_at: (NOW + left) / 1000,
  });
  const text = statusText(
    {
      ...{ pid: 1, kind: 'agent', version: '1', data_directory: '/d', profiles: { total: 3 } },
      vault: { state: 'unlocked', slots: [] },
      certificates: [
        certificate('a/fine', 90 * DAY),
        certificate('a/soon', 3 * DAY),
        certificate('a/over', -DAY),
      ],
    },
    NOW,
  );
  expect(text.match(/warning.*/g)).toEqual([
    'warning   a/soon: client certificate expires in 3 d (CN=api-client)',
    'warning   a/over: client certificate has expired (CN=api-client)',
  ]);
});
