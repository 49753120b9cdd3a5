/** What a person should know about a JWT before they trust or use it, from its content alone. */
import type { DecodedJwt } from './decode-jwt.ts';

export type RemarkId =
  | 'unsigned'
  | 'no_signature'
  | 'shared_secret'
  | 'expired'
  | 'not_yet_valid'
  | 'from_the_future'
  | 'never_expires'
  | 'milliseconds'
  | 'long_lived'
  | 'id_token'
  | 'refresh_token'
  | 'dpop_proof'
  | 'logout_token'
  | 'client_assertion'
  | 'access_token'
  | 'sender_bound'
  | 'no_audience'
  | 'insecure_issuer'
  | 'foreign_keys'
  | 'critical';

export interface Remark {
  readonly id: RemarkId;
  readonly tone: 'info' | 'warning' | 'error';
  /** The moment it is about, in milliseconds since 1970. */
  readonly at?: number;
}

const DAY_S = 24 * 3600;
const TOLERANCE_S = 30;
/** A NumericDate beyond the year 5000 was meant in milliseconds. */
const MILLISECONDS_FROM = 1e11;

/** The remarks, most serious first. `now` in milliseconds since 1970. Never throws. */
export function remarksOn(jwt: DecodedJwt, now: number): Remark[] {
  const remarks = [...signing(jwt), ...times(jwt, now / 1000), ...kindOf(jwt), ...trust(jwt)];
  const order = { error: 0, warning: 1, info: 2 };
  return remarks.toSorted((left, right) => order[left.tone] - order[right.tone]);
}

function signing({ header, signature }: DecodedJwt): Remark[] {
  const { alg } = header;
  if (typeof alg === 'string' && alg.toLowerCase() === 'none') return [{ id: 'unsigned', tone: 'error' }];
  if (signature === '') return [{ id: 'no_signature', tone: 'error' }];
  return typeof alg === 'string' && alg.startsWith('HS') ? [{ id: 'shared_secret', tone: 'info' }] : [];
}

const seconds = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

function times({ payload }: DecodedJwt, now: number): Remark[] {
  const [exp, nbf, iat] = [seconds(payload.exp), seconds(payload.nbf), seconds(payload.iat)];
  if ([exp, nbf, iat].some((time) => (time ?? 0) > MILLISECONDS_FROM))
    return [{ id: 'milliseconds', tone: 'error' }];
  const remarks: Remark[] = [];
  if (exp !== undefined && exp <= now) remarks.push({ id: 'expired', tone: 'error', at: exp * 1000 });
  if (nbf !== undefined && nbf > now + TOLERANCE_S)
    remarks.push({ id: 'not_yet_valid', tone: 'error', at: nbf * 1000 });
  if (iat !== undefined && iat > now + TOLERANCE_S)
    remarks.push({ id: 'from_the_future', tone: 'warning', at: iat * 1000 });
  if (exp === undefined && iat !== undefined) remarks.push({ id: 'never_expires', tone: 'warning' });
  if (
    exp !== undefined &&
    iat !== undefined &&
    exp - iat > DAY_S &&
    kindName(payload, undefined) !== 'refresh'
  )
    remarks.push({ id: 'long_lived', tone: 'warning' });
  return remarks;
}

function kindName(payload: DecodedJwt['payload'], typ: unknown): string | undefined {
  const media = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
  if (media === 'dpop+jwt') return 'dpop';
  if (media === 'at+jwt') return 'access';
  if (media === 'logout+jwt' || 'events' in payload) return 'logout';
  if (payload.typ === 'Refresh' || payload.typ === 'Offline') return 'refresh';
  if (payload.typ === 'ID' || 'nonce' in payload || 'at_hash' in payload) return 'id';
  if (payload.typ === 'Bearer' || 'scope' in payload || 'scp' in payload) return 'access';
  return payload.iss !== undefined && payload.iss === payload.sub ? 'assertion' : undefined;
}

const KINDS: Readonly<Record<string, Remark>> = {
  dpop: { id: 'dpop_proof', tone: 'warning' },
  logout: { id: 'logout_token', tone: 'warning' },
  refresh: { id: 'refresh_token', tone: 'warning' },
  id: { id: 'id_token', tone: 'info' },
  access: { id: 'access_token', tone: 'info' },
  assertion: { id: 'client_assertion', tone: 'warning' },
};

function kindOf({ header, payload }: DecodedJwt): Remark[] {
  const kind = KINDS[kindName(payload, header.typ) ?? ''];
  return kind === undefined ? [] : [kind];
}

/** Which kind of token it says it is: an API takes access tokens alone. */
export function isAccessToken(jwt: Pick<DecodedJwt, 'header' | 'payload'>): boolean | undefined {
  const kind = kindName(jwt.payload, jwt.header.typ);
  return kind === undefined ? undefined : kind === 'access';
}

function trust({ header, payload }: DecodedJwt): Remark[] {
  const remarks: Remark[] = [];
  if (['jku', 'x5u', 'jwk'].some((name) => name in header) && header.typ !== 'dpop+jwt')
    remarks.push({ id: 'foreign_keys', tone: 'warning' });
  if ('crit' in header) remarks.push({ id: 'critical', tone: 'warning' });
  if (typeof payload.iss === 'string' && /^http:\/\/(?!localhost|127\.|\[::1\])/.test(payload.iss))
    remarks.push({ id: 'insecure_issuer', tone: 'warning' });
  if (payload.aud === undefined && kindName(payload, header.typ) === 'access')
    remarks.push({ id: 'no_audience', tone: 'info' });
  if (payload.cnf !== undefined) remarks.push({ id: 'sender_bound', tone: 'info' });
  return remarks;
}
