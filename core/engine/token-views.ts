/** What the engine shows of the tokens it holds. */
import type { ClaimsView, JwtView } from '../../shared/token-view.ts';
import type { Clock } from '../ports/clock.ts';
import type { HandedToken } from './contract.ts';
import type { Holding } from './holding.ts';
import { inspectText, viewToken } from './inspection.ts';
import type { InspectionOptions } from './inspection.ts';
import { introspect } from './introspection.ts';
import type { ProfileAccess } from './profile-access.ts';

/** The token that was handed out, and the newest ID token beside it: decoded and checked, or as the IdP describes it. */
export async function claimsOf(
  holding: Holding,
  handed: HandedToken,
  access: ProfileAccess,
  clock: Clock,
): Promise<ClaimsView> {
  const options = inspectionOf(holding, access, clock);
  const accessToken = await viewToken(handed.accessToken, options);
  const described =
    accessToken === undefined
      ? { introspection: await introspect(handed.accessToken, options) }
      : { accessToken };
  const id = holding.tokens?.id_token;
  const idToken =
    id === undefined ? undefined : await viewToken(id, { ...options, audience: options.profile.client_id });
  return {
    address: holding.profile.address,
    tokenType: handed.tokenType,
    receivedAt: holding.tokens?.received_at ?? clock.now(),
    ...described,
    ...(idToken === undefined ? {} : { idToken }),
    ...(handed.scope === undefined ? {} : { scope: handed.scope }),
    ...(handed.expiresAt === undefined ? {} : { expiresAt: handed.expiresAt }),
  };
}

/** Any JWT, checked against the profile of `holding` when one is given. */
export function inspectFor(
  jwt: string,
  holding: Holding | undefined,
  access: ProfileAccess,
  clock: Clock,
): Promise<JwtView> {
  return inspectText(jwt, holding === undefined ? undefined : inspectionOf(holding, access, clock));
}

function inspectionOf({ profile, tokens }: Holding, access: ProfileAccess, clock: Clock): InspectionOptions {
  return { profile, connection: access.connection(profile), now: clock.now() + (tokens?.skew_ms ?? 0) };
}
