/**
 * `npm run conformance`: the real engine at every fault of the catalogue. Prints a line for each family and each wrong
 * verdict; exits 0 only when every bad answer was refused before the next request, and every good one accepted.
 */
import { systemClock } from '../../core/node/system-clock.ts';
import { systemRandom } from '../../core/node/system-random.ts';
import { createUndiciHttp } from '../../core/node/undici-http.ts';
import { createEngineFixture, PASSPHRASE } from '../fakes/engine-fixture.ts';
import { FAULTS, startFaultServer } from '../provider/faults.ts';
import type { Fault } from '../provider/faults/fault.ts';
import type { FaultServer, Outcome } from '../provider/faults/server.ts';
import { runEngine } from './engine-fault-client.ts';
import { runAll } from './fault-pool.ts';

export interface Verdict {
  readonly fault: Fault;
  /** What is wrong with how the engine went through it; absent when that was right. */
  readonly wrong?: string;
  /** Requests that should not have followed. */
  readonly after: number;
}

/** Takes one engine through all faults; `report` hears of each as it ends. */
export async function runConformance(
  faults: readonly Fault[] = FAULTS,
  report: (verdict: Verdict) => void = () => undefined,
): Promise<readonly Verdict[]> {
  const server = await startFaultServer(faults);
  const { engine } = createEngineFixture({
    http: createUndiciHttp({}),
    clock: { ...systemClock, busy: () => false } as never,
    ports: { random: systemRandom },
  });
  const verdicts: Verdict[] = [];
  try {
    await engine.start();
    await engine.unlock(PASSPHRASE);
    await engine.addProfiles(JSON.stringify(server.profiles));
    for (const { id } of faults) {
      for (const { member, value } of server.secretsFor(id))
        await engine.setSecret(server.addressFor(id), member, value);
    }
    const run = (_server: FaultServer, fault: Fault): Promise<void> => runEngine(engine, server, fault);
    await runAll(server, faults, run, (fault, failure) => {
      const verdict = verdictOf(fault, failure, server.outcome(fault.id));
      verdicts.push(verdict);
      report(verdict);
      return verdict.wrong;
    });
    return verdicts;
  } finally {
    await engine.stop();
    await server.close();
  }
}

/** What the server saw, held against what the fault asks for. */
export function verdictOf(fault: Fault, failure: unknown, outcome: Outcome): Verdict {
  const after = fault.verdict === 'refuse' ? outcome.after : 0;
  const wrong =
    fault.verdict === 'refuse' ? wrongAcceptance(failure, outcome) : wrongRefusal(fault, failure, outcome);
  return { fault, after, ...(wrong === undefined ? {} : { wrong }) };
}

function wrongAcceptance(failure: unknown, { carried, after, requests }: Outcome): string | undefined {
  if (failure === undefined) return 'was accepted';
  if (!carried) return `was never met: ${reasonOf(failure)}`;
  if (after === 0) return undefined;
  const asked = requests.flatMap((each) => (each.after ? [each.endpoint] : []));
  return `was refused, and then asked ${asked.join(', ')}: ${reasonOf(failure)}`;
}

function wrongRefusal({ rounds = 1 }: Fault, failure: unknown, { apiCalls }: Outcome): string | undefined {
  if (failure !== undefined) return `was refused: ${reasonOf(failure)}`;
  return apiCalls >= rounds ? undefined : `was accepted with ${apiCalls} of ${rounds} calls of the API`;
}

const reasonOf = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure));

/** A line for each family, each wrong verdict, and the sum. */
export function conformanceReport(verdicts: readonly Verdict[]): string {
  const families = [...Map.groupBy(verdicts, ({ fault }) => fault.family)];
  const rows = families.map(([family, own]) => [
    family,
    ...(['refuse', 'accept'] as const).map((kind) => `${good(own, kind)}`),
    `${own.filter(({ wrong }) => wrong !== undefined).length}`,
  ]);
  const wrong = verdicts.flatMap(({ fault, wrong: why }) =>
    why === undefined ? [] : [`${fault.id} (${fault.title}) ${why}`],
  );
  return [table([['family', 'refused', 'accepted', 'wrong'], ...rows]), ...wrong, summary(verdicts)].join(
    '\n\n',
  );
}

/** `refused N of N, accepted T of T, requests after a refusal 0`. */
export function summary(verdicts: readonly Verdict[]): string {
  const of = (kind: Fault['verdict']): string =>
    `${good(verdicts, kind)} of ${verdicts.filter(({ fault }) => fault.verdict === kind).length}`;
  const after = verdicts.reduce((sum, verdict) => sum + verdict.after, 0);
  return `refused ${of('refuse')}, accepted ${of('accept')}, requests after a refusal ${after}`;
}

const good = (verdicts: readonly Verdict[], kind: Fault['verdict']): number =>
  verdicts.filter(({ fault, wrong }) => fault.verdict === kind && wrong === undefined).length;

function table(rows: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(...rows.map((row) => (row[column] ?? '').length));
  return rows
    .map(([name = '', ...counts]) =>
      [name.padEnd(width(0)), ...counts.map((count, at) => count.padStart(width(at + 1)))].join('  '),
    )
    .join('\n');
}

if (import.meta.main) {
  let done = 0;
  const progress = (): void => {
    done += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${FAULTS.length}`);
  };
  const verdicts = await runConformance(FAULTS, progress);
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  console.log(conformanceReport(verdicts));
  process.exitCode = verdicts.some(({ wrong }) => wrong !== undefined) ? 1 : 0;
}
