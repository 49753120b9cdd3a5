/** What every grant type looks like. Adding one: a file of its own and a line in `registry.ts`. */
import type { Configuration, TokenEndpointResponse } from 'openid-client';
import type { GrantType, Profile, SecretMember } from '../../shared/profile.ts';

/** A secret's value by its member, from wherever the profile says it is kept. Rejects with `secret_missing`. */
export type ResolveSecret = (member: SecretMember) => Promise<string>;

export interface GrantContext {
  readonly config: Configuration;
  readonly profile: Profile;
  readonly secret: ResolveSecret;
  /** `scope`, `audience`, `resource` and the profile's extra parameters: what every token request carries. */
  readonly parameters: URLSearchParams;
}

export interface Grant {
  readonly grantType: GrantType;
  /** Whether it gets a token without a person, from what is stored alone. */
  readonly unattended: boolean;
  /** Asks the token endpoint. Rejects with openid-client's errors or a `FobError`. */
  request(context: GrantContext): Promise<TokenEndpointResponse>;
}
