/** The members of a profile as rows of the editor: how each is typed, and which are shown. Pure. */
import type { OwnSecretMember, ProfileMembers } from '../../shared/profile.ts';
import { columnsOf, effective } from './edited-service.ts';
import type { EditedColumn, EditedService } from './edited-service.ts';

export type MemberName = Exclude<keyof ProfileMembers, 'tier'>;

export type MemberRow =
  | { readonly member: Exclude<MemberName, OwnSecretMember>; readonly kind: 'text' | 'url' | 'json' }
  | {
      readonly member: Exclude<MemberName, OwnSecretMember>;
      readonly kind: 'choice';
      readonly choices: readonly string[];
    }
  | { readonly member: 'dpop'; readonly kind: 'flag' }
  | { readonly member: OwnSecretMember; readonly kind: 'secret' };

/** In the order that they are shown in: where, who, what, how. */
export const MEMBER_ROWS: readonly MemberRow[] = [
  { member: 'issuer', kind: 'url' },
  { member: 'authorization_endpoint', kind: 'url' },
  { member: 'token_endpoint', kind: 'url' },
  { member: 'device_authorization_endpoint', kind: 'url' },
  { member: 'pushed_authorization_request_endpoint', kind: 'url' },
  { member: 'revocation_endpoint', kind: 'url' },
  { member: 'introspection_endpoint', kind: 'url' },
  { member: 'userinfo_endpoint', kind: 'url' },
  { member: 'jwks_uri', kind: 'url' },
  { member: 'end_session_endpoint', kind: 'url' },
  { member: 'mtls_endpoint_aliases', kind: 'json' },
  {
    member: 'grant_type',
    kind: 'choice',
    choices: [
      'client_credentials',
      'authorization_code',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      'refresh_token',
      'password',
    ],
  },
  { member: 'client_id', kind: 'text' },
  {
    member: 'token_endpoint_auth_method',
    kind: 'choice',
    choices: [
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
      'none',
    ],
  },
  { member: 'client_secret', kind: 'secret' },
  { member: 'private_key', kind: 'secret' },
  { member: 'private_key_id', kind: 'text' },
  { member: 'token_endpoint_auth_signing_alg', kind: 'text' },
  { member: 'username', kind: 'secret' },
  { member: 'password', kind: 'secret' },
  { member: 'refresh_token', kind: 'secret' },
  { member: 'subject_token', kind: 'secret' },
  { member: 'scope', kind: 'text' },
  { member: 'audience', kind: 'text' },
  { member: 'resource', kind: 'url' },
  { member: 'redirect_uri', kind: 'url' },
  { member: 'code_challenge_method', kind: 'choice', choices: ['S256'] },
  { member: 'token_request_encoding', kind: 'choice', choices: ['form', 'json'] },
  { member: 'extra_token_params', kind: 'json' },
  { member: 'extra_authorization_params', kind: 'json' },
  { member: 'par', kind: 'choice', choices: ['auto', 'always', 'never'] },
  { member: 'dpop', kind: 'flag' },
  { member: 'tls', kind: 'json' },
  { member: 'proxy', kind: 'url' },
  { member: 'refresh', kind: 'json' },
  { member: 'notes', kind: 'text' },
];

const ALWAYS: readonly MemberName[] = [
  'issuer',
  'grant_type',
  'client_id',
  'token_endpoint_auth_method',
  'scope',
];

/** Always the few that nearly every profile has; besides them what is written, needed or `opened`. */
export function shownRows(
  service: EditedService,
  opened: ReadonlySet<MemberName>,
): { readonly shown: readonly MemberRow[]; readonly others: readonly MemberRow[] } {
  const columns = columnsOf(service);
  const isShown = ({ member }: MemberRow): boolean =>
    ALWAYS.includes(member) ||
    opened.has(member) ||
    columns.some((column) => column.members[member] !== undefined) ||
    service.environments.some((column) => needs(service, column, member));
  return { shown: MEMBER_ROWS.filter(isShown), others: MEMBER_ROWS.filter((row) => !isShown(row)) };
}

/** Whether the profile asks for a secret, as the engine decides it where nothing is written. */
export function needs(service: EditedService, column: EditedColumn, member: MemberName): boolean {
  const grantType = valueText(effective(service, column, 'grant_type'));
  const method = valueText(effective(service, column, 'token_endpoint_auth_method'));
  switch (member) {
    case 'client_secret':
      return method === ''
        ? grantType === 'client_credentials' && effective(service, column, 'private_key') === undefined
        : method.startsWith('client_secret_');
    case 'private_key':
      return method === 'private_key_jwt' || grantType.endsWith(':jwt-bearer');
    case 'username':
    case 'password':
      return grantType === 'password';
    case 'refresh_token':
      return grantType === 'refresh_token';
    case 'subject_token':
      return grantType.endsWith(':token-exchange');
    default:
      return false;
  }
}

/** A value as it is typed. */
export function valueText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
