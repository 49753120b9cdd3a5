/** IdPs of a test's own making: a handler answers every request, and each is recorded as it would go over the wire. */
import type { HttpAnswer, HttpClientFactory, HttpLimits, HttpRequest } from '../../core/index.ts';

export interface ScriptedRequest extends HttpRequest {
  readonly url: string;
  readonly limits: HttpLimits;
}

export interface ScriptedHttp {
  readonly http: HttpClientFactory;
  /** Oldest first. */
  readonly requests: ScriptedRequest[];
}

/** What the handler throws is what the engine's HTTP adapter would reject with. */
export function createScriptedHttp(
  handle: (request: ScriptedRequest) => HttpAnswer | Promise<HttpAnswer>,
): ScriptedHttp {
  const requests: ScriptedRequest[] = [];
  return {
    requests,
    http: () =>
      Promise.resolve({
        request: async (url, request, limits) => {
          const recorded = { ...request, url, limits };
          requests.push(recorded);
          return handle(recorded);
        },
        close: () => Promise.resolve(),
      }),
  };
}

/** An answer of `application/json`, unless `headers` say otherwise. Text goes out as it is, all else as JSON. */
export function scriptedAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    status,
    headers: new Headers({ 'content-type': 'application/json', ...headers }),
    body: body instanceof Uint8Array ? Uint8Array.from(body) : new TextEncoder().encode(text),
  };
}
