/** Who is behind an access token, by the IdP's own words (OIDC Core section 5.3). */
import { decodeJwt } from 'jose';
import { ClientError, enableNonRepudiationChecks, fetchUserInfo, skipSubjectCheck } from 'openid-client';
import type { UserinfoView } from '../../shared/token-view.ts';
import { FobError } from '../errors/fob-error.ts';
import { nobodyToAsk, questionError } from '../grants/question-errors.ts';
import type { Clock } from '../ports/clock.ts';
import { refuseUnshowable } from '../tokens/jwt.ts';
import type { HandedToken } from './contract.ts';
import { grantContext } from './grant-context.ts';
import type { Holding } from './holding.ts';
import type { ProfileAccess } from './profile-access.ts';

const ENDPOINT = 'userinfo_endpoint';

/** Asks with the token that was handed out for `holding`. Rejects with a `FobError`; `usage` when nobody can be asked. */
export async function userinfoOf(
  { profile, tokens }: Holding,
  { accessToken, tokenType }: HandedToken,
  access: ProfileAccess,
  clock: Clock,
): Promise<UserinfoView> {
  try {
    const { config, dpop } = await grantContext(profile, access.grantPorts(profile), { strict: true });
    if (config.serverMetadata()[ENDPOINT] === undefined) throw nobodyToAsk(ENDPOINT, profile);
    if (config.serverMetadata().jwks_uri !== undefined) enableNonRepudiationChecks(config);
    const subject = tokens?.id_token === undefined ? undefined : decodeJwt(tokens.id_token).sub;
    const isBound = dpop !== undefined && /^dpop$/i.test(tokenType);
    const answer = await fetchUserInfo(
      config,
      accessToken,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out; it is said in the answer
      subject ?? skipSubjectCheck,
      isBound ? { DPoP: dpop } : {},
    );
    refuseUnshowable(answer, ENDPOINT);
    const compared = subject === undefined ? 'not_compared' : 'matches';
    return { address: profile.address, claims: { ...answer }, subject: compared };
  } catch (error) {
    throw refusedSubject(error) ?? questionError(error, ENDPOINT, profile, clock.now());
  }
}

/** OIDC Core section 5.3.4: an access token that was swapped for another person's shows here. */
function refusedSubject(error: unknown): FobError | undefined {
  if (!(error instanceof ClientError) || error.code !== 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED')
    return undefined;
  return new FobError(
    'idp_response_invalid',
    'The userinfo_endpoint answered about another person than the ID token names; nothing of it is shown.',
    { hint: 'Report this to the operator of the IdP.', cause: error },
  );
}
