import { describe, expect, test } from 'vitest';
import { signInNeed } from '../../../renderer/sessions/sign-in-need.ts';
import type { EnvironmentView } from '../../../shared/snapshot.ts';

const NOW = 1_700_000_000_000;
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const CODE = 'authorization_code';
const WAITING = { kind: 'browser', expiresAt: NOW + 1 } as const;
const HAD = { receivedAt: NOW - 10 };

type Case = Partial<Pick<EnvironmentView, 'status' | 'grantType' | 'receivedAt' | 'expiresAt' | 'signIn'>>;

describe('in place of copying a person has to', () => {
  test.each<[Case, ReturnType<typeof signInNeed>]>([
    [{ grantType: CODE, status: 'idle' }, 'begin'],
    [{ grantType: DEVICE, status: 'idle' }, 'begin'],
    [{ grantType: CODE, status: 'sign_in_needed' }, 'begin'],
    [{ grantType: CODE, status: 'sign_in_needed', ...HAD, expiresAt: NOW }, 'begin'],
    [{ grantType: CODE, status: 'idle', signIn: WAITING }, 'go_on'],
    [{ grantType: 'client_credentials', status: 'idle', signIn: WAITING }, 'go_on'],
    // A refresh token may do.
    [{ grantType: CODE, status: 'idle', ...HAD, expiresAt: NOW - 1 }, 'none'],
    [{ grantType: CODE, status: 'error', ...HAD, expiresAt: NOW - 1 }, 'none'],
    // A token that is still valid can be copied.
    [{ grantType: CODE, status: 'sign_in_needed', ...HAD, expiresAt: NOW + 1 }, 'none'],
    [{ grantType: CODE, status: 'fresh', ...HAD, expiresAt: NOW + 1, signIn: WAITING }, 'none'],
    [{ grantType: CODE, status: 'fresh', ...HAD, signIn: WAITING }, 'none'],
    // Nobody signs in for these, or nobody can now.
    [{ grantType: 'client_credentials', status: 'idle' }, 'none'],
    [{ grantType: 'refresh_token', status: 'sign_in_needed' }, 'none'],
    [{ status: 'invalid' }, 'none'],
    [{ grantType: CODE, status: 'locked' }, 'none'],
  ])('%j: %s', (view, need) => {
    expect(signInNeed({ status: 'idle', ...view }, NOW)).toBe(need);
  });
});
