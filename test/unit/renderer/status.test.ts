import { describe, expect, test } from 'vitest';
import { de } from '../../../renderer/language/de.ts';
import { en } from '../../../renderer/language/en.ts';
import { statusLine } from '../../../renderer/environments/status.ts';
import type { StatusLine } from '../../../renderer/environments/status.ts';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;

type Case = Partial<Parameters<typeof statusLine>[0]>;

const line = (over: Case) =>
  statusLine({ status: 'fresh', missingSecrets: [], ...over }, NOW, en.environments.status);
const lasting = (leftMs: number, lifeMs: number): Case => ({
  receivedAt: NOW + leftMs - lifeMs,
  expiresAt: NOW + leftMs,
});

describe('statusLine', () => {
  test.each<[string, Case, StatusLine]>([
    ['a fresh token', lasting(15 * MINUTE, 60 * MINUTE), { kind: 'fresh', text: '15:00 left' }],
    ['a tenth of its life left', lasting(6 * MINUTE, 60 * MINUTE), { kind: 'ending', text: '06:00 left' }],
    ['half a minute of a short life', lasting(30_000, 60_000), { kind: 'ending', text: '00:30 left' }],
    ['an end that nobody told', {}, { kind: 'fresh', text: 'Valid, end unknown' }],
    ['time that ran out since the last snapshot', lasting(-1, MINUTE), { kind: 'idle', text: 'Expired' }],
    ['nothing minted', { status: 'idle' }, { kind: 'idle', text: 'No token yet' }],
    ['an old token', { status: 'idle', ...lasting(-MINUTE, MINUTE) }, { kind: 'idle', text: 'Expired' }],
    ['a first token under way', { status: 'refreshing' }, { kind: 'refreshing', text: 'Refreshing' }],
    [
      'a failed refresh with a token that still holds',
      { status: 'error', ...lasting(30 * MINUTE, 60 * MINUTE) },
      { kind: 'error', text: 'Failed · 30:00' },
    ],
    [
      'a failed refresh and a token that ran out',
      { status: 'error', ...lasting(-1, MINUTE) },
      { kind: 'error', text: 'Failed' },
    ],
    ['an ended session', { status: 'sign_in_needed' }, { kind: 'sign_in_needed', text: 'Sign-in needed' }],
    [
      'a sign-in that nobody has begun',
      { status: 'idle', grantType: 'authorization_code' },
      { kind: 'sign_in_needed', text: 'Sign-in needed' },
    ],
    [
      'a sign-in that waits, whatever there was before',
      {
        status: 'sign_in_needed',
        signIn: { kind: 'browser', expiresAt: NOW + 4 * MINUTE },
        ...lasting(MINUTE, 60 * MINUTE),
      },
      { kind: 'signing_in', text: 'Signing in · 04:00' },
    ],
    [
      'a missing secret',
      { status: 'error', missingSecrets: ['password'] },
      { kind: 'secret_missing', text: 'Secret missing' },
    ],
    [
      'a missing secret behind a locked vault',
      { status: 'locked', missingSecrets: ['password'] },
      { kind: 'locked', text: 'Locked' },
    ],
    [
      'addresses that changed',
      { status: 'error', endpointChanges: [{ member: 'issuer', to: 'https://b.example' }] },
      { kind: 'error', text: 'Addresses changed' },
    ],
    ['a bad profile', { status: 'invalid' }, { kind: 'invalid', text: 'Profile not usable' }],
    [
      'a token received after its own end',
      { receivedAt: NOW + 2, expiresAt: NOW + 1 },
      { kind: 'ending', text: '00:00 left' },
    ],
  ])('%s', (_name, over, expected) => {
    expect(line(over)).toEqual(expected);
  });

  test('is told in the language of the UI', () => {
    const fresh = { status: 'fresh', missingSecrets: [], ...lasting(15 * MINUTE, 60 * MINUTE) } as const;
    expect(statusLine(fresh, NOW, de.environments.status).text).toBe('noch 15:00');
  });
});
