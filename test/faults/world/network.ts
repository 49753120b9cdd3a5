/** What lies between a process of Fob and its IdPs: distance, weather, and answers that never arrive. */
import { FobError } from '../../../core/errors/fob-error.ts';
import type { HttpAnswer, HttpClientFactory, HttpLimits, HttpRequest } from '../../../core/index.ts';
import { exchangeOf } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { json, page } from './strict-idp.ts';
import type { StrictIdp } from './strict-idp.ts';
import type { Timeline } from './timeline.ts';

/** What becomes of one request. The first three the IdP never hears of, the last three it grants all the same. */
export type Fate =
  | { readonly kind: 'offline' }
  | { readonly kind: 'portal'; readonly redirects: boolean }
  | {
      readonly kind: 'busy';
      readonly status: number;
      readonly retryAfterS?: number;
      readonly isDate?: boolean;
    }
  | { readonly kind: 'well' }
  /** The connection is cut before the answer. */
  | { readonly kind: 'cut' }
  /** Nobody answers until the deadline. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'slow'; readonly ms: number };

export interface NetworkOptions {
  readonly timeline: Timeline;
  readonly idps: ReadonlyMap<string, StrictIdp>;
  /** Asked once for each request, when it is sent. */
  readonly fate: (exchange: Exchange) => Fate;
  /** Milliseconds there, and the same back. */
  readonly distance: () => number;
  readonly isOffline: () => boolean;
  readonly sent: (exchange: Exchange) => void;
  /** The process has the answer, or knows that there will be none. */
  readonly ended: (exchange: Exchange, fate: Fate['kind']) => void;
}

/** The HTTP of the process with this number; once it `isDead` nothing reaches it any more. */
export function networkOf(
  options: NetworkOptions,
  process: number,
  isDead: () => boolean,
): HttpClientFactory {
  const request = (url: string, sent: HttpRequest, limits: HttpLimits): Promise<HttpAnswer> => {
    const exchange = exchangeOf(url, sent, process, options.timeline);
    const { refreshToken, idp } = exchange;
    if (refreshToken !== undefined)
      exchange.scope = options.idps.get(idp)?.sessionOf(refreshToken)?.scope ?? '';
    options.sent(exchange);
    return carried(options, exchange, limits, isDead);
  };
  return () => Promise.resolve({ request, close: () => Promise.resolve() });
}

function carried(
  options: NetworkOptions,
  exchange: Exchange,
  { deadlineMs }: HttpLimits,
  isDead: () => boolean,
): Promise<HttpAnswer> {
  const { timeline, ended, isOffline } = options;
  const fate = options.fate(exchange);
  const distance = options.distance();
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  let isOver = false;
  const once = (kind: Fate['kind'], act: () => void) => (): void => {
    cancelDeadline();
    if (isOver || isDead()) return;
    isOver = true;
    ended(exchange, kind);
    act();
  };
  const cancelDeadline = timeline.onMachine(
    deadlineMs,
    once('silent', () => reject(new FobError('idp_timeout', `${exchange.idp} did not answer.`))),
  );
  const arrive = (answer: HttpAnswer): void => {
    // A network that went away meanwhile carries nothing back.
    if (isOffline()) return;
    if (!isOver && !isDead()) exchange.heardAt = timeline.truth;
    once(fate.kind, () => resolve(answer))();
  };
  const fail = (answerLost: boolean) =>
    once(fate.kind, () =>
      reject(new FobError('idp_unreachable', `${exchange.idp} could not be reached.`, { answerLost })),
    );
  const back = (run: () => void, ms = distance): void => void timeline.onMachine(ms, run);
  const atIdp = (run: () => void): void => timeline.later(distance, run);

  switch (fate.kind) {
    case 'offline':
      back(fail(false));
      break;
    case 'portal':
      back(() => arrive(portal(fate.redirects, timeline.truth)), 2 * distance);
      break;
    case 'busy':
      atIdp(() => {
        const answer = busy(fate, timeline.truth);
        back(() => {
          if (fate.retryAfterS !== undefined && !isOffline()) exchange.retryAfterMs = fate.retryAfterS * 1000;
          arrive(answer);
        });
      });
      break;
    default:
      atIdp(() => {
        const answer = options.idps.get(exchange.idp)?.answer(exchange, timeline.truth);
        if (fate.kind === 'silent') return;
        if (answer === undefined || fate.kind === 'cut') back(fail(true));
        else back(() => arrive(answer), fate.kind === 'slow' ? fate.ms : distance);
      });
  }
  return promise;
}

function portal(redirects: boolean, now: number): HttpAnswer {
  return redirects
    ? page(302, now, '', { location: 'https://portal.example/welcome' })
    : page(200, now, '<html><title>Welcome to the hotel</title>');
}

function busy({ status, retryAfterS, isDate }: Fate & { kind: 'busy' }, now: number): HttpAnswer {
  if (retryAfterS === undefined) return json(status, now, { error: 'temporarily_unavailable' });
  // A date has whole seconds: rounded up, or it would ask for less.
  const date = new Date(Math.ceil(now / 1000) * 1000 + retryAfterS * 1000).toUTCString();
  return json(status, now, {}, { 'retry-after': isDate === true ? date : String(retryAfterS) });
}
