/** Why an API refused: every check over the facts, what the server says beside it, the likeliest first. */
import { certificateCheck, dpopCheck } from './binding-checks.ts';
import { audienceCheck, issuerCheck, kindCheck, scopeCheck } from './claim-checks.ts';
import { finding, text } from './finding.ts';
import type { Cause, Check, Facts, Finding, Subject } from './finding.ts';
import { formCheck } from './form-check.ts';
import { saidFindings } from './server-words.ts';
import { clockCheck, timeCheck } from './time-check.ts';

export interface Explanation {
  /** The likeliest first; none when nothing was found. */
  readonly findings: readonly Finding[];
  /** What was looked at and is well. */
  readonly held: readonly Subject[];
  /** What could not be looked at. */
  readonly unseen: readonly Subject[];
}

const signatureCheck: Check = {
  subject: 'signature',
  look: ({ verification }) => {
    if (verification?.kind === 'verified') return 'held';
    if (verification?.kind !== 'not_verified') return undefined;
    const { message } = verification.reason;
    // Other reasons are what the other checks look at.
    return /signature|published keys? fit/i.test(message)
      ? [finding('signature', 'certain', 93, { found: text(message) })]
      : undefined;
  },
};

const CHECKS: readonly Check[] = [
  formCheck,
  timeCheck,
  clockCheck,
  kindCheck,
  issuerCheck,
  audienceCheck,
  scopeCheck,
  certificateCheck,
  dpopCheck,
  signatureCheck,
];

/** Causes that end the search: what else is there to find does not matter to the server. */
const FINAL: ReadonlySet<Cause> = new Set(['proxy', 'not_refused', 'server_error']);
const ORDER = { certain: 0, likely: 1, possible: 2 };

/** Never throws, whatever the facts are. */
export function explain(facts: Facts): Explanation {
  const looked = CHECKS.map(({ subject, look }) => ({ subject, result: look(facts) }));
  const seen = looked.flatMap(({ result }) => (result === undefined || result === 'held' ? [] : result));
  const findings = joined(seen, saidFindings(facts));
  const final = findings.filter(({ cause }) => FINAL.has(cause));
  const of = (wanted: 'held' | undefined) =>
    looked.filter(({ result }) => result === wanted).map(({ subject }) => subject);
  return { findings: final.length > 0 ? final : findings, held: of('held'), unseen: of(undefined) };
}

/** What was seen and the server says, too, is certain; the values that can be compared are those that were seen. */
function joined(seen: readonly Finding[], said: readonly Finding[]): Finding[] {
  const confirmed = seen.map((one) =>
    said.some(({ cause }) => cause === one.cause)
      ? { ...one, sureness: 'certain' as const, weight: 98 }
      : one,
  );
  const added = said.filter(({ cause }) => !seen.some((one) => one.cause === cause));
  return [...confirmed, ...added].toSorted(
    (left, right) => ORDER[left.sureness] - ORDER[right.sureness] || right.weight - left.weight,
  );
}
