/**
 * Every error of Fob by its stable code, with the exit code of the command line (contract, see docs/map.md)
 * and the HTTP status of the agent. The code crosses every boundary; the message is for people and may change.
 */
export const ERROR_CODES = {
  usage: { exit: 2, status: 400 },
  sign_in_needed: { exit: 3, status: 403 },
  idp_refused: { exit: 4, status: 502 },
  idp_response_invalid: { exit: 4, status: 502 },
  token_not_verified: { exit: 4, status: 422 },
  token_too_short: { exit: 4, status: 502 },
  idp_unreachable: { exit: 5, status: 504 },
  idp_timeout: { exit: 5, status: 504 },
  vault_locked: { exit: 6, status: 423 },
  vault_passphrase_wrong: { exit: 6, status: 423 },
  vault_absent: { exit: 6, status: 423 },
  vault_damaged: { exit: 7, status: 500 },
  refused_by_policy: { exit: 8, status: 403 },
  host_running: { exit: 8, status: 409 },
  peer_untrusted: { exit: 8, status: 403 },
  endpoints_changed: { exit: 8, status: 409 },
  address_unknown: { exit: 9, status: 404 },
  profiles_invalid: { exit: 10, status: 422 },
  profile_invalid: { exit: 10, status: 422 },
  secret_missing: { exit: 10, status: 422 },
  secret_invalid: { exit: 10, status: 422 },
  redirect_port_taken: { exit: 10, status: 409 },
  sign_in_cancelled: { exit: 3, status: 409 },
  storage_failed: { exit: 10, status: 500 },
  runtime_unsupported: { exit: 10, status: 500 },
  internal: { exit: 70, status: 500 },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An error as it crosses a process boundary. Holds no secret: `message` and `hint` were redacted where they were made. */
export interface ErrorView {
  readonly code: ErrorCode;
  readonly message: string;
  /** The next step, in one sentence, when there is one. */
  readonly hint?: string;
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}
