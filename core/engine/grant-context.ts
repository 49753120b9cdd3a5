/** What a grant needs of a profile: configuration, secrets, parameters and, where the profile wants it, its DPoP key. */
import type { Configuration, DPoPHandle } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import type { Connection, ConnectionSecrets } from '../grants/connection.ts';
import type { GrantContext } from '../grants/grant.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';

export interface GrantPorts extends ConnectionSecrets {
  readonly clock: Clock;
  readonly random: Random;
  readonly connection: Connection;
  /** Proves possession of the profile's own key, which is kept in the vault and made when there is none. */
  readonly dpopHandle: (config: Configuration) => Promise<DPoPHandle>;
}

/** `strict` is for a sign-in (see `Connection`). Rejects with a `FobError`. */
export async function grantContext(
  profile: Profile,
  ports: GrantPorts,
  { strict = false }: { readonly strict?: boolean } = {},
): Promise<GrantContext> {
  const { clock, random, connection, secret, privateKey } = ports;
  const config = await connection.configuration(strict);
  const parameters = tokenParameters(profile);
  const dpop = profile.dpop === true ? await ports.dpopHandle(config) : undefined;
  return { config, profile, secret, parameters, dpop, privateKey, clock, random, skewS: connection.skewS() };
}

/** What the profile adds to every token request. */
function tokenParameters(profile: Profile): URLSearchParams {
  const { scope, audience, resource, extra_token_params } = profile;
  const parameters = new URLSearchParams(extra_token_params);
  for (const [name, value] of Object.entries({ scope, audience, resource })) {
    if (value !== undefined) parameters.set(name, value);
  }
  return parameters;
}
