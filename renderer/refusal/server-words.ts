/**
 * What servers write when they refuse, by what they mean: Spring Security, Keycloak, AWS API Gateway, Azure API Management
 * (Microsoft.IdentityModel), Kong, nginx, Envoy, jose, jsonwebtoken, go-jose and those that follow the RFCs.
 */
import { finding, text } from './finding.ts';
import type { Cause, Facts, Finding } from './finding.ts';

const SAYINGS: readonly (readonly [RegExp, Cause])[] = [
  [
    /IDX10222|IDX12709.*not yet|not yet valid|(?:used|valid) before|Token is not active|\bnbf\b|not valid yet|Jwt not yet valid/i,
    'not_yet_valid',
  ],
  [/IDX10223|expired|has expired|token lifetime|Lifetime validation failed/i, 'expired'],
  [/issued in the future|used before issued|\biat\b.*(?:future|invalid|timestamp)|clock skew/i, 'clock_skew'],
  [/IDX1021[4]|IDX10206|IDX10208|audience|\baud\b/i, 'audience'],
  [/IDX1020[45]|IDX10211|IDX40001|\bissuer\b|\biss\b/i, 'issuer'],
  [/insufficient.?scope|required scopes?|missing scopes?|lacks? (?:the )?(?:required )?scope/i, 'scope'],
  [/certificate|x5t#S256|mtls|mutual.?tls/i, 'certificate_missing'],
  [/use_dpop_nonce|DPoP.?nonce/i, 'dpop_nonce'],
  [/invalid_dpop_proof|DPoP proof/i, 'dpop_proof_wrong'],
  [
    /IDX1050[0138]|IDX10511|IDX10517|signature|matching key|no key|kid\b|key to match|verification fails|Another algorithm expected/i,
    'signature',
  ],
  [/subscription key|x-api-key|api.?key/i, 'api_key'],
  [
    /Jwt is missing|JWT not present|No credentials found|Full authentication is required|no (?:auth\w*|access|bearer) ?token|token (?:is )?(?:missing|required|not found)|missing (?:bearer|access|authorization|auth|token)|jwt must be provided/i,
    'missing_header',
  ],
  [/Missing Authentication Token/i, 'unknown_route'],
  [
    /IDX14100|IDX12741|malformed|not well.?formed|two dots|bad token|invalid (?:header|json|jwt format)|jwt format|Invalid serialized|invalid compact/i,
    'malformed',
  ],
  [/revoked|not active|inactive|session not (?:active|found)|token is not active|logged out/i, 'revoked'],
  [/RBAC: access denied|access.?denied|not authorized to|permission|role/i, 'permission'],
];

/** Of those that match, the first that is special: the words of one reason often hold the words of another. */
const FIRST: readonly Cause[] = [
  'dpop_nonce',
  'unknown_route',
  'api_key',
  'malformed',
  'not_yet_valid',
  'expired',
];

/** The reason that the server gives in its own words. */
export function saidCause(says: string): Cause | undefined {
  const causes = SAYINGS.filter(([words]) => words.test(says)).map(([, cause]) => cause);
  return FIRST.find((cause) => causes.includes(cause)) ?? causes[0];
}

/** What the answer says by itself: its status, its challenges, its words. */
export function saidFindings({ exchange }: Facts): Finding[] {
  const { status, challenges, says } = exchange;
  const quote = says === '' ? {} : { found: text(says.slice(0, 200)) };
  if (status === 407) return [finding('proxy', 'certain', 99)];
  if (status !== undefined && status < 400) return [finding('not_refused', 'certain', 99)];
  if (status !== undefined && status >= 500) return [finding('server_error', 'certain', 99, quote)];
  const said = saidCause(says);
  if (said !== undefined && !(said === 'permission' && status === 401))
    return [finding(said, 'likely', 71, quote)];
  const others = challenges.map(({ scheme }) => scheme);
  if (others.length > 0 && !others.includes('bearer') && !others.includes('dpop'))
    return [finding('other_authentication', 'likely', 69, { expected: text(others.join(', ')) })];
  if (challenges.some(({ parameters }) => parameters.get('error') === 'invalid_token'))
    return [finding('invalid_token', 'possible', 10, quote)];
  return status === 403 ? [finding('permission', 'possible', 42, quote)] : [];
}
