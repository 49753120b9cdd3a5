/** What the IdP says of an opaque access token (RFC 7662), asked as the profile's own client. */
import { tokenIntrospection } from 'openid-client';
import type { Introspection } from '../../shared/token-view.ts';
import { errorView } from '../errors/fob-error.ts';
import { nobodyToAsk, questionError } from '../grants/question-errors.ts';
import { refuseUnshowable } from '../tokens/jwt.ts';
import type { InspectionOptions } from './inspection.ts';

const ENDPOINT = 'introspection_endpoint';

/** Never rejects: a token can be used whether or not the IdP says something of it. */
export async function introspect(
  token: string,
  { profile, connection, now }: InspectionOptions,
): Promise<Introspection> {
  try {
    // Not the strict one: an answer that is a signed JWT was not asked for, and is refused.
    const config = await connection.configuration(false);
    if (config.serverMetadata()[ENDPOINT] === undefined) throw nobodyToAsk(ENDPOINT, profile);
    const claims = { ...(await tokenIntrospection(config, token, { token_type_hint: 'access_token' })) };
    refuseUnshowable(claims, ENDPOINT);
    // RFC 7662 section 2.2: whatever else is said of a token that is not active must not be relied on.
    return claims.active ? { kind: 'active', claims } : { kind: 'inactive' };
  } catch (error) {
    return { kind: 'not_answered', reason: errorView(questionError(error, ENDPOINT, profile, now)) };
  }
}
