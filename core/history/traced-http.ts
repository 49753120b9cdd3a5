/** The seam of the trace: connections as they were, with each request that has to do with a token told, without its secrets. */
import type { TracedExchange } from '../../shared/history-view.ts';
import type { Address } from '../../shared/profile.ts';
import { errorView } from '../errors/fob-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpAnswer, HttpClientFactory, HttpRequest } from '../ports/http.ts';
import { secretsOf } from '../grants/sent-secrets.ts';
import { sentParameters, tracedRequest } from './traced-request.ts';
import type { SentRequest } from './traced-request.ts';
import type { NewExchange } from './last-calls.ts';
import { tracedResponse } from './traced-response.ts';

/**
 * `note` hears of an exchange when it is over, and may have it described once the answer has gone on. A description holds
 * no secret; what it is made of does, and is not to be kept. Neither may fail a token: `note` does not throw, and who calls
 * `describe` bears that it does.
 */
export function tracedHttp(
  http: HttpClientFactory,
  clock: Clock,
  note: (address: Address, exchange: NewExchange) => void,
): HttpClientFactory {
  return async (profile, tls) => {
    const client = await http(profile, tls);
    return {
      request: async (url, request, limits) => {
        const parameters = tracedParameters(request);
        if (parameters === undefined) return client.request(url, request, limits);
        const at = clock.now();
        const begun = clock.monotonic();
        const tell = (end: Ending): void => {
          const durationMs = clock.monotonic() - begun;
          const sent = { ...request, url, parameters, tls: profile.tls };
          const describe = (): TracedExchange => ({ at, durationMs, ...exchangeOf(sent, end) });
          note(profile.address, { at, isPost: request.method === 'POST', describe });
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

function exchangeOf(sent: SentRequest, end: Ending): Omit<TracedExchange, 'at' | 'durationMs'> {
  const secrets = secretsOf({ headers: sent.headers, body: sent.parameters });
  const traced = tracedRequest(sent, secrets);
  if ('error' in end) return { ...traced, error: errorView(end.error) };
  return { ...traced, response: tracedResponse(end.answer, secrets, sent.method === 'POST') };
}

/** What asks about a token, or with one, is no part of getting it: introspection, revocation, userinfo. */
function tracedParameters(request: HttpRequest): URLSearchParams | undefined {
  const parameters = sentParameters(request);
  const isTraced =
    request.method === 'GET'
      ? new Headers(request.headers).get('authorization') === null
      : parameters.has('grant_type') || !parameters.has('token');
  return isTraced ? parameters : undefined;
}
