/** Hosts whose tokens are looked at. */
import { environment, fresh, HOUR, MINUTE } from '../../e2e/renderer-environments.ts';
import { Refusal } from '../../e2e/renderer-refusal.ts';
import { claimsOf, jwt, normalServices, snapshotOf, VERIFIED } from '../../e2e/renderer-scenarios.ts';
import type { Scenario } from '../../e2e/renderer-scenarios.ts';
import type { Address } from '../../../shared/profile.ts';
import type { TokenBinding } from '../../../shared/token-view.ts';

const seconds = (at: number) => Math.floor(at / 1000);

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT in compact form, as a person pastes it. Nobody has signed it. */
export const jwtText = (at: number, payload: object = {}, header: object = {}): string =>
  [
    part({ alg: 'RS256', typ: 'at+jwt', kid: '2026-07-guardian-1', ...header }),
    part({
      iss: 'https://login.beta.salus.example',
      sub: 'client:salus-beta-client',
      client_id: 'salus-beta-client',
      aud: 'https://api.beta.salus.example',
      scope: 'sls:idn',
      iat: seconds(at) - 2758,
      exp: seconds(at) + 842,
      ...payload,
    }),
    Buffer.alloc(256, 7).toString('base64url'),
  ].join('.');

/** The normal host, whose tokens are bound: to a certificate, to a DPoP key, and to one that the profile does not have. */
export const bound = (at: number): Scenario => {
  const { 'salus/beta': beta, 'salus/dev': dev, 'ifs/dev': other, ...claims } = claimsOf(at);
  const bind = <View extends object>(view: View, binding: TokenBinding) => ({ ...view, binding });
  return {
    snapshot: snapshotOf(at, normalServices(at)),
    claims: {
      ...claims,
      ...(beta === undefined ? {} : { 'salus/beta': bind(beta, { kind: 'certificate', matches: true }) }),
      ...(dev === undefined ? {} : { 'salus/dev': bind(dev, { kind: 'dpop', matches: false }) }),
      ...(other === undefined ? {} : { 'ifs/dev': bind(other, { kind: 'certificate' }) }),
    },
  };
};

/** A host that cannot say what its tokens are. */
export const claimsRefused = (at: number): Scenario => ({
  snapshot: snapshotOf(at, normalServices(at)),
  claims: {},
  answers: {
    'tokens.claims': () => {
      throw new Refusal({
        code: 'storage_failed',
        message: 'The record of salus/beta cannot be read.',
        hint: 'Look at it with: fob doctor salus/beta',
      });
    },
  },
});

const noHistory = () => {
  throw new Refusal({
    code: 'storage_failed',
    message: 'The history cannot be read: the disk failed.',
    hint: 'Look at it with: fob doctor',
  });
};

/** A host that has lost its history. */
export const failingHistory = (at: number): Scenario => ({
  snapshot: snapshotOf(at, normalServices(at)),
  claims: claimsOf(at),
  answers: { 'history.activity': noHistory, 'history.profile': noHistory },
});

/** A host where nothing has happened yet. */
export const noActivity = (at: number): Scenario => ({
  snapshot: snapshotOf(at, []),
  claims: {},
  answers: { 'history.activity': () => ({ events: [] }) },
});

/** A host that reads and verifies whatever is pasted. */
export const inspecting = (at: number): Scenario => ({
  snapshot: snapshotOf(at, normalServices(at)),
  claims: claimsOf(at),
  answers: { 'tokens.inspect': () => jwt(at, VERIFIED) },
});

/** Two environments with every kind of difference between their tokens, and one without any. */
export const comparable = (at: number): Scenario => {
  const held = { ...fresh(at, 42 * MINUTE, HOUR), scope: 'read write' };
  const claim = (address: Address, payload: object) => ({
    address,
    tokenType: 'Bearer',
    receivedAt: at,
    expiresAt: at + HOUR,
    accessToken: jwt(at, VERIFIED, payload as Record<string, unknown>),
  });
  const services = [
    {
      id: 'shop',
      name: 'Shop',
      environments: [
        environment('shop/dev', 'dev', held),
        environment('shop/beta', 'test', held),
        environment('shop/prod', 'prod', {}),
      ],
    },
  ];
  return {
    snapshot: snapshotOf(at, services),
    claims: {
      'shop/dev': claim('shop/dev', { scope: 'read write', only_here: true, exp: seconds(at) + 900 }),
      'shop/beta': claim('shop/beta', { scope: 'read admin', only_there: { tenant: 'نورث' } }),
    },
    answers: {
      'history.profile': ({ address }) => ({
        address,
        from: at - 24 * HOUR,
        to: at,
        events: [],
        previous: { ...jwt(at, VERIFIED, { scope: 'read' }), receivedAt: at - HOUR, expiresAt: at },
      }),
    },
  };
};
