import type { GrantType, Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import { clientCredentials } from './client-credentials.ts';
import type { Grant } from './grant.ts';
import { password } from './password.ts';
import { pastedRefreshToken } from './refresh-token.ts';

const GRANTS: ReadonlyMap<GrantType, Grant> = new Map(
  [clientCredentials, password, pastedRefreshToken].map((grant) => [grant.grantType, grant]),
);

/** Throws `grant_unsupported` for a grant type that this version has no file for. */
export function grantOf(profile: Pick<Profile, 'address' | 'grant_type'>): Grant {
  const grant = GRANTS.get(profile.grant_type);
  if (grant !== undefined) return grant;
  throw new FobError(
    'grant_unsupported',
    `${profile.address} uses grant_type "${profile.grant_type}", which this version of Fob cannot do.`,
    {
      hint: `It can do ${[...GRANTS.keys()].join(', ')}.`,
    },
  );
}
