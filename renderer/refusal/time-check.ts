/** Whether the token was valid when the API looked at it (RFC 7519 sections 4.1.4 to 4.1.6). */
import { finding, moment, text } from './finding.ts';
import type { Check, Facts, Finding } from './finding.ts';

const TOLERANCE_S = 30;
const NOTABLE_SKEW_MS = 30_000;

export const timeCheck: Check = {
  subject: 'times',
  look: (facts) => {
    const { exp, nbf, iat } = timesOf(facts);
    if (exp === undefined && nbf === undefined) return undefined;
    const at = answeredAt(facts);
    if (exp !== undefined && exp <= at)
      return [
        finding('expired', 'certain', 92, { expected: moment('valid', at), found: moment('ended', exp) }),
      ];
    // One from the future is a matter of clocks.
    const isPostponed = nbf !== undefined && nbf > at + TOLERANCE_S && (iat ?? 0) <= at + TOLERANCE_S;
    return isPostponed
      ? [
          finding('not_yet_valid', 'certain', 91, {
            expected: moment('valid', at),
            found: moment('begins', nbf),
          }),
        ]
      : 'held';
  },
};

export const clockCheck: Check = {
  subject: 'clock',
  look: (facts) => {
    const { iat } = timesOf(facts);
    const at = answeredAt(facts);
    if (iat !== undefined && iat > at + TOLERANCE_S)
      return [
        finding('clock_skew', 'certain', 91, { expected: moment('looked', at), found: moment('made', iat) }),
      ];
    const skew = facts.profile?.skewMs;
    if (skew !== undefined && Math.abs(skew) >= NOTABLE_SKEW_MS) return [skewed(skew)];
    return iat === undefined && skew === undefined ? undefined : 'held';
  },
};

function skewed(skewMs: number): Finding {
  const seconds = Math.round(skewMs / 1000);
  return finding('clock_skew', 'possible', 40, {
    expected: text('0 s'),
    found: text(`${seconds > 0 ? '+' : ''}${seconds} s`),
  });
}

/** When the API looked, in seconds since 1970: by its own word, else now, by the clock of the issuer. */
function answeredAt({ exchange, now, profile }: Facts): number {
  return (exchange.answeredAt ?? now + (profile?.skewMs ?? 0)) / 1000;
}

function timesOf({ token }: Facts): Readonly<Record<'exp' | 'nbf' | 'iat', number | undefined>> {
  const time = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
  return { exp: time(token?.payload.exp), nbf: time(token?.payload.nbf), iat: time(token?.payload.iat) };
}
