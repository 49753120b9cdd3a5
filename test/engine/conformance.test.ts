import { describe, expect, it } from 'vitest';
import { FAULTS } from '../provider/faults.ts';
import type { Fault } from '../provider/faults/fault.ts';
import type { Outcome } from '../provider/faults/server.ts';
import { conformanceReport, runConformance, summary, verdictOf } from './conformance.ts';

const countOf = (kind: Fault['verdict']): number => FAULTS.filter(({ verdict }) => verdict === kind).length;

it(
  'the engine refuses every bad answer before the next request, and accepts every good one',
  { timeout: 180_000 },
  async () => {
    const verdicts = await runConformance();
    expect(
      verdicts.flatMap(({ fault, wrong }) => (wrong === undefined ? [] : [`${fault.id} ${wrong}`])),
    ).toEqual([]);
    const [refused, accepted] = [countOf('refuse'), countOf('accept')];
    expect(summary(verdicts)).toBe(
      `refused ${refused} of ${refused}, accepted ${accepted} of ${accepted}, requests after a refusal 0`,
    );
  },
);

describe('a verdict', () => {
  const fault = (verdict: Fault['verdict']): Fault => ({
    flow: 'client_credentials',
    change: {},
    id: 'X1',
    family: 'example',
    title: 'an example',
    verdict,
    rounds: 2,
  });
  const outcome = (more: Partial<Outcome> = {}): Outcome => ({
    carried: true,
    after: 0,
    apiCalls: 0,
    requests: [],
    ...more,
  });
  const after = { after: 1, requests: [{ endpoint: 'api', method: 'GET', at: 0, after: true }] } as const;
  const no = new Error('no');

  it.each([
    ['refuse', no, outcome(), undefined],
    ['refuse', undefined, outcome(), 'was accepted'],
    ['refuse', no, outcome({ carried: false }), 'was never met: no'],
    ['refuse', no, outcome(after), 'was refused, and then asked api: no'],
    ['accept', undefined, outcome({ apiCalls: 2 }), undefined],
    ['accept', no, outcome({ apiCalls: 2 }), 'was refused: no'],
    ['accept', undefined, outcome({ apiCalls: 1 }), 'was accepted with 1 of 2 calls of the API'],
  ] as const)('%s %s: %#', (verdict, failure, seen, wrong) => {
    expect(verdictOf(fault(verdict), failure, seen).wrong).toBe(wrong);
  });

  it('that is wrong stands in the table of its family, by itself and in the sum', () => {
    const verdicts = [
      verdictOf(fault('refuse'), no, outcome()),
      verdictOf(fault('refuse'), undefined, outcome(after)),
      verdictOf(fault('accept'), undefined, outcome({ apiCalls: 2 })),
    ];
    expect(conformanceReport(verdicts)).toBe(
      [
        'family   refused  accepted  wrong\nexample        1         1      1',
        'X1 (an example) was accepted',
        'refused 1 of 2, accepted 1 of 1, requests after a refusal 1',
      ].join('\n\n'),
    );
  });
});
