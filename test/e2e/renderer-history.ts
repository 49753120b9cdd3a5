/** A day of history for the environments of a scenario, as a host would tell it. */
import type { ActivityEvent, ActivityView, ProfileHistory, TraceView } from '../../shared/history-view.ts';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView, Snapshot } from '../../shared/snapshot.ts';
import { HOUR, MINUTE, SECOND } from './renderer-environments.ts';

const DAY = 24 * HOUR;

export function activityOf(snapshot: Snapshot, now: number, address?: Address): ActivityView {
  const wanted = used(snapshot).filter((one) => address === undefined || one.address === address);
  if (wanted.length === 0) return { events: [] };
  const events = [
    ...wanted.flatMap((one) => eventsOf(one, now)),
    ...(address === undefined ? host(now) : []),
  ];
  return { events: events.sort((one, other) => other.at - one.at) };
}

export function historyOf(snapshot: Snapshot, now: number, address: Address): ProfileHistory {
  const found = used(snapshot).find((one) => one.address === address);
  const empty = { address, from: now - DAY, to: now, events: [] };
  if (found === undefined) return empty;
  const events = [...eventsOf(found, now), ...host(now)].sort((one, other) => one.at - other.at);
  return {
    ...empty,
    events,
    trace: traceOf(found),
    previous: {
      header: { alg: 'RS256', typ: 'JWT', kid: 'key-2026-01' },
      payload: { sub: 'client-1', scope: 'sls:idn', jti: 'before' },
      receivedAt: now - 2 * HOUR,
      expiresAt: now - HOUR,
    },
  };
}

/** Only what somebody used has a history. */
function used({ services }: Snapshot): readonly EnvironmentView[] {
  return services
    .flatMap(({ environments }) => environments)
    .filter(({ receivedAt }) => receivedAt !== undefined);
}

function host(now: number): readonly ActivityEvent[] {
  return [
    { at: now - 15 * HOUR, kind: 'locked' },
    { at: now - 14.9 * HOUR, kind: 'slept', until: now - 7 * HOUR },
    { at: now - 7 * HOUR + MINUTE, kind: 'unlocked' },
  ];
}

function eventsOf({ address, receivedAt = 0, expiresAt = 0 }: EnvironmentView, now: number): ActivityEvent[] {
  const life = Math.max(expiresAt - receivedAt, 3 * MINUTE);
  const wakes = now - 7 * HOUR + 2 * MINUTE;
  const morning: ActivityEvent = { at: wakes, kind: 'minted', address, expiresAt: wakes + life };
  const failed: ActivityEvent = {
    at: wakes + 2 * HOUR,
    kind: 'refresh_failed',
    address,
    code: 'idp_unreachable',
    count: 4,
    until: wakes + 2 * HOUR + 10 * MINUTE,
  };
  const refreshes = [5, 4, 3, 2, 1].map((hours): ActivityEvent => {
    const at = receivedAt - hours * life * 0.9;
    return { at, kind: 'refreshed', address, expiresAt: at + life };
  });
  const taken: ActivityEvent[] = [
    {
      at: wakes + 3 * SECOND,
      kind: 'handed_out',
      address,
      taker: 'socket',
      format: 'raw',
      count: 12,
      until: wakes + 40 * SECOND,
    },
    { at: now - HOUR, kind: 'handed_out', address, taker: 'browser', format: 'header' },
    { at: now - 5 * MINUTE, kind: 'handed_out', address, taker: 'desktop', format: 'raw' },
    { at: now - 20 * HOUR, kind: 'secret_set', address, member: 'client_secret' },
  ];
  const latest: ActivityEvent = { at: receivedAt, kind: 'refreshed', address, expiresAt };
  return [morning, failed, ...refreshes, latest, ...taken].filter(({ at }) => at <= now && at > now - DAY);
}

function traceOf({ address, receivedAt = 0 }: EnvironmentView): TraceView {
  const url = `https://guardian.${address.replace('/', '.')}.example/token`;
  const shown = (name: string, text: string) => ({ name, value: { kind: 'shown', text } as const });
  return {
    at: receivedAt,
    attempts: 1,
    exchanges: [
      {
        at: receivedAt,
        durationMs: 184,
        request: {
          method: 'POST',
          url,
          encoding: 'form',
          headers: [
            shown('accept', 'application/json'),
            { name: 'authorization', value: { kind: 'secret', text: 'Basic base64(c1:$CLIENT_SECRET)' } },
            shown('content-type', 'application/x-www-form-urlencoded;charset=UTF-8'),
          ],
          body: [shown('scope', 'sls:idn sls:events'), shown('grant_type', 'client_credentials')],
        },
        response: {
          status: 200,
          headers: [
            shown('content-type', 'application/json'),
            shown('date', 'Thu, 01 Jan 2026 10:00:00 GMT'),
          ],
          body: {
            kind: 'members',
            members: [
              { name: 'access_token', value: { kind: 'typed', type: 'jwt', size: 812 } },
              shown('token_type', 'Bearer'),
              shown('expires_in', '3600'),
              shown('scope', 'sls:idn sls:events'),
            ],
          },
        },
        curl: `curl --request POST '${url}' \\\n  --user 'c1:'"$CLIENT_SECRET" \\\n  --data-urlencode 'grant_type=client_credentials'`,
      },
    ],
  };
}
