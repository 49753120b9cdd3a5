/** One request at the fault server, and the ways to answer it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { send } from './answer.ts';
import { clientProblem } from './client-check.ts';
import type { Conversation } from './conversation.ts';
import { RawAnswer } from './fault.ts';
import type { Answer, Changes } from './fault.ts';
import type { Json } from './json.ts';

export interface Exchange {
  readonly conversation: Conversation;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The full URL of the request, without its query. */
  readonly url: string;
  readonly query: URLSearchParams;
}

export type Handler = (exchange: Exchange) => Promise<void>;

export function finish(response: ServerResponse, answer: Answer, status?: number): Promise<void> {
  send(response, answer, status);
  return Promise.resolve();
}

export function page(response: ServerResponse, title: string, status = 200): Promise<void> {
  const body = `<!doctype html><title>${title}</title><p>${title}</p>`;
  return finish(response, new RawAnswer(body, { status, headers: { 'content-type': 'text/html' } }));
}

/** The endpoints whose answer is one JSON object. */
export type Simple = Extract<
  keyof Changes,
  'metadata' | 'jwks' | 'par' | 'deviceAuthorization' | 'userinfo' | 'introspection' | 'revocation'
>;

export async function changed(
  { conversation, response, query, url }: Exchange,
  name: Simple,
  good: Json,
  { status = 200, parameters = query } = {},
): Promise<void> {
  const { setup, change } = conversation.fault;
  const scene = conversation.scene(parameters, { url });
  const prepared = (await setup?.[name]?.(good, scene)) ?? good;
  const fault = change[name];
  if (fault === undefined || typeof prepared === 'symbol' || prepared instanceof RawAnswer)
    return finish(response, prepared, status);
  const answer = await fault(prepared, scene);
  conversation.carry();
  return finish(response, answer, status);
}

export async function authenticated(exchange: Exchange, name: Simple, good: Json): Promise<void> {
  const parameters = new URLSearchParams(await text(exchange.request));
  const problem = await clientProblem(exchange.conversation, exchange.request, parameters);
  return problem === undefined
    ? changed(exchange, name, good, { parameters })
    : finish(exchange.response, problem);
}
