/**
 * A token is only ever handed out for exactly the identity it was minted for: change the issuer, client, scope or any
 * other part of the profile, and the old token is not found any more. That is what keeps a token of one environment
 * from being used in another.
 */
import type { Profile } from '../../shared/profile.ts';

export interface TokenWish {
  readonly scope?: string | undefined;
  readonly audience?: string | undefined;
  readonly resource?: string | undefined;
}

/** A profile with the caller's own scope, audience or resource in place of the profile's. */
export function withWish(profile: Profile, { scope, audience, resource }: TokenWish): Profile {
  return {
    ...profile,
    ...(scope === undefined ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
    ...(resource === undefined ? {} : { resource }),
  };
}

/** The identity as text: equal for equal identities, different for different ones. Holds no secret. */
export function tokenIdentity(profile: Profile): string {
  const parts = [
    profile.address,
    profile.issuer,
    profile.token_endpoint,
    profile.client_id,
    profile.token_endpoint_auth_method,
    profile.grant_type,
    profile.username,
    profile.scope,
    profile.audience,
    profile.resource,
    profile.extra_token_params,
    // Left out where there is none, so that names from before stay what they were.
    ...(profile.dpop === true ? ['dpop'] : []),
  ];
  return JSON.stringify(parts.map((part) => part ?? null));
}

/** The client that a profile is, where it is known: whose tokens it may revoke. Holds no secret. */
export function clientIdentity({ issuer, token_endpoint, client_id }: Profile): string {
  return JSON.stringify([issuer ?? null, token_endpoint ?? null, client_id]);
}

/** A short name for an identity, for the vault: 32 hexadecimal digits, stable over restarts. */
export async function identityName(identity: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(identity));
  return [...new Uint8Array(digest, 0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
