import { STATUS_CODES } from 'node:http';
import type { ServerResponse } from 'node:http';
import { errorView, FobError } from '../core/index.ts';
import { ERROR_CODES } from '../shared/error-code.ts';
import type { ErrorView } from '../shared/error-code.ts';
import { RequestRefused } from './http-body.ts';

/** An error with the HTTP status that carries it. */
export interface Problem {
  readonly status: number;
  readonly error: ErrorView;
}

export const usageProblem = (status: number, message: string, hint?: string): Problem => ({
  status,
  error: { code: 'usage', message, ...(hint === undefined ? {} : { hint }) },
});

export const problemOf = (error: ErrorView): Problem => ({ status: ERROR_CODES[error.code].status, error });

/** The problem that a thrown value stands for. What is no error of ours is a bug and goes out without its text. */
export function thrownProblem(error: unknown): Problem {
  return error instanceof RequestRefused
    ? usageProblem(error.status, error.message)
    : problemOf(errorView(error));
}

export const isBug = (error: unknown): boolean =>
  !(error instanceof FobError) && !(error instanceof RequestRefused);

/** Answers with problem details (RFC 9457) that carry Fob's `code` and `hint` besides. */
export function sendProblem(response: ServerResponse, { status, error }: Problem): void {
  const { code, message, hint } = error;
  const title = STATUS_CODES[status] ?? 'Error';
  sendJson(
    response,
    status,
    { type: 'about:blank', title, status, detail: message, code, hint },
    'problem+json',
  );
}

/** Answers with JSON that nobody on the way may keep. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  subtype: 'json' | 'problem+json' = 'json',
): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'Content-Type': `application/${subtype}`,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(body);
}
