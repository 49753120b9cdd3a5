/** What a discovered server leaves to choose, and what Fob would choose. Pure. */
import type { ServerView } from '../../shared/editor-view.ts';
import { FORM_AUTH_METHODS, FORM_GRANT_TYPES } from './form-choices.ts';
import type { FormAuthMethod, FormGrantType } from './form-choices.ts';

export interface Offer {
  /** Those that the form knows and the server says it supports; all that the form knows while nobody said anything. */
  readonly grantTypes: readonly FormGrantType[];
  readonly authMethods: readonly FormAuthMethod[];
}

/** RFC 8414 section 2: a server that lists no client authentication supports `client_secret_basic`. */
const UNLISTED_AUTH = ['client_secret_basic'];

export function offerOf(server: ServerView | undefined, grantType: FormGrantType): Offer {
  const { grantTypes, clientAuthMethods = UNLISTED_AUTH } = server ?? {
    clientAuthMethods: FORM_AUTH_METHODS,
  };
  // The list of grants is optional, and many servers leave some out: an empty offer would help nobody.
  const listed = FORM_GRANT_TYPES.filter((one) => grantTypes?.includes(one) ?? true);
  const methods = FORM_AUTH_METHODS.filter((one) =>
    one === 'none' ? grantType !== 'client_credentials' : clientAuthMethods.includes(one),
  );
  return {
    grantTypes: listed.length === 0 ? FORM_GRANT_TYPES : listed,
    authMethods: methods.length === 0 ? FORM_AUTH_METHODS : methods,
  };
}

/** For who said nothing: a token for the program itself where the server has that, else the sign-in of a person. */
export function suggestedGrant(server: ServerView | undefined): FormGrantType {
  const { grantTypes } = offerOf(server, 'client_credentials');
  // The password grant is for those who insist (RFC 9700 section 2.4).
  return grantTypes.find((one) => one !== 'password') ?? 'client_credentials';
}

export function suggestedAuth(server: ServerView | undefined, grantType: FormGrantType): FormAuthMethod {
  const { authMethods } = offerOf(server, grantType);
  const isPublic = grantType === 'authorization_code' || grantType.endsWith(':device_code');
  if (isPublic && server?.clientAuthMethods?.includes('none') === true) return 'none';
  return authMethods[0] ?? 'client_secret_basic';
}

/** A person who signs in wants to be known, and not to sign in again within the hour. */
export function suggestedScope(server: ServerView | undefined, grantType: FormGrantType): string {
  if (grantType === 'client_credentials') return '';
  return ['openid', 'offline_access'].filter((scope) => server?.scopes?.includes(scope)).join(' ');
}
