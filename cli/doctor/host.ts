/** Who runs, on what, and how it reaches the network. */
import type { Surroundings } from '../../shared/checkup.ts';
import type { ErrorView } from '../../shared/error-code.ts';
import type { ServiceView } from '../../shared/snapshot.ts';
import { ok, problem, warning } from './finding.ts';
import type { Finding } from './finding.ts';

const HOST = 'Host';
const NETWORK = 'Network';
/** Milliseconds: what a server's seconds and the way there make is no skew. */
const NOTABLE_SKEW_MS = 5_000;

/** Who says that it holds the data directory. */
export interface Holder {
  readonly kind: string;
  readonly pid: number;
  readonly started_at: string;
}

export interface HostFacts {
  readonly pid: number;
  readonly kind: string;
  readonly version: string;
}

/** Of a host that answers; `started`: it was started for this. */
export function hostFindings(
  host: HostFacts,
  holder: Holder | undefined,
  started: boolean,
): readonly Finding[] {
  const said = `${host.kind}, process ${host.pid}, version ${host.version}${started ? ', started just now' : ''}`;
  if (holder?.pid === host.pid)
    return [ok(HOST, `${said}; holds the lock of the data directory since ${holder.started_at}`)];
  return [
    ok(HOST, said),
    warning(
      HOST,
      holder === undefined
        ? 'run/host.json does not say who holds the lock'
        : `process ${holder.pid} says that it holds the lock, too`,
      'Stop the host and start it again: fob agent stop',
    ),
  ];
}

/** Nothing answers. `lastWords`: what the agent logged last. */
export function noHostFindings(
  error: ErrorView,
  holder: Holder | undefined,
  lastWords: string | undefined,
): readonly Finding[] {
  // An agent that does not start met something else, which the other lines name where they can.
  const code = error.code === 'internal' ? 'runtime_unsupported' : error.code;
  return [
    problem(HOST, { ...error, code }),
    ...(lastWords === undefined ? [] : [warning(HOST, `the agent's last words: ${lastWords}`)]),
    ...(holder === undefined
      ? []
      : [
          warning(
            HOST,
            `${holder.kind}, process ${holder.pid}, has held the data directory since ${holder.started_at}`,
            `If it hangs, end it: kill ${holder.pid}`,
          ),
        ]),
  ];
}

export function surroundingsFindings({
  runtime,
  system,
  proxies,
  certificates,
}: Surroundings): readonly Finding[] {
  const { file, added } = certificates;
  const variables = Object.entries(proxies).map(([name, value]) => `${name}=${value}`);
  return [
    ok(HOST, `${runtime} on ${system}`),
    ok(NETWORK, variables.length === 0 ? 'no proxy variable is set' : `proxies: ${variables.join(' ')}`),
    ok(NETWORK, `${certificates.system} authorities of the system are trusted besides Node's own`),
    ...(file === undefined
      ? []
      : added === undefined || added === 0
        ? [warning(NETWORK, `NODE_EXTRA_CA_CERTS names ${file}, which has no certificate that can be read`)]
        : [ok(NETWORK, `NODE_EXTRA_CA_CERTS=${file}: ${added} more`)]),
  ];
}

/** How far the clocks of the IdPs are from ours, as their answers told. */
export function clockFindings(services: readonly ServiceView[]): readonly Finding[] {
  const skews = new Map<string, number>();
  for (const { issuer, tokenEndpoint, skewMs } of services.flatMap(({ environments }) => environments))
    if (skewMs !== undefined) skews.set(issuer ?? tokenEndpoint ?? '', skewMs);
  const notable = [...skews].filter(([, ms]) => Math.abs(ms) >= NOTABLE_SKEW_MS);
  if (skews.size === 0) return [ok(NETWORK, 'clock: no IdP has told its time yet')];
  if (notable.length === 0)
    return [ok(NETWORK, `clock: within ${NOTABLE_SKEW_MS / 1000} s of ${skews.size} IdPs`)];
  return notable.map(([idp, ms]) =>
    warning(
      NETWORK,
      `clock: ${idp} is ${Math.round(Math.abs(ms) / 1000)} s ${ms > 0 ? 'ahead' : 'behind'}; Fob makes up for it`,
      "Set this machine's clock, if it is the one that is wrong.",
    ),
  );
}
