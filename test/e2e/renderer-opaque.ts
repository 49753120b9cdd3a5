/** A service whose access tokens are opaque, with each of the answers that an IdP may have about them. */
import type { Address } from '../../shared/profile.ts';
import type { ServiceView } from '../../shared/snapshot.ts';
import type { ClaimsView, Introspection, UserinfoView } from '../../shared/token-view.ts';
import { environment, fresh, HOUR, MINUTE } from './renderer-environments.ts';

export function opaqueService(at: number): ServiceView {
  const code = { grantType: 'authorization_code', clientAuthMethod: 'none', scope: 'openid' } as const;
  const held = fresh(at, 14 * MINUTE, HOUR);
  return {
    id: 'hub',
    name: 'Hub with opaque tokens',
    environments: [
      environment('hub/active', 'dev', { ...code, ...held }),
      environment('hub/revoked', 'test', { ...code, ...held }),
      environment('hub/silent', 'test', held),
      environment('hub/refused', 'prod', { ...code, ...held }),
    ],
  };
}

export function opaqueClaims(at: number): Record<Address, ClaimsView> {
  const seconds = Math.floor(at / 1000);
  const view = (address: Address, introspection: Introspection): ClaimsView => ({
    address,
    tokenType: 'Bearer',
    receivedAt: at,
    scope: 'openid',
    introspection,
  });
  return {
    'hub/active': view('hub/active', {
      kind: 'active',
      claims: {
        active: true,
        username: 'ann@hub.example',
        client_id: 'hub-active-client',
        token_type: 'Bearer',
        scope: 'openid',
        sub: 'person-1',
        exp: seconds + 840,
        iat: seconds - 2760,
        vendor: { tenant: 'north' },
      },
    }),
    'hub/revoked': view('hub/revoked', { kind: 'inactive' }),
    'hub/silent': view('hub/silent', {
      kind: 'not_answered',
      reason: {
        code: 'usage',
        message: 'The IdP of hub/silent names no introspection_endpoint.',
        hint: 'If it has one, write "introspection_endpoint" into the profile.',
      },
    }),
    'hub/refused': view('hub/refused', {
      kind: 'not_answered',
      reason: {
        code: 'idp_refused',
        message: 'The IdP refused hub/refused: invalid_client.',
        hint: 'Check client_id, token_endpoint_auth_method and the stored client secret.',
      },
    }),
  };
}

export const USERINFO: Readonly<Record<Address, UserinfoView>> = {
  'hub/active': {
    address: 'hub/active',
    subject: 'matches',
    claims: {
      sub: 'person-1',
      name: 'Ann Ångström',
      email: 'ann@hub.example',
      email_verified: true,
      groups: ['north', 'admins'],
    },
  },
};
