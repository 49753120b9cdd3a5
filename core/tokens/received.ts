import type { TokenEndpointResponse } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import { receiptOf } from '../grants/oauth-fetch.ts';
import { tokenSetFrom } from './token-set.ts';
import type { TokenSet } from './token-set.ts';

/**
 * The token set in an answer that openid-client found good. Throws `idp_response_invalid` when the token is of another
 * type than the one asked for, and whenever {@link tokenSetFrom} does.
 */
export function receivedTokens(
  profile: Profile,
  answer: TokenEndpointResponse,
  previous?: TokenSet,
): TokenSet {
  refuseOtherType(profile, answer.token_type);
  // openid-client hangs helper functions onto its answer; only the members matter here.
  return tokenSetFrom({ ...answer }, receiptOf(answer), previous);
}

/** RFC 9449 section 5: who sent a proof and gets a Bearer token has one that whoever finds it can use. */
function refuseOtherType({ address, dpop }: Profile, type: string): void {
  const isBound = type.toLowerCase() === 'dpop';
  if (isBound === (dpop === true)) return;
  throw new FobError(
    'idp_response_invalid',
    isBound
      ? `The IdP of ${address} answered a DPoP token, and the profile has no DPoP.`
      : `The IdP of ${address} answered a Bearer token, although the profile has DPoP.`,
    {
      hint: isBound
        ? 'Write "dpop": true into the profile if its tokens shall be bound to a key.'
        : 'Ask the operator to bind the tokens of this client, or take "dpop" out of the profile.',
    },
  );
}
