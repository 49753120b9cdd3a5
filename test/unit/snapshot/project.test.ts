import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProfiles } from '../../../core/profiles/profiles-file.ts';
import { project } from '../../../core/snapshot/project.ts';
import type { EnvironmentFacts, ProjectInput } from '../../../core/snapshot/project.ts';
import { OWN_SECRET_MEMBERS } from '../../../shared/profile.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings-view.ts';
import type { EnvironmentView, Snapshot } from '../../../shared/snapshot.ts';
import { COMPLETE, fileOf, profileOf } from '../profiles/kit.ts';

const NOW = 1_767_225_600_000;
const profile = profileOf({ scope: 'a b', audience: 'api', tier: 'prod', client_secret: { from: 'vault' } });
const IDLE: EnvironmentFacts = { profile, refreshing: false, missingSecrets: [] };

function snapshotOf(facts: EnvironmentFacts | undefined, more: Partial<ProjectInput> = {}): Snapshot {
  const { services, problems } = parseProfiles(fileOf({}));
  const vault = { state: 'unlocked' as const, slots: [] };
  const input = { revision: 1, now: NOW, vault, services, problems, pinned: new Set<string>() };
  return project({ ...input, settings: DEFAULT_SETTINGS, facts: () => facts, ...more });
}
const viewOf = (...args: Parameters<typeof snapshotOf>): EnvironmentView | undefined =>
  snapshotOf(...args).services[0]?.environments[0];

describe('the status of an environment', () => {
  const fresh = { ...IDLE, receivedAt: NOW - 1_000, expiresAt: NOW + 1 };
  const failed = (code: 'sign_in_needed' | 'idp_unreachable'): EnvironmentFacts => ({
    ...fresh,
    problem: { code, message: 'why' },
  });
  const locked = { vault: { state: 'locked' as const, slots: [] } };

  it.each<[string, EnvironmentFacts | undefined, Partial<ProjectInput>, string]>([
    ['nothing minted yet', IDLE, {}, 'idle'],
    ['a token that is good', fresh, {}, 'fresh'],
    ['a token without an end', { ...fresh, expiresAt: undefined }, {}, 'fresh'],
    ['a token that just ended', { ...fresh, expiresAt: NOW }, {}, 'idle'],
    ['a refresh under way', { ...failed('idp_unreachable'), refreshing: true }, {}, 'refreshing'],
    ['an ended session', failed('sign_in_needed'), {}, 'sign_in_needed'],
    ['a failure beside a good token', failed('idp_unreachable'), {}, 'error'],
    ['a locked vault', { ...fresh, refreshing: true }, locked, 'locked'],
    ['a vault not made yet', IDLE, { vault: { state: 'absent', slots: [] } }, 'idle'],
    ['a profile that cannot be used', undefined, locked, 'invalid'],
  ])('with %s is %s', (_what, facts, more, status) => {
    expect(viewOf(facts, more)?.status).toBe(status);
  });
});

it('shows what the profile says, and when things happen', () => {
  const times = {
    receivedAt: 1,
    expiresAt: NOW + 2,
    refreshExpiresAt: 3,
    refreshAt: 4,
    lastUsedAt: 5,
    skewMs: 0,
  };
  const pinned = new Set(['s/e']);
  expect(viewOf({ ...IDLE, ...times, missingSecrets: ['client_secret'] }, { pinned })).toEqual({
    address: 's/e',
    id: 'e',
    tier: 'dev',
    pinned: true,
    status: 'fresh',
    tokenEndpoint: COMPLETE.token_endpoint,
    clientId: 'c1',
    grantType: 'client_credentials',
    clientAuthMethod: 'client_secret_basic',
    scope: 'a b',
    audience: 'api',
    missingSecrets: ['client_secret'],
    ...times,
  });
});

it('is the same on both sides of a process boundary', () => {
  const snapshot = snapshotOf(IDLE);
  expect(JSON.parse(JSON.stringify(snapshot))).toStrictEqual(snapshot);
  expect(structuredClone(snapshot)).toStrictEqual(snapshot);
});

it('lists every environment of the file in its order, and says of a broken one where it is broken', () => {
  const text = JSON.stringify({
    version: 1,
    services: [
      { id: 'b', name: 'Service B', environments: [{ id: 'z', ...COMPLETE }] },
      { id: 'a', environments: [{ id: 'x', ...COMPLETE, colour: 1 }, { id: 'y' }] },
      { id: 'c', owner: 1, environments: [{ id: 'e', ...COMPLETE }] },
    ],
  });
  const { services, problems, profiles } = parseProfiles(text);
  const facts: ProjectInput['facts'] = (address) => {
    const known = profiles.get(address as 'b/z');
    return known && { ...IDLE, profile: known };
  };
  const views = snapshotOf(undefined, { services, problems, facts }).services;
  expect(views.map(({ id, name }) => [id, name])).toEqual([
    ['b', 'Service B'],
    ['a', 'a'],
    ['c', 'c'],
  ]);
  const rows = views.flatMap(({ environments }) => environments);
  expect(rows.map(({ address, status }) => `${address} ${status}`)).toEqual([
    'b/z idle',
    'a/x invalid',
    'a/y invalid',
    'c/e invalid',
  ]);
  expect(rows[1]?.problem?.message).toMatch(/Line 1, column \d+: "colour" is not a known member/);
  expect(rows[2]?.problem?.message).toMatch(/"client_id" is missing/);
  expect(rows[3]?.problem?.message).toMatch(/"owner" is not a known member/);
});

describe('no snapshot', () => {
  const canary = fc.stringMatching(/^[A-Za-z0-9]{12}$/).map((text) => `canary${text}`);

  it('holds a secret, where one was written into the file in place of a reference', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OWN_SECRET_MEMBERS), canary, (member, secret) => {
        const { services, problems } = parseProfiles(
          fileOf({ [member]: secret, tls: { passphrase: secret } }),
        );
        const snapshot = snapshotOf(undefined, { services, problems });
        expect(snapshot.problems).toHaveLength(2);
        expect(JSON.stringify(snapshot)).not.toContain(secret);
      }),
    );
  });

  it('holds where secrets are kept, or anything of what the engine knows beyond its view', () => {
    fc.assert(
      fc.property(canary, (secret) => {
        const exec = { from: 'exec' as const, command: ['get', secret] };
        const own = profileOf({
          ...Object.fromEntries(OWN_SECRET_MEMBERS.map((member) => [member, exec])),
          extra_token_params: { tenant: secret },
          notes: secret,
          tls: { key: exec, passphrase: exec, cert: secret },
          proxy: `http://${secret.toLowerCase()}.example`,
        });
        const tokens = { access_token: secret, refresh_token: secret, id_token: secret };
        const facts = { ...IDLE, ...tokens, profile: own, receivedAt: NOW, expiresAt: NOW + 1 };
        expect(JSON.stringify(snapshotOf(facts)).toLowerCase()).not.toContain(secret.toLowerCase());
      }),
    );
  });
});
