/**
 * `npm test`: everything that must hold before a change lands, cheapest first; the first failure ends it. Installs what
 * the tests need where it can (prepare.ts). Prints one line a step, the counts, tests that passed only when tried once more,
 * and of a step that failed what failed in it, shortly: a log that is cut must still name it. The whole output of each step
 * is in `.cache/<step>.log`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { prepare } from './prepare.ts';
import { reportFile } from './ring-report.ts';
import type { RingReport } from './ring-report.ts';

const RINGS = ['unit', 'engine', 'e2e', 'ui', 'desktop'] as const;
const CACHE = '.cache';
/** Characters shown of the output of a step that is no ring. */
const SHOWN = 1500;

const steps: readonly (readonly [string, readonly string[]])[] = [
  ['format', ['prettier', '--check', '.']],
  ['types', ['tsc', '-b']],
  ['lint', ['eslint', '.', '--max-warnings', '0', '--cache', '--cache-location', `${CACHE}/eslint`]],
  ['direction', ['npm', 'run', '--silent', 'direction']],
  ['build', ['npm', 'run', '--silent', 'build']],
  ...RINGS.map((ring): [string, string[]] => [
    ring,
    ['vitest', 'run', '--project', ring, '--reporter=default', '--reporter=./test/ring-report.ts'],
  ]),
];

mkdirSync(CACHE, { recursive: true });
for (const ring of RINGS) rmSync(reportFile(ring), { force: true });
prepare();
const begun = performance.now();
const stopped = steps.find(([name, command]) => !passes(name, command));
const reports = RINGS.map(readReport);
const sum = (count: (report: RingReport) => number) =>
  reports.reduce((total, report) => total + count(report), 0);
console.log(
  `\n${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed.length)} failed, ${sum(({ skipped }) => skipped)} skipped`,
);
for (const name of reports.flatMap(({ flaky }) => flaky))
  console.log(`Passed only when tried once more: ${name}`);
console.log(
  `${stopped === undefined ? 'All steps held' : `Stopped at: ${stopped[0]}`} (${seconds(begun)} s)`,
);
process.exitCode = stopped === undefined ? 0 : 1;

function passes(name: string, [program = '', ...args]: readonly string[]): boolean {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(10)} ${seconds(start)} s`);
  writeFileSync(`${CACHE}/${name}.log`, `${stdout}\n${stderr}`);
  if (status !== 0)
    console.log(readReport(name).failed.join('\n') || `${stdout.slice(-SHOWN)}\n${stderr.slice(-SHOWN)}`);
  return status === 0;
}

/** A ring that was not reached counts nothing. */
function readReport(ring: string): RingReport {
  if (!existsSync(reportFile(ring))) return { passed: 0, skipped: 0, failed: [], flaky: [] };
  return JSON.parse(readFileSync(reportFile(ring), 'utf8')) as RingReport;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
