/** A good IdP that takes exact requests only: what the conformance suite asserts about a client (M72 to M80). */
import { omit } from './claims.ts';
import type { Changes, Fault, FaultFlow } from './fault.ts';

const good = (id: string, title: string, flow: FaultFlow, more: Partial<Fault> = {}): Fault => ({
  id,
  family: 'requests',
  title,
  verdict: 'accept',
  flow,
  change: {},
  ...more,
});

/** For a client that speaks OAuth alone. */
const noIdToken: Changes = { tokenResponse: (answer) => omit(answer, 'id_token') };

export const REQUESTS: readonly Fault[] = [
  good(
    'M01',
    'a person signs in: exact redirect_uri, code once, S256, state and nonce',
    'authorization_code',
  ),
  good('M01-oauth', 'a person signs in without openid', 'authorization_code', { profile: { scope: 'api' } }),
  good('M02', 'client_secret_basic with what has to be encoded', 'client_credentials', {
    profile: { client_id: 'faults:client+id %/&=' },
  }),
  good('M88-post', 'client_secret_post', 'client_credentials', {
    profile: { token_endpoint_auth_method: 'client_secret_post' },
  }),
  good('M88-none', 'a public client', 'authorization_code', {
    profile: { token_endpoint_auth_method: 'none' },
  }),
  good('M78', 'private_key_jwt: the issuer alone as audience, a new jti', 'client_credentials', {
    profile: { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'RS256' },
  }),
  good('M77', 'private_key_jwt twice: no jti is used again', 'client_credentials', {
    rounds: 2,
    profile: { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'RS256' },
  }),
  good('M91', 'the password grant, and a refresh', 'refresh_token', { change: noIdToken }),
  good('P51', 'the password grant', 'password'),
];
