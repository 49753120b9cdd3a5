/**
 * `npm test`: everything that must hold before a change lands, cheapest first; the first failure ends it. Installs what
 * the tests need where it can (prepare.ts). Prints one line a step, the counts, and of a step that failed what failed in it,
 * shortly: a log that is cut must still name it. The whole output of each step is in `.cache/<step>.log`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { prepare } from './prepare.ts';

const RINGS = ['unit', 'engine', 'e2e', 'ui', 'desktop'] as const;
const CACHE = '.cache';
/** Characters shown of each failure, and of the output of a step that is no ring. */
const SHOWN = 1500;

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
  writeFileSync(`${CACHE}/${name}.log`, `${stdout}\n${stderr}`);
  if (status !== 0) console.log(failuresOf(name) || `${stdout.slice(-SHOWN)}\n${stderr.slice(-SHOWN)}`);
  return status === 0;
}

/** Each failed test and why; of a file that failed outside of its tests, what it said. */
function failuresOf(step: string): string {
  return readReport(step)
    .testResults.filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => [
      `  ${relative('', name)} ${message}`.slice(0, SHOWN),
      ...assertionResults
        .filter(({ status }) => status === 'failed')
        .map((test) => `  ${test.fullName}\n${test.failureMessages.join('\n')}`.slice(0, SHOWN)),
    ])
    .join('\n');
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
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** A ring that was not reached in this run counts nothing, whatever an earlier run left. */
function readReport(ring: string): Report {
  try {
    const report = JSON.parse(readFileSync(reportFile(ring), 'utf8')) as Report;
    if (report.startTime >= performance.timeOrigin) return report;
  } catch {
    // Not run: below.
  }
  return { startTime: 0, numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, testResults: [] };
}

function reportFile(ring: string): string {
  return `${CACHE}/vitest-${ring}.json`;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
