/** Hosts with odd environments. */
import { environment, fresh, HOUR, MINUTE } from '../../e2e/renderer-environments.ts';
import { snapshotOf } from '../../e2e/renderer-scenarios.ts';
import type { Scenario } from '../../e2e/renderer-scenarios.ts';
import type { Tier } from '../../../shared/profile.ts';
import type { EnvironmentView } from '../../../shared/snapshot.ts';

const TIERS: readonly Tier[] = ['dev', 'test', 'prod'];

const refused = (address: string) =>
  ({ code: 'idp_refused', message: `The IdP refused ${address}: invalid_client.` }) as const;

/** Every status that an environment can have, and what can stand beside it. */
export const everyStatus = (at: number): Scenario => {
  const held = fresh(at, 42 * MINUTE, HOUR);
  const code = { grantType: 'authorization_code', clientAuthMethod: 'none' } as const;
  const cases: Record<string, Partial<EnvironmentView>> = {
    idle: {},
    expired: fresh(at, -MINUTE, HOUR),
    fresh: held,
    'fresh-pinned': { ...held, pinned: true },
    'fresh-no-end': { status: 'fresh', receivedAt: at - MINUTE },
    ending: fresh(at, 20_000, HOUR),
    refreshing: { ...held, status: 'refreshing' },
    'first-refresh': { status: 'refreshing' },
    'sign-in-needed': { ...code, status: 'sign_in_needed' },
    'sign-in-waiting': { ...code, signIn: { kind: 'browser', expiresAt: at + 4 * MINUTE } },
    error: { status: 'error', problem: refused('every/error') },
    'error-held': { ...held, status: 'error', problem: refused('every/error-held') },
    invalid: {
      status: 'invalid',
      problem: { code: 'profile_invalid', message: 'Line 8, column 5: unknown grant_type.' },
    },
    'secret-missing': { missingSecrets: ['client_secret'] },
    'skewed-clock': { ...held, skewMs: -95_000 },
  };
  const environments = Object.entries(cases).map(([id, over], index) =>
    environment(`every/${id}`, TIERS[index % TIERS.length] ?? 'dev', over),
  );
  return { snapshot: snapshotOf(at, [{ id: 'every', name: 'Every status', environments }]), claims: {} };
};

/** Where the secrets of a profile go has changed since they were last sent. */
export const changedEndpoints = (at: number): Scenario => {
  const changed = environment('acme/beta', 'test', {
    status: 'error',
    problem: {
      code: 'endpoints_changed',
      message: 'The profile names other addresses than those that its secrets went to.',
      hint: 'Agree to them, or correct the profile.',
    },
    endpointChanges: [
      {
        member: 'token_endpoint',
        from: 'https://login.beta.acme.example/token',
        to: 'https://login.beta.acme.example.evil.example/oauth2/realms/a-rather-long-one/token',
      },
      { member: 'jwks_uri', to: 'https://login.beta.acme.example/jwks' },
    ],
  });
  const services = [{ id: 'acme', name: 'Acme Portal', environments: [changed] }];
  return { snapshot: snapshotOf(at, services), claims: {} };
};
