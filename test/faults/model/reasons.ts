/** Whether the reason that a caller was given is the true one. */
import type { FobError } from '../../../core/index.ts';
import type { Trouble } from './call.ts';

export interface Circumstances {
  /** Whether it was so at any time of the call. */
  readonly since: (trouble: Trouble) => boolean;
  readonly asksToWait: boolean;
  /** Whether the IdP would take the refresh token that Fob holds. */
  readonly isUsable: boolean;
  readonly isPromised: boolean;
  /** How many answers came so late that their tokens were old. */
  readonly late: number;
  readonly idp: string;
}

/** What is wrong with the reason; `undefined` when nothing is. */
export function reasonProblem(error: FobError, now: Circumstances): string | undefined {
  switch (error.code) {
    case 'vault_locked':
      return now.since('locked') ? undefined : 'the vault was open';
    case 'address_unknown':
      return now.since('removed') ? undefined : 'the profile was there';
    case 'secret_missing':
      return now.since('secret') ? undefined : 'the secret was there';
    case 'storage_failed':
      return now.since('disk') ? undefined : 'the disk was well';
    case 'sign_in_needed':
      return now.isUsable ? 'the IdP would take the refresh token that was last heard of' : undefined;
    case 'sign_in_cancelled':
      return undefined;
    case 'idp_unreachable':
    case 'idp_timeout':
    case 'idp_response_invalid':
      return now.since(`idp ${now.idp}`) || now.asksToWait ? undefined : 'the IdP was well';
    case 'token_too_short':
      return now.isPromised || now.late > 1 ? undefined : 'nothing was promised';
    default:
      return 'that is no reason';
  }
}
