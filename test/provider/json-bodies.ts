import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import type { KoaContextWithOIDC } from 'oidc-provider';

export type TokenParameters = Record<string, string>;

type JsonContext = Pick<KoaContextWithOIDC, 'is' | 'req' | 'status' | 'body'>;

/**
 * Reads the JSON body of a token request. Answers the request itself and returns nothing when it has another media
 * type (415), or is not an object of strings (400).
 */
export async function readJsonParameters(ctx: JsonContext): Promise<TokenParameters | undefined> {
  if (ctx.is('application/json') === false) {
    refuse(ctx, 415, 'The token endpoint takes application/json only');
    return undefined;
  }
  const parameters = await json(ctx.req).catch(() => undefined);
  if (isParameters(parameters)) return parameters;
  refuse(ctx, 400, 'The body must be a JSON object of strings');
  return undefined;
}

/** Hands the parameters on to oidc-provider, which reads forms only. */
export function writeFormParameters(ctx: JsonContext, parameters: TokenParameters): void {
  const form = Buffer.from(new URLSearchParams(parameters).toString());
  const { headers } = ctx.req;
  headers['content-type'] = 'application/x-www-form-urlencoded';
  headers['content-length'] = String(form.length);
  delete headers['transfer-encoding'];
  // Koa reads the headers from the request it got; only the body is read through ctx.req.
  ctx.req = Readable.from([form]) as unknown as IncomingMessage;
}

function isParameters(value: unknown): value is TokenParameters {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((each) => typeof each === 'string');
}

function refuse(ctx: JsonContext, status: number, description: string): void {
  ctx.status = status;
  ctx.body = { error: 'invalid_request', error_description: description };
}
