/** Scripted states of a host, to look at the UI and to test it. Times are relative to the moment they are made. */
import type { IpcContract } from '../../shared/ipc-contract.ts';
import type { Handlers } from '../../shared/ipc-kit.ts';
import type { Address, Tier } from '../../shared/profile.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings-view.ts';
import type { ServiceView, Snapshot, VaultView } from '../../shared/snapshot.ts';
import type { ClaimsView, JwtView, UserinfoView, Verification } from '../../shared/token-view.ts';
import { crowd, everyError, rightToLeft } from './renderer-crowd.ts';
import { environment, fresh, HOUR, MINUTE, people, SECOND } from './renderer-environments.ts';
import { opaqueClaims, opaqueService, USERINFO } from './renderer-opaque.ts';

export interface Scenario {
  readonly snapshot: Snapshot;
  /** What `tokens.claims` answers, by address; other addresses have an opaque token. */
  readonly claims: Readonly<Record<Address, ClaimsView>>;
  /** What `tokens.userinfo` answers, by address; other addresses have no such endpoint. */
  readonly userinfo?: Readonly<Record<Address, UserinfoView>>;
  /** Calls that this host answers in its own way. */
  readonly answers?: Partial<Handlers<IpcContract>>;
}

const UNLOCKED: VaultView = { state: 'unlocked', slots: ['passphrase'] };

export function snapshotOf(
  at: number,
  services: readonly ServiceView[],
  over: Partial<Snapshot> = {},
): Snapshot {
  return { revision: 1, at, vault: UNLOCKED, services, problems: [], settings: DEFAULT_SETTINGS, ...over };
}

function salus(at: number): ServiceView {
  const scope = { scope: 'sls:idn sls:events' };
  return {
    id: 'salus',
    name: 'SALUS Developer API',
    environments: [
      environment('salus/dev', 'dev', { ...fresh(at, 52 * MINUTE, HOUR), ...scope, skewMs: 2400 }),
      environment('salus/beta', 'test', {
        ...fresh(at, 14 * MINUTE + 2.5 * SECOND, HOUR),
        ...scope,
        pinned: true,
      }),
      environment('salus/prod', 'prod', { ...scope }),
    ],
  };
}

function ifs(at: number): ServiceView {
  return {
    id: 'ifs',
    name: 'IFS Cloud',
    environments: [
      environment('ifs/dev', 'dev', { ...fresh(at, 12 * SECOND, 3 * MINUTE), scope: 'openid email profile' }),
      environment('ifs/test', 'test', { ...fresh(at, 40 * SECOND, 3 * MINUTE), status: 'refreshing' }),
      environment('ifs/prod', 'prod', {
        status: 'sign_in_needed',
        problem: {
          code: 'sign_in_needed',
          message: 'The identity provider ended the session (invalid_grant: Session not active).',
          hint: 'Set the refresh token again: fob secret set ifs/prod refresh_token',
        },
      }),
    ],
  };
}

function compliance(at: number): ServiceView {
  return {
    id: 'compliance',
    name: 'Compliance Assessment',
    environments: [
      environment('compliance/dev', 'dev', {
        grantType: 'password',
        missingSecrets: ['username', 'password'],
      }),
      environment('compliance/prod', 'prod', {
        ...fresh(at, 2 * HOUR + 5 * MINUTE, 8 * HOUR),
        status: 'error',
        problem: {
          code: 'idp_unreachable',
          message: 'The identity provider login.prod.compliance.example did not answer within 10 s.',
          hint: 'Check the network or VPN; Fob tries again in 40 s.',
        },
      }),
    ],
  };
}

function signaturgruppen(at: number): ServiceView {
  return {
    id: 'signaturgruppen',
    name: 'Signaturgruppen Broker',
    environments: [
      environment('signaturgruppen/pp', 'test', {
        ...fresh(at, 58 * MINUTE, HOUR),
        audience: 'https://api.pp.example',
      }),
      environment('signaturgruppen/prod', 'prod', {
        status: 'error',
        problem: {
          code: 'idp_refused',
          message: 'The identity provider refused the client (invalid_client: Client authentication failed).',
          hint: 'Check the client secret: fob secret set signaturgruppen/prod client_secret',
        },
      }),
    ],
  };
}

function raidiam(at: number): ServiceView {
  return {
    id: 'raidiam',
    name: 'Raidiam Connect',
    environments: [
      environment('raidiam/sandbox', 'dev', {
        ...fresh(at, 3 * 24 * HOUR, 7 * 24 * HOUR),
        certificate: {
          subject: 'CN=api-client, O=Acme',
          issuer: 'CN=Raidiam Sandbox CA, O=Raidiam',
          expiresAt: at + 12 * 24 * HOUR + HOUR,
          thumbprint: 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2',
        },
      }),
      environment('raidiam/production', 'prod', {
        status: 'invalid',
        problem: {
          code: 'profile_invalid',
          message: 'Line 84, column 9: client_secret is a secret in plain text.',
          hint: 'Write { "from": "vault" } and store the value with: fob secret set',
        },
      }),
    ],
  };
}

export const VERIFIED: Verification = {
  kind: 'verified',
  issuer: 'https://login.beta.salus.example',
  keyId: '2026-07-guardian-1',
  algorithm: 'RS256',
};

export function jwt(at: number, verification: Verification, payload: Record<string, unknown> = {}): JwtView {
  const seconds = Math.floor(at / 1000);
  return {
    header: { alg: 'RS256', typ: 'at+jwt', kid: '2026-07-guardian-1' },
    payload: {
      iss: 'https://login.beta.salus.example',
      sub: 'client:salus-beta-client',
      aud: ['https://api.beta.salus.example', 'https://events.beta.salus.example'],
      exp: seconds + 842,
      iat: seconds - 2758,
      scope: 'sls:idn',
      company_owner: { id: 4711, name: 'Sør Ltd' },
      ...payload,
    },
    verification,
  };
}

export function claimsOf(at: number): Record<Address, ClaimsView> {
  const common = { tokenType: 'Bearer', receivedAt: at, expiresAt: at + HOUR };
  return {
    'salus/beta': {
      ...common,
      address: 'salus/beta',
      scope: 'sls:idn sls:admin',
      accessToken: jwt(at, VERIFIED),
      idToken: jwt(
        at,
        { kind: 'decoded' },
        { nonce: 'n-0S6_WzA2Mj', auth_time: Math.floor(at / 1000) - 9000 },
      ),
    },
    'salus/dev': {
      ...common,
      address: 'salus/dev',
      scope: 'sls:idn',
      accessToken: jwt(at, { kind: 'decoded' }),
    },
    'ifs/dev': {
      ...common,
      address: 'ifs/dev',
      accessToken: jwt(at, {
        kind: 'not_verified',
        reason: {
          code: 'token_not_verified',
          message: 'The token names the issuer https://old.example, the profile another one.',
          hint: 'Compare the issuer in the profile with the iss claim.',
        },
      }),
    },
  };
}

export const normalServices = (at: number): ServiceView[] => [
  salus(at),
  ifs(at),
  compliance(at),
  signaturgruppen(at),
  raidiam(at),
];

const lockedServices = (at: number) =>
  normalServices(at).map((service) => ({
    ...service,
    environments: service.environments.map(({ address, tier }) =>
      environment(address, tier, { status: 'locked' }),
    ),
  }));

const LONG = 'a-service-whose-name-somebody-made-as-long-as-the-schema-lets-it';

function longServices(at: number): ServiceView[] {
  const ids = [
    'development-of-the-north-europe-region',
    'acceptance-test-2',
    'staging',
    'production-of-everything',
  ];
  const tiers: Tier[] = ['dev', 'test', 'test', 'prod'];
  return [
    {
      id: LONG,
      name: 'The Service with the Longest Imaginable Name for Developers, Partners and Everyone Else in the Company',
      environments: ids.map((id, index) =>
        environment(`${LONG}/${id}`, tiers[index] ?? 'dev', fresh(at, (index + 1) * 11 * MINUTE, HOUR)),
      ),
    },
    {
      id: 'one',
      name: 'One',
      environments: [environment('one/only', 'prod', { ...fresh(at, MINUTE, HOUR), pinned: true })],
    },
  ];
}

const PROBLEMS = [
  {
    message: 'unknown member "clientid"; did you mean "client_id"?',
    line: 12,
    column: 7,
    address: 'salus/dev',
  },
  { message: 'client_secret is a secret in plain text; write { "from": "vault" } here', line: 84, column: 9 },
];

/** Every scenario by name, made for the moment `at` (milliseconds since 1970). */
export const SCENARIOS = {
  normal: (at: number): Scenario => ({ snapshot: snapshotOf(at, normalServices(at)), claims: claimsOf(at) }),
  empty: (at: number): Scenario => ({ snapshot: snapshotOf(at, []), claims: {} }),
  locked: (at: number): Scenario => ({
    snapshot: snapshotOf(at, lockedServices(at), { vault: { state: 'locked', slots: ['passphrase'] } }),
    claims: {},
  }),
  keychain: (at: number): Scenario => ({
    snapshot: snapshotOf(at, lockedServices(at), {
      vault: { state: 'locked', slots: ['keyring'], hint: "Unlock the system's keyring, then unlock Fob." },
    }),
    claims: {},
  }),
  absent: (at: number): Scenario => ({
    snapshot: snapshotOf(at, [], {
      vault: {
        state: 'absent',
        slots: [],
        hint: 'Set FOB_PASSPHRASE or run "fob unlock" in a terminal.',
      },
    }),
    claims: {},
  }),
  problems: (at: number): Scenario => ({
    snapshot: snapshotOf(at, normalServices(at), { problems: PROBLEMS }),
    claims: {},
  }),
  damaged: (at: number): Scenario => ({
    snapshot: snapshotOf(at, normalServices(at), {
      vault: { state: 'damaged', slots: ['passphrase'], hint: 'Restore a backup with: fob vault restore' },
    }),
    claims: {},
  }),
  people: (at: number): Scenario => ({ snapshot: snapshotOf(at, [people(at), salus(at)]), claims: {} }),
  opaque: (at: number): Scenario => ({
    snapshot: snapshotOf(at, [opaqueService(at)]),
    claims: opaqueClaims(at),
    userinfo: USERINFO,
  }),
  one: (at: number): Scenario => ({ snapshot: snapshotOf(at, crowd(at, 1)), claims: {} }),
  fifteen: (at: number): Scenario => ({ snapshot: snapshotOf(at, crowd(at, 15)), claims: {} }),
  sixty: (at: number): Scenario => ({ snapshot: snapshotOf(at, crowd(at, 60)), claims: {} }),
  thousand: (at: number): Scenario => ({ snapshot: snapshotOf(at, crowd(at, 1000)), claims: {} }),
  rightToLeft: (at: number): Scenario => ({ snapshot: snapshotOf(at, rightToLeft(at)), claims: {} }),
  errors: (at: number): Scenario => ({ snapshot: snapshotOf(at, everyError(at)), claims: {} }),
  long: (at: number): Scenario => ({ snapshot: snapshotOf(at, longServices(at)), claims: {} }),
} as const satisfies Record<string, (at: number) => Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
