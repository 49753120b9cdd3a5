/**
 * The agent's HTTP API besides the token route (token-route.ts) and the event stream: method and path on one side, a
 * call of the IPC contract or of the host on the other.
 */
import { LARGEST_IMPORT_BYTES } from '../shared/import-view.ts';
import { parseAddress } from '../shared/profile.ts';
import type { EnvironmentStatus, EnvironmentView, Snapshot } from '../shared/snapshot.ts';
import { LARGEST_RESTORE_BYTES } from '../shared/vault-contract.ts';
import { usageProblem } from './problem.ts';
import type { Problem } from './problem.ts';

/** What of a request a route looks at. */
export interface RouteInput {
  readonly address: string;
  /** The path's last segment, where the route has one after the address. */
  readonly member: string;
  /** The parsed JSON body; `{}` when there was none. */
  readonly body: unknown;
}

export type Route =
  /** A call of the IPC contract or the vault's; `argument` is checked there. */
  | {
      readonly call: string;
      readonly argument: (input: RouteInput) => unknown;
      /** Where more is read than of other requests. */
      readonly maxBytes?: number;
    }
  /** Something that only the host itself can answer. */
  | { readonly host: 'profiles' | 'status' | 'events' | 'ui' | 'shutdown' };

const call = (name: string, argument: (input: RouteInput) => unknown): Route => ({ call: name, argument });
const host = (name: Extract<Route, { host: unknown }>['host']): Route => ({ host: name });

const nothing = (): undefined => undefined;
const body = (input: RouteInput): unknown => input.body;
const address = (input: RouteInput): unknown => ({ address: input.address });

/** By path with the number of its variable segments, then by method. */
export const ROUTES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  'profiles/0': { GET: host('profiles'), POST: call('profiles.add', body) },
  'profiles/2': { GET: call('profiles.show', address), DELETE: call('profiles.remove', address) },
  'import/0': {
    POST: { ...call('profiles.import', body), maxBytes: LARGEST_IMPORT_BYTES },
    PUT: { ...call('profiles.importSave', body), maxBytes: LARGEST_IMPORT_BYTES },
  },
  'service/0': { POST: call('profiles.text', body), PUT: call('profiles.save', body) },
  'export/0': { POST: call('profiles.export', body) },
  'status/0': { GET: host('status') },
  'events/0': { GET: host('events') },
  'claims/2': { GET: call('tokens.claims', address) },
  'userinfo/2': { GET: call('tokens.userinfo', address) },
  'arm/2': { POST: call('guard.arm', address), DELETE: call('guard.disarm', address) },
  'refresh/2': { POST: call('tokens.refresh', address) },
  'login/2': {
    POST: call('sessions.login', (input) => ({ ...object(input.body), address: input.address })),
    GET: call('sessions.done', address),
    PUT: call('sessions.paste', (input) => ({ ...object(input.body), address: input.address })),
    DELETE: call('sessions.cancel', address),
  },
  'logout/2': { POST: call('sessions.logout', address) },
  'inspect/0': { POST: call('tokens.inspect', body) },
  'secrets/3': {
    PUT: call('secrets.set', (input) => ({
      ...object(input.body),
      address: input.address,
      member: input.member,
    })),
  },
  'environment/2': {
    PUT: call('secrets.lend', (input) => ({ ...object(input.body), address: input.address })),
  },
  'pin/2': { POST: call('profiles.pin', (input) => ({ ...object(input.body), address: input.address })) },
  'trust/2': {
    POST: call('profiles.trust', (input) => ({ ...object(input.body), address: input.address })),
  },
  'lock/0': { POST: call('vault.lock', nothing) },
  'unlock/0': { POST: call('vault.unlock', body) },
  'slots/0': {
    GET: call('vault.slots', nothing),
    POST: call('vault.addSlot', body),
    DELETE: call('vault.removeSlot', body),
  },
  'passphrase/0': { POST: call('vault.changePassphrase', body) },
  'rotate-key/0': { POST: call('vault.rotateKey', body) },
  'backup/0': { POST: call('vault.backup', body) },
  'restore/0': { POST: { ...call('vault.restore', body), maxBytes: LARGEST_RESTORE_BYTES } },
  'repair/2': { POST: call('vault.repair', address) },
  'checkup/0': { POST: call('host.checkup', body) },
  'checkup/2': {
    POST: call('host.checkup', (input) => ({ ...object(input.body), address: input.address })),
  },
  'ui/0': { POST: host('ui') },
  'shutdown/0': { POST: host('shutdown') },
};

export type Found =
  | { readonly route: Route; readonly address: string; readonly member: string }
  | { readonly problem: Problem; readonly allow?: string };

/** Finds the route of a request, or says why there is none. `url` is the request target as it came. */
export function findRoute(method: string, url: string): Found {
  const [path = ''] = url.split('?', 1);
  const [root, version, name = '', ...rest] = path.split('/');
  const key = `${name}/${rest.length}`;
  const isOurs = root === '' && version === 'v1';
  if (isOurs && key === TOKEN_KEY) return notAllowed(['GET']);
  const methods = isOurs && Object.hasOwn(ROUTES, key) ? ROUTES[key] : undefined;
  if (methods === undefined) return { problem: usageProblem(404, 'There is nothing at this path.') };
  const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (route === undefined) return notAllowed(Object.keys(methods));
  const [service, environment, member = ''] = rest;
  const wanted = `${service ?? ''}/${environment ?? ''}`;
  if (rest.length > 0 && parseAddress(wanted) === undefined) return { problem: NO_ADDRESS };
  return { route, address: wanted, member };
}

/** What token-route.ts answers does not get here. */
const TOKEN_KEY = 'token/2';

function notAllowed(methods: readonly string[]): Found {
  const allow = methods.join(', ');
  return { problem: usageProblem(405, `This path answers only ${allow}.`), allow };
}

const NO_ADDRESS: Problem = {
  status: 404,
  error: {
    code: 'address_unknown',
    message: 'This is not an address.',
    hint: 'An address is SERVICE/ENVIRONMENT in lower case; fob list shows yours.',
  },
};

/** What a host says about itself; `started_at` is in seconds since 1970. */
export interface HostFacts {
  readonly pid: number;
  readonly kind: 'agent' | 'desktop';
  readonly version: string;
  readonly started_at: number;
  readonly data_directory: string;
}

/** A guarded profile that is handed out for now; `armed_until` is in seconds since 1970. */
export interface ArmedFacts {
  readonly address: string;
  readonly armed_until: number;
}

/** A profile's client certificate; `expires_at` is in seconds since 1970. */
export interface CertificateFacts {
  readonly address: string;
  readonly subject: string;
  readonly issuer: string;
  readonly expires_at: number;
}

type ProfileCounts = { total: number } & Partial<Record<EnvironmentStatus, number>>;

/**
 * The answer of `GET /v1/status`: the host, its vault, how many profiles are in which state, which are armed,
 * their certificates, and what is wrong in their file.
 */
export function statusView(
  facts: HostFacts,
  snapshot: Snapshot,
): HostFacts & {
  vault: Snapshot['vault'];
  profiles: ProfileCounts;
  armed: readonly ArmedFacts[];
  certificates: readonly CertificateFacts[];
  problems: Snapshot['problems'];
} {
  const profiles: ProfileCounts = { total: 0 };
  const environments = snapshot.services.flatMap((service) => service.environments);
  for (const { status } of environments) {
    profiles.total += 1;
    profiles[status] = (profiles[status] ?? 0) + 1;
  }
  return {
    ...facts,
    vault: snapshot.vault,
    profiles,
    armed: environments.flatMap(armedFacts),
    certificates: environments.flatMap(certificateFacts),
    problems: snapshot.problems,
  };
}

function armedFacts({ address, guard }: EnvironmentView): readonly ArmedFacts[] {
  const until = guard?.armedUntil;
  return until === undefined ? [] : [{ address, armed_until: Math.floor(until / 1000) }];
}

function certificateFacts({ address, certificate }: EnvironmentView): readonly CertificateFacts[] {
  if (certificate === undefined) return [];
  const { subject, issuer, expiresAt } = certificate;
  return [{ address, subject, issuer, expires_at: Math.floor(expiresAt / 1000) }];
}

const object = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
