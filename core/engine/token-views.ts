/** What the engine shows of the tokens it holds. */
import type { ClaimsView, JwtView } from '../../shared/token-view.ts';
import { FobError } from '../errors/fob-error.ts';
import type { Clock } from '../ports/clock.ts';
import { fetchKeySet, localKeys } from '../tokens/key-sets.ts';
import type { HandedToken, InspectRequest } from './contract.ts';
import type { Holding } from './holding.ts';
import { inspectText, viewToken } from './inspection.ts';
import type { InspectionOptions } from './inspection.ts';
import { introspect } from './introspection.ts';
import type { EnginePorts } from './ports.ts';
import type { ProfileAccess } from './profile-access.ts';
import { bindingOf } from './token-binding.ts';

/** The token that was handed out, and the newest ID token beside it: decoded and checked, or as the IdP describes it. */
export async function claimsOf(
  holding: Holding,
  handed: HandedToken,
  access: ProfileAccess,
  clock: Clock,
): Promise<ClaimsView> {
  const options = inspectionOf(holding, access, clock);
  const accessToken = await viewToken(handed.accessToken, options);
  const introspection = accessToken === undefined ? await introspect(handed.accessToken, options) : undefined;
  const described = introspection?.kind === 'active' ? introspection.claims : accessToken?.payload;
  const binding = await bindingOf(described, options.profile, access);
  const id = holding.tokens?.id_token;
  const idToken =
    id === undefined ? undefined : await viewToken(id, { ...options, audience: options.profile.client_id });
  return {
    address: holding.profile.address,
    tokenType: handed.tokenType,
    receivedAt: holding.tokens?.received_at ?? clock.now(),
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(introspection === undefined ? {} : { introspection }),
    ...(binding === undefined ? {} : { binding }),
    ...(idToken === undefined ? {} : { idToken }),
    ...(handed.scope === undefined ? {} : { scope: handed.scope }),
    ...(handed.expiresAt === undefined ? {} : { expiresAt: handed.expiresAt }),
  };
}

/** Any JWT, checked against the profile of `holding` or the keys in the request. Rejects with `usage` for more than one. */
export async function inspectFor(
  request: InspectRequest,
  holding: Holding | undefined,
  access: ProfileAccess,
  { clock, http }: Pick<EnginePorts, 'clock' | 'http'>,
): Promise<JwtView> {
  const { jwt, jwks, jwksUri } = request;
  if ([holding, jwks, jwksUri].filter((one) => one !== undefined).length > 1)
    throw new FobError('usage', 'Give one thing to verify against: a profile, keys, or their URL.');
  if (holding !== undefined) return inspectText(jwt, inspectionOf(holding, access, clock));
  const keys = jwksUri === undefined ? jwks : await fetchKeySet(jwksUri, http);
  return inspectText(jwt, keys === undefined ? undefined : { keys: localKeys(keys), now: clock.now() });
}

function inspectionOf({ profile, tokens }: Holding, access: ProfileAccess, clock: Clock): InspectionOptions {
  return { profile, connection: access.connection(profile), now: clock.now() + (tokens?.skew_ms ?? 0) };
}
