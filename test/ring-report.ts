/** What `npm test` (run.ts) tells of a ring, as a vitest reporter: of each file how many tests, which failed, and why. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

export interface FileReport {
  /** Its path; empty for what failed outside of the tests. */
  readonly file: string;
  readonly passed: number;
  readonly skipped: number;
  /** Each with its file, its name and its errors. */
  readonly failed: readonly string[];
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
    const outside = unhandled.map((error) => failure('outside of the tests', [error]));
    const report: FileReport[] = [
      ...modules.map(reportOf),
      ...(outside.length === 0 ? [] : [{ file: '', passed: 0, skipped: 0, failed: outside }]),
    ];
    mkdirSync(dirname(reportFile(ring)), { recursive: true });
    writeFileSync(reportFile(ring), JSON.stringify(report));
  }
}

function reportOf(module: TestModule): FileReport {
  const tests = [...module.children.allTests()];
  const inState = (state: string) => tests.filter((test) => test.result().state === state);
  const broken = [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
  return {
    file: relative('', module.moduleId),
    passed: inState('passed').length,
    skipped: inState('skipped').length,
    failed: [
      ...broken.map((suite) => failure(nameOf(suite), suite.errors())),
      ...inState('failed').map((test) => failure(nameOf(test), test.result().errors ?? [])),
    ],
  };
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
