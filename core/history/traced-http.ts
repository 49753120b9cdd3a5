/** The seam of the trace: connections as they were, with each request that has to do with a token told, without its secrets. */
import type { TracedExchange } from '../../shared/history-view.ts';
import type { Address } from '../../shared/profile.ts';
import { errorView } from '../errors/fob-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpAnswer, HttpClientFactory, HttpRequest } from '../ports/http.ts';
import { secretsOf } from '../grants/sent-secrets.ts';
import { sentParameters, tracedRequest } from './traced-request.ts';
import { tracedResponse } from './traced-response.ts';

/** `note` hears of an exchange when it is over; what it throws is nobody's, since a trace must not fail a token. */
export function tracedHttp(
  http: HttpClientFactory,
  clock: Clock,
  note: (address: Address, exchange: TracedExchange) => void,
): HttpClientFactory {
  return async (profile, tls) => {
    const client = await http(profile, tls);
    return {
      request: async (url, request, limits) => {
        if (!isTraced(request)) return client.request(url, request, limits);
        const at = clock.now();
        const begun = clock.monotonic();
        const tell = (end: Ending): void => {
          try {
            const durationMs = clock.monotonic() - begun;
            note(profile.address, { at, durationMs, ...exchangeOf(url, request, profile.tls, end) });
          } catch {
            // The trace is then without it.
          }
        };
        try {
          const answer = await client.request(url, request, limits);
          tell({ answer });
          return answer;
        } catch (error) {
          tell({ error });
          throw error;
        }
      },
      close: () => client.close(),
    };
  };
}

type Ending = { readonly answer: HttpAnswer } | { readonly error: unknown };

function exchangeOf(
  url: string,
  request: HttpRequest,
  tls: Parameters<HttpClientFactory>[0]['tls'],
  end: Ending,
): Omit<TracedExchange, 'at' | 'durationMs'> {
  const parameters = sentParameters(request);
  const secrets = secretsOf({ headers: request.headers, body: parameters });
  const sent = tracedRequest(url, request, parameters, secrets, tls);
  if ('error' in end) return { ...sent, error: errorView(end.error) };
  return { ...sent, response: tracedResponse(end.answer, secrets, request.method === 'POST') };
}

/** What asks about a token, or with one, is no part of getting it: introspection, revocation, userinfo. */
function isTraced(request: HttpRequest): boolean {
  if (request.method === 'GET') return new Headers(request.headers).get('authorization') === null;
  const parameters = sentParameters(request);
  return parameters.has('grant_type') || !parameters.has('token');
}
