/** Whether the request carries a token as RFC 6750 section 2.1 has it: `Authorization: Bearer TOKEN`. */
import { isObject } from '../inspect/decode-jwt.ts';
import { shortened, withoutTokens } from '../inspect/find-token.ts';
import { finding, text, thing } from './finding.ts';
import type { Check, Facts, Finding } from './finding.ts';
import type { Exchange } from './read-exchange.ts';

const PLACEHOLDER =
  /^(?:\{\{.*\}\}|\$\{?[\w.]+\}?|<(?!eyJ)[^>]*>|%\w+%|undefined|null|none|\[object Object\]|TOKEN|YOUR_\w+)$/i;

export const formCheck: Check = {
  subject: 'form',
  look: ({ exchange }) => {
    const credentials = exchange.request?.headers.get('authorization');
    if (credentials !== undefined) return inHeader(credentials, exchange);
    if (exchange.found?.place === 'url' || isInUrl(exchange)) {
      const parameter = exchange.found?.parameter ?? 'access_token';
      return [
        finding('token_in_url', 'likely', 70, {
          expected: text('Authorization'),
          found: text(`?${parameter}=`),
        }),
      ];
    }
    if (exchange.request === undefined) return askedForOne(exchange);
    const sureness = isComplete(exchange) ? 'certain' : 'likely';
    return [
      finding('missing_header', sureness, 95, {
        expected: text('Authorization: Bearer …'),
        found: thing('no_header'),
      }),
    ];
  },
};

const isInUrl = ({ request }: Exchange): boolean => /[?&#]access_token=/.test(request?.url ?? '');
const isComplete = ({ request }: Exchange): boolean =>
  request?.hasCertificate !== undefined || (request?.method ?? '') !== '';

/** A challenge without an error code says that there was no token at all (RFC 6750 section 3.1). */
function askedForOne({ status, challenges, found, says }: Exchange): Finding[] | undefined {
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer' || scheme === 'dpop');
  if (status !== 401 || bearer === undefined || bearer.parameters.has('error')) return undefined;
  if (found !== undefined || /expire|invalid|audience|issuer|signature/i.test(says)) return undefined;
  return [finding('missing_header', 'possible', 60, { expected: text('Authorization: Bearer …') })];
}

function inHeader(credentials: string, { found, jwt }: Exchange): readonly Finding[] | 'held' {
  const value = credentials.trim();
  const [, scheme = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(value) ?? [];
  const problem = schemeProblem(scheme, rest) ?? tokenProblem(rest === '' ? scheme : rest);
  if (problem !== undefined) return [problem];
  if (found?.kind === 'jwe') return [finding('encrypted', 'possible', 20)];
  if (found?.kind !== 'jwt') return 'held';
  if (jwt === undefined)
    return [
      finding('malformed', 'certain', 90, {
        expected: thing('three_parts'),
        found: text(shortened(found.token)),
      }),
    ];
  return signatureProblem(jwt) ?? 'held';
}

const certain = (cause: Finding['cause'], expected: string, found: string): Finding =>
  finding(cause, 'certain', 96, { expected: text(expected), found: text(withoutTokens(found).slice(0, 80)) });

function schemeProblem(scheme: string, rest: string): Finding | undefined {
  if (PLACEHOLDER.test(rest === '' ? scheme : rest.trim()))
    return certain('placeholder', 'Bearer eyJ…', `${scheme} ${rest}`.trim());
  if (/^["'`]/.test(scheme)) return certain('quoted', 'Bearer eyJ…', scheme);
  if (/^(bearer|dpop)$/i.test(scheme)) {
    if (/^(bearer|dpop)[\s:]/i.test(rest))
      return certain('doubled_scheme', `${scheme} eyJ…`, `${scheme} ${rest}`);
    return rest === '' ? certain('placeholder', `${scheme} eyJ…`, scheme) : undefined;
  }
  if (/^(bearer|dpop)[:=]/i.test(scheme)) return certain('wrong_scheme', 'Bearer', scheme.slice(0, 7));
  if (scheme.startsWith('eyJ') || rest === '')
    return certain('missing_scheme', 'Bearer eyJ…', shortened(scheme));
  return certain('wrong_scheme', 'Bearer', scheme);
}

function tokenProblem(rest: string): Finding | undefined {
  const token = rest.trim();
  if (/^["'`<]|["'`>,;]$/.test(token))
    return certain('quoted', 'Bearer eyJ…', `Bearer ${token.slice(0, 1)}eyJ…`);
  if (/\s/.test(token)) return finding('line_break', 'certain', 96, { expected: thing('one_line') });
  if (/%[0-9a-f]{2}/i.test(token))
    return certain('percent_encoded', 'Bearer eyJ…', /%[0-9a-f]{2}/i.exec(token)?.[0] ?? '');
  if (/(?:\.\.\.|…)$/.test(token)) return truncated();
  return token.startsWith('eyJ') && token.split('.').length < 3 ? truncated() : undefined;
}

const truncated = (): Finding => finding('truncated', 'certain', 96, { expected: thing('three_parts') });

/** Characters of a signature in base64url, where the algorithm fixes them (RFC 7518 section 3.1, RFC 8037). */
const SIGNATURE_LENGTHS: Readonly<Record<string, number>> = {
  HS256: 43,
  HS384: 64,
  HS512: 86,
  ES256: 86,
  ES256K: 86,
  ES384: 128,
  ES512: 176,
  EdDSA: 86,
  Ed25519: 86,
};

function signatureProblem({ header, signature }: NonNullable<Exchange['jwt']>): Finding[] | undefined {
  if (!isObject(header) || typeof header.alg !== 'string') return undefined;
  if (header.alg.toLowerCase() === 'none')
    return [finding('unsigned', 'certain', 94, { expected: thing('signature'), found: text('alg: none') })];
  const length = SIGNATURE_LENGTHS[header.alg];
  const isRsa = /^[RP]S/.test(header.alg);
  const fits = length === undefined ? !isRsa || isRsaSignature(signature) : signature.length === length;
  return fits ? undefined : [truncated()];
}

/** RSA keys come in multiples of 128 bits, and nobody takes fewer than 1024. */
function isRsaSignature(signature: string): boolean {
  const bytes = Math.floor((signature.length * 3) / 4);
  return signature.length % 4 !== 1 && bytes >= 128 && bytes % 16 === 0;
}

/** The scheme that the token went with, in lower case. */
export function schemeOf({ exchange }: Facts): string | undefined {
  return exchange.found?.scheme?.toLowerCase();
}
