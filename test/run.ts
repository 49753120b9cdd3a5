/**
 * `npm test`: everything that must hold before a change lands, cheapest first; the first failure ends it. Installs what
 * the tests need where it can (prepare.ts). Prints one line a step, the output of a step that failed, and the counts.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { prepare } from './prepare.ts';

const RINGS = ['unit', 'engine', 'e2e', 'ui', 'desktop'] as const;
const CACHE = '.cache';

const steps: readonly (readonly [string, readonly string[]])[] = [
  ['format', ['prettier', '--check', '.']],
  ['types', ['tsc', '-b']],
  ['lint', ['eslint', '.', '--max-warnings', '0', '--cache', '--cache-location', `${CACHE}/eslint`]],
  ['direction', ['npm', 'run', '--silent', 'direction']],
  ['build', ['npm', 'run', '--silent', 'build']],
  ...RINGS.map((ring): [string, string[]] => [
    ring,
    [
      'vitest',
      'run',
      '--project',
      ring,
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${reportFile(ring)}`,
    ],
  ]),
];

mkdirSync(CACHE, { recursive: true });
prepare();
const begun = performance.now();
const failed = steps.find(([name, command]) => !passes(name, command));
const { passed, failures, skipped } = counts();
console.log(`\n${passed} passed, ${failures} failed, ${skipped} skipped`);
console.log(`${failed === undefined ? 'All steps held' : `Stopped at: ${failed[0]}`} (${seconds(begun)} s)`);
process.exitCode = failed === undefined ? 0 : 1;

function passes(name: string, [program = '', ...args]: readonly string[]): boolean {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(10)} ${seconds(start)} s`);
  if (status !== 0) console.log(`${stdout}\n${stderr}`);
  return status === 0;
}

function counts(): { passed: number; failures: number; skipped: number } {
  const reports = RINGS.map(readReport);
  const sum = (count: (report: Report) => number) =>
    reports.reduce((total, report) => total + count(report), 0);
  return {
    passed: sum((report) => report.numPassedTests),
    failures: sum((report) => report.numFailedTests),
    skipped: sum((report) => report.numPendingTests),
  };
}

interface Report {
  readonly startTime: number;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

/** A ring that was not reached in this run counts nothing, whatever an earlier run left. */
function readReport(ring: string): Report {
  try {
    const report = JSON.parse(readFileSync(reportFile(ring), 'utf8')) as Report;
    if (report.startTime >= performance.timeOrigin) return report;
  } catch {
    // Not run: below.
  }
  return { startTime: 0, numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
}

function reportFile(ring: string): string {
  return `${CACHE}/vitest-${ring}.json`;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
