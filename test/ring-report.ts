/** What `npm test` (run.ts) tells of a ring, as a vitest reporter: how many tests, which failed and why, and which only at first. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

export interface RingReport {
  readonly passed: number;
  readonly skipped: number;
  /** Each with its file, its name and its errors. */
  readonly failed: readonly string[];
  /** The same of tests that failed and, tried once more, passed: they count on something that does not always hold. */
  readonly flaky: readonly string[];
}

/** Characters shown of each failure. */
const SHOWN = 1500;

/** Where the report of a ring is written. */
export function reportFile(ring: string): string {
  return `.cache/report-${ring}.json`;
}

// vitest takes a reporter of one's own by its default export.
// eslint-disable-next-line no-restricted-syntax
export default class RingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly WithStack[]): void {
    const ring = modules[0]?.project.name;
    if (ring === undefined) return;
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const report: RingReport = {
      passed: tests.filter((test) => test.result().state === 'passed').length,
      skipped: tests.filter((test) => test.result().state === 'skipped').length,
      failed: [
        ...unhandled.map((error) => failure('outside of the tests', [error])),
        ...suites
          .filter((suite) => suite.errors().length > 0)
          .map((suite) => failure(nameOf(suite), suite.errors())),
        ...tests
          .filter((test) => test.result().state === 'failed')

          .map(failureOf),
      ],
      flaky: tests.filter((test) => test.diagnostic()?.flaky === true).map(failureOf),
    };
    mkdirSync(dirname(reportFile(ring)), { recursive: true });
    writeFileSync(reportFile(ring), JSON.stringify(report));
  }
}

interface WithStack {
  readonly message: string;
  readonly stack?: string | undefined;
  readonly diff?: string | undefined;
}

function nameOf(item: TestCase | TestSuite | TestModule): string {
  if (item.type === 'module') return relative('', item.moduleId);
  return `${relative('', item.module.moduleId)} > ${item.fullName}`;
}

function failureOf(test: TestCase): string {
  return failure(nameOf(test), test.result().errors ?? []);
}

function failure(name: string, errors: readonly WithStack[]): string {
  const why = errors.flatMap(({ message, stack = '', diff = '' }) => [message, ownLines(stack), diff]);
  return stripVTControlCharacters([name, ...why].join('\n')).slice(0, SHOWN);
}

function ownLines(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at ') && !line.includes('/node_modules/'))
    .join('\n');
}
