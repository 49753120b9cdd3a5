/** Many environments, and odd ones, to look at the list. Times are relative to the moment `at` (milliseconds since 1970). */
import { ERROR_CODES } from '../../shared/error-code.ts';
import type { ErrorCode } from '../../shared/error-code.ts';
import type { Tier } from '../../shared/profile.ts';
import type { EnvironmentView, ServiceView } from '../../shared/snapshot.ts';
import { environment, fresh, HOUR, MINUTE, SECOND } from './renderer-environments.ts';

const NAMES = [
  'Payments',
  'Customer Registry',
  'Ledger',
  'Document Archive',
  'Notifications',
  'Identity Broker',
  'Billing',
  'Search',
  'Consent',
  'Reporting',
  'Warehouse',
  'Scheduling',
];

const ENVIRONMENTS: readonly (readonly [string, Tier])[] = [
  ['dev', 'dev'],
  ['beta', 'test'],
  ['prod', 'prod'],
];

/** What an environment is like most of the time: three in four have a token that counts down. */
function usual(at: number, index: number): Partial<EnvironmentView> {
  if (index % 4 === 3) return index % 8 === 3 ? {} : { lastUsedAt: at - index * MINUTE };
  const lifeMs = index % 5 === 0 ? 8 * HOUR : HOUR;
  return fresh(at, lifeMs * ((index * 37) % 89) * 0.011 + 20 * SECOND, lifeMs);
}

/** So many environments over services of three. */
export function crowd(at: number, count: number): ServiceView[] {
  return Array.from({ length: Math.ceil(count / ENVIRONMENTS.length) }, (_, row) => {
    const round = Math.floor(row / NAMES.length);
    const name = `${NAMES[row % NAMES.length] ?? ''}${round === 0 ? '' : ` ${round + 1}`}`;
    const id = name.toLowerCase().replaceAll(' ', '-');
    const first = row * ENVIRONMENTS.length;
    const environments = ENVIRONMENTS.slice(0, count - first).map(([environmentId, tier], column) =>
      environment(`${id}/${environmentId}`, tier, {
        ...usual(at, first + column),
        scope: 'read write',
        pinned: row === 2 && column === 1,
      }),
    );
    return { id, name, environments };
  });
}

/** Names that are read from right to left, and one that mixes both. */
export function rightToLeft(at: number): ServiceView[] {
  const names = ['خدمة المدفوعات', 'שירות לקוחות', 'API של חיוב (v2)'];
  return names.map((name, index) => ({
    id: `service-${index + 1}`,
    name,
    environments: ENVIRONMENTS.map(([id, tier], column) =>
      environment(`service-${index + 1}/${id}`, tier, fresh(at, (column + 1) * 13 * MINUTE, HOUR)),
    ),
  }));
}

const statusOf = (code: ErrorCode): EnvironmentView['status'] => {
  if (code === 'sign_in_needed') return 'sign_in_needed';
  return code === 'profile_invalid' || code === 'profiles_invalid' ? 'invalid' : 'error';
};

/** One environment for every error of the engine. */
export function everyError(at: number): ServiceView[] {
  const codes = Object.keys(ERROR_CODES) as ErrorCode[];
  return codes.map((code, index) => ({
    id: code.replaceAll('_', '-'),
    name: code,
    environments: [
      environment(`${code.replaceAll('_', '-')}/beta`, 'test', {
        ...(index % 3 === 0 ? fresh(at, 20 * MINUTE, HOUR) : {}),
        status: statusOf(code),
        problem: {
          code,
          message: `The error ${code} as it is told, with a sentence that names the cause.`,
          hint: 'And the next step, for example: fob doctor',
        },
        ...(code === 'secret_missing' ? { missingSecrets: ['client_secret' as const] } : {}),
        ...(code === 'endpoints_changed'
          ? { endpointChanges: [{ member: 'issuer', to: 'https://other.example' }] }
          : {}),
      }),
    ],
  }));
}
