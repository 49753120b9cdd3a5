/** Whether what a bound token needs came with it: a client certificate (RFC 8705), or a DPoP proof (RFC 9449). */
import { decodeJwt, isObject } from '../inspect/decode-jwt.ts';
import type { Challenge } from './challenges.ts';
import { finding, text, thing } from './finding.ts';
import type { Check, Facts, Finding } from './finding.ts';
import { schemeOf } from './form-check.ts';

function boundTo({ token }: Facts, member: 'x5t#S256' | 'jkt'): string | undefined {
  const cnf = token?.payload.cnf;
  const value = isObject(cnf) ? cnf[member] : undefined;
  return typeof value === 'string' ? value : undefined;
}

export const certificateCheck: Check = {
  subject: 'certificate',
  look: (facts) => {
    const wanted = boundTo(facts, 'x5t#S256');
    if (wanted === undefined) return undefined;
    const { profile, exchange } = facts;
    const own = profile?.certificate?.thumbprint;
    const sent = exchange.request?.hasCertificate;
    if (sent === false)
      return [
        finding('certificate_missing', 'certain', 89, {
          expected: thing('certificate'),
          found: thing('no_certificate'),
        }),
      ];
    if (own !== undefined && own !== wanted)
      return [finding('certificate_other', 'likely', 76, { expected: text(wanted), found: text(own) })];
    if (sent === true) return 'held';
    return [finding('certificate_missing', 'possible', 46, { expected: thing('certificate') })];
  },
};

const PROOF_LIFE_S = 300;

export const dpopCheck: Check = {
  subject: 'dpop',
  look: (facts) => {
    const error = facts.exchange.challenges.map(({ parameters }) => parameters.get('error'));
    if (error.includes('use_dpop_nonce')) return [finding('dpop_nonce', 'certain', 95)];
    const problem = schemeProblem(facts) ?? proofProblem(facts);
    if (problem !== undefined) return [problem];
    if (error.includes('invalid_dpop_proof')) return [finding('dpop_proof_wrong', 'certain', 90)];
    return boundTo(facts, 'jkt') === undefined ? undefined : 'held';
  },
};

function schemeProblem(facts: Facts): Finding | undefined {
  const scheme = schemeOf(facts);
  const { challenges } = facts.exchange;
  const isBound = boundTo(facts, 'jkt') !== undefined;
  if (isBound && scheme === 'bearer')
    return finding('dpop_scheme', 'certain', 93, {
      expected: text('Authorization: DPoP …'),
      found: text('Authorization: Bearer …'),
    });
  const takesOnly = challenges.length > 0 && challenges.every(({ scheme: one }) => one === 'dpop');
  if (!isBound && scheme !== 'dpop' && takesOnly && !isNonce(challenges))
    return finding('dpop_required', 'likely', 68, { expected: text('DPoP'), found: text('Bearer') });
  return undefined;
}

const isNonce = (challenges: readonly Challenge[]) =>
  challenges.some(({ parameters }) => parameters.get('error')?.includes('dpop') === true);

/** What RFC 9449 section 4.3 has the API look at, as far as it can be seen without the key. */
function proofProblem(facts: Facts): Finding | undefined {
  const { request, answeredAt } = facts.exchange;
  if (request === undefined || schemeOf(facts) !== 'dpop') return undefined;
  const proof = request.headers.get('dpop');
  if (proof === undefined)
    return finding('dpop_proof_missing', 'certain', 93, {
      expected: thing('dpop_proof'),
      found: thing('no_dpop_proof'),
    });
  const wrong = (expected: string, found: unknown) =>
    finding('dpop_proof_wrong', 'certain', 92, { expected: text(expected), found: text(String(found)) });
  const payload = decodeJwt(proof)?.payload;
  if (payload === undefined) return wrong('dpop+jwt', '—');
  const { htm, htu, iat } = payload;
  if (request.method !== undefined && htm !== request.method)
    return wrong(`htm: ${request.method}`, `htm: ${shownText(htm)}`);
  const target = targetOf(request.url);
  if (target !== undefined && targetOf(shownText(htu)) !== target)
    return wrong(`htu: ${target}`, `htu: ${shownText(htu)}`);
  const age = (answeredAt ?? facts.now) / 1000 - (typeof iat === 'number' ? iat : 0);
  if (answeredAt !== undefined && Math.abs(age) > PROOF_LIFE_S)
    return wrong(`iat ± ${PROOF_LIFE_S} s`, `${Math.round(age)} s`);
  return undefined;
}

const shownText = (value: unknown): string => (typeof value === 'string' ? value : '—');

/** Without query and fragment (RFC 9449 section 4.2). */
function targetOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
