/** What is worth a person's attention when one snapshot follows another. `now` is in milliseconds since 1970. */
import type { Address } from '../../../shared/profile.ts';
import type { EnvironmentView, Snapshot } from '../../../shared/snapshot.ts';

const DAY = 24 * 3_600_000;
/** A certificate is ordered, and that takes days. */
const CERTIFICATE_MS = 14 * DAY;
/** A session of an hour is nothing to warn of a day before. */
const SESSION_SHARE = 0.1;
const SESSION_MS = DAY;

export interface Notice {
  readonly kind: 'sign_in' | 'failing' | 'certificate' | 'session';
  readonly address: Address;
  /** How long until what it warns of, in milliseconds. */
  readonly left: number;
}

/** Of the environments that somebody uses. Those that `told` has were told already; it is added to, and taken from when it is over. */
export function dueNotices({ services, vault }: Snapshot, now: number, told: Set<string>): readonly Notice[] {
  if (vault.state === 'locked') return [];
  return services
    .flatMap(({ environments }) => environments)
    .filter(({ pinned, lastUsedAt }) => pinned || lastUsedAt !== undefined)
    .flatMap((environment) => KINDS.flatMap((kind) => noticeOf(kind, environment, now, told)));
}

const KINDS: readonly Notice['kind'][] = ['sign_in', 'failing', 'certificate', 'session'];

function noticeOf(
  kind: Notice['kind'],
  environment: EnvironmentView,
  now: number,
  told: Set<string>,
): readonly Notice[] {
  // While it is being tried anew nobody knows.
  if (environment.status === 'refreshing') return [];
  const { address } = environment;
  const left = LOOKS[kind](environment, now);
  const key = `${kind} ${address}`;
  if (left === undefined) told.delete(key);
  if (left === undefined || told.has(key)) return [];
  told.add(key);
  return [{ kind, address, left }];
}

/** How long until then, in milliseconds; `undefined` when there is nothing to tell. */
type Look = (environment: EnvironmentView, now: number) => number | undefined;

const LOOKS: Readonly<Record<Notice['kind'], Look>> = {
  sign_in: ({ status, signIn }) => (status === 'sign_in_needed' && signIn === undefined ? 0 : undefined),
  // While the last token is good, the next attempt may bring another before anybody needs it.
  failing: ({ status, expiresAt }, now) =>
    status === 'error' && (expiresAt === undefined || expiresAt <= now) ? 0 : undefined,
  certificate: ({ certificate }, now) => within(certificate?.expiresAt, now, CERTIFICATE_MS),
  session: ({ refreshExpiresAt, receivedAt }, now) => {
    if (refreshExpiresAt === undefined || receivedAt === undefined) return undefined;
    return within(
      refreshExpiresAt,
      now,
      Math.min(SESSION_MS, SESSION_SHARE * (refreshExpiresAt - receivedAt)),
    );
  },
};

function within(end: number | undefined, now: number, span: number): number | undefined {
  const left = (end ?? Infinity) - now;
  return left > 0 && left <= span ? left : undefined;
}
