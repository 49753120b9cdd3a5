/** The words of other programs for the members of a profile, and for what stands in them. */
import type { ClientAuthMethod, GrantType } from '../../shared/profile.ts';
import { CLIENT_AUTH_METHODS, GRANT_TYPES } from '../../shared/profile.ts';
import type { FoundMember, FoundValues } from './finding.ts';
import { asText, isMembers } from './values.ts';

/** By the name without case and punctuation: "Token URL", `token_url` and `tokenUrl` are one. */
const MEMBERS: Readonly<Record<string, FoundMember>> = {
  granttype: 'grant_type',
  grant: 'grant_type',
  flow: 'grant_type',
  issuer: 'issuer',
  issuerurl: 'issuer',
  issueruri: 'issuer',
  authority: 'issuer',
  discoveryurl: 'issuer',
  discoveryendpoint: 'issuer',
  discoveryuri: 'issuer',
  configendpoint: 'issuer',
  wellknownurl: 'issuer',
  authorizationendpoint: 'authorization_endpoint',
  authorizationurl: 'authorization_endpoint',
  authorizationuri: 'authorization_endpoint',
  authorizeurl: 'authorization_endpoint',
  authurl: 'authorization_endpoint',
  authuri: 'authorization_endpoint',
  accesstokenurl: 'token_endpoint',
  accesstokenuri: 'token_endpoint',
  tokenendpoint: 'token_endpoint',
  tokenurl: 'token_endpoint',
  tokenuri: 'token_endpoint',
  oauthtokenurl: 'token_endpoint',
  deviceauthorizationendpoint: 'device_authorization_endpoint',
  deviceauthurl: 'device_authorization_endpoint',
  pushedauthorizationrequestendpoint: 'pushed_authorization_request_endpoint',
  revocationendpoint: 'revocation_endpoint',
  introspectionendpoint: 'introspection_endpoint',
  userinfoendpoint: 'userinfo_endpoint',
  userinfourl: 'userinfo_endpoint',
  jwksuri: 'jwks_uri',
  endsessionendpoint: 'end_session_endpoint',
  clientid: 'client_id',
  clientsecret: 'client_secret',
  username: 'username',
  password: 'password',
  refreshtoken: 'refresh_token',
  subjecttoken: 'subject_token',
  privatekey: 'private_key',
  privatekeyid: 'private_key_id',
  tokenendpointauthmethod: 'token_endpoint_auth_method',
  clientauthentication: 'token_endpoint_auth_method',
  clientcredentials: 'token_endpoint_auth_method',
  credentialsplacement: 'token_endpoint_auth_method',
  placement: 'token_endpoint_auth_method',
  credentialsinbody: 'token_endpoint_auth_method',
  tokenrequestencoding: 'token_request_encoding',
  challengealgorithm: 'code_challenge_method',
  pkcemethod: 'code_challenge_method',
  codechallengemethod: 'code_challenge_method',
  scope: 'scope',
  scopes: 'scope',
  audience: 'audience',
  resource: 'resource',
  redirecturi: 'redirect_uri',
  redirecturis: 'redirect_uri',
  redirecturl: 'redirect_uri',
  callbackurl: 'redirect_uri',
};

const GRANTS: Readonly<Record<string, GrantType>> = {
  clientcredentials: 'client_credentials',
  password: 'password',
  passwordcredentials: 'password',
  resourceownerpasswordcredentials: 'password',
  authorizationcode: 'authorization_code',
  authorizationcodewithpkce: 'authorization_code',
  devicecode: 'urn:ietf:params:oauth:grant-type:device_code',
  deviceauthorization: 'urn:ietf:params:oauth:grant-type:device_code',
  refreshtoken: 'refresh_token',
};

const METHODS: Readonly<Record<string, ClientAuthMethod>> = {
  header: 'client_secret_basic',
  basic: 'client_secret_basic',
  basicauthheader: 'client_secret_basic',
  false: 'client_secret_basic',
  body: 'client_secret_post',
  inbody: 'client_secret_post',
  true: 'client_secret_post',
  none: 'none',
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** The profile's member that another program calls `name`. */
export function memberNamed(name: string): FoundMember | undefined {
  return own(MEMBERS, plain(name));
}

/** `undefined` for a grant that Fob has not, such as the implicit one. */
export function grantNamed(word: string): GrantType | undefined {
  return GRANT_TYPES.find((known) => known === word) ?? own(GRANTS, plain(word));
}

/** Where the client's credentials go, by any program's word; `undefined` for one that is not known. */
export function authMethodNamed(word: string): ClientAuthMethod | undefined {
  return CLIENT_AUTH_METHODS.find((known) => known === word) ?? own(METHODS, plain(word));
}

/** What of an object are members of a profile. The first of two names for the same member counts. */
export function valuesOf(members: unknown): FoundValues {
  if (!isMembers(members)) return {};
  const values: Partial<Record<FoundMember, string>> = {};
  for (const [name, value] of Object.entries(members)) {
    const member = memberNamed(name);
    const text = member === 'redirect_uri' && Array.isArray(value) ? asText(value[0]) : asText(value);
    if (member === undefined || text === undefined || text === '') continue;
    values[member] ??= text;
  }
  return values;
}
