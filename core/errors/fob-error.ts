import type { ErrorCode, ErrorView } from '../../shared/error-code.ts';
import type { EndpointChange } from '../../shared/snapshot.ts';
import { printable } from './redact.ts';

export interface FobErrorOptions {
  /** The next step for the person who reads the message, in one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** The IdP's `error` code (RFC 6749 section 5.2), when it answered one. */
  readonly oauthError?: string;
  /** How long the IdP asked to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The request was sent and its answer did not arrive: the IdP may have acted on it. */
  readonly answerLost?: boolean;
  /** The answer was about another user than the one who signed in. */
  readonly isOfAnother?: boolean;
  /** With `endpoints_changed`: what changed. */
  readonly endpointChanges?: readonly EndpointChange[];
}

/**
 * The one error class of Fob. `code` is stable and crosses every boundary; `message` and `hint` are for people and
 * never hold a secret. What other parties wrote goes through `printable` before it gets here.
 */
export class FobError extends Error {
  override readonly name = 'FobError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly oauthError: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly answerLost: boolean;
  readonly isOfAnother: boolean;
  readonly endpointChanges: readonly EndpointChange[] | undefined;

  constructor(code: ErrorCode, message: string, options: FobErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.oauthError = options.oauthError;
    this.retryAfterMs = options.retryAfterMs;
    this.answerLost = options.answerLost === true;
    this.isOfAnother = options.isOfAnother === true;
    this.endpointChanges = options.endpointChanges;
  }
}

/** The error as it may leave this process. Anything that is not a `FobError` becomes `internal` without its text. */
export function errorView(error: unknown): ErrorView {
  if (error instanceof FobError) {
    const { code, message, hint } = error;
    return hint === undefined ? { code, message } : { code, message, hint };
  }
  const name = error instanceof Error ? error.name : typeof error;
  return {
    code: 'internal',
    message: `Fob met a bug (${printable(name)}).`,
    hint: 'Run the command again with FOB_DEBUG=1 and report what it prints.',
  };
}
