import type { EnvironmentView } from '../../shared/snapshot.ts';
import type { Verification } from '../../shared/token-view.ts';
import type { DecodedJwt } from '../inspect/decode-jwt.ts';
import type { Exchange } from './read-exchange.ts';

/** Why an API refuses a request, each with its words in the catalogue. */
export type Cause =
  | 'missing_header'
  | 'placeholder'
  | 'missing_scheme'
  | 'doubled_scheme'
  | 'wrong_scheme'
  | 'quoted'
  | 'line_break'
  | 'percent_encoded'
  | 'truncated'
  | 'malformed'
  | 'encrypted'
  | 'token_in_url'
  | 'unsigned'
  | 'not_access_token'
  | 'expired'
  | 'not_yet_valid'
  | 'clock_skew'
  | 'environment'
  | 'issuer'
  | 'client'
  | 'audience'
  | 'scope'
  | 'signature'
  | 'certificate_missing'
  | 'certificate_other'
  | 'dpop_scheme'
  | 'dpop_proof_missing'
  | 'dpop_proof_wrong'
  | 'dpop_nonce'
  | 'dpop_required'
  | 'revoked'
  | 'permission'
  | 'other_authentication'
  | 'api_key'
  | 'unknown_route'
  | 'proxy'
  | 'invalid_token'
  | 'not_refused'
  | 'server_error';

/** Something to compare: as it is, a moment (milliseconds since 1970), or named by the catalogue. */
export type Shown =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'moment'; readonly at: number; readonly what: Moment }
  | { readonly kind: 'thing'; readonly thing: Thing };

/** What is, was or will be at a moment. */
export type Moment = 'valid' | 'ended' | 'begins' | 'made' | 'looked';

export type Thing =
  | 'access_token'
  | 'other_token'
  | 'certificate'
  | 'no_certificate'
  | 'dpop_proof'
  | 'no_dpop_proof'
  | 'no_header'
  | 'one_line'
  | 'signature'
  | 'three_parts';

export interface Finding {
  readonly cause: Cause;
  readonly sureness: 'certain' | 'likely' | 'possible';
  /** Orders findings of the same sureness: the higher, the more likely. */
  readonly weight: number;
  readonly expected?: Shown;
  readonly found?: Shown;
}

/** What was looked at. */
export type Subject =
  | 'form'
  | 'times'
  | 'clock'
  | 'kind'
  | 'issuer'
  | 'audience'
  | 'scope'
  | 'certificate'
  | 'dpop'
  | 'signature';

export interface Facts {
  readonly exchange: Exchange;
  /** The token in question: the one in the text, or the one at hand. */
  readonly token?: Pick<DecodedJwt, 'header' | 'payload'>;
  /** Scopes that the IdP granted, where the token itself names none. */
  readonly grantedScope?: string;
  readonly profile?: EnvironmentView;
  /** All environments, the profile's own among them. */
  readonly environments: readonly EnvironmentView[];
  readonly verification?: Verification;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** One check: what it found, that all is well, or nothing when it could not look. */
export interface Check {
  readonly subject: Subject;
  readonly look: (facts: Facts) => readonly Finding[] | 'held' | undefined;
}

export const text = (value: string): Shown => ({ kind: 'text', text: value });
export const thing = (value: Thing): Shown => ({ kind: 'thing', thing: value });
export const moment = (what: Moment, seconds: number): Shown => ({
  kind: 'moment',
  at: seconds * 1000,
  what,
});

/** A finding; what is certain comes before what is likely, and that before what is only possible. */
export function finding(
  cause: Cause,
  sureness: Finding['sureness'],
  weight: number,
  compared: { readonly expected?: Shown; readonly found?: Shown } = {},
): Finding {
  return { cause, sureness, weight, ...compared };
}
