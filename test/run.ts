/**
 * `npm test`: everything that must hold before a change lands, cheapest first; the first failure ends it. Installs what
 * the tests need where it can (prepare.ts). Prints one line a step, the counts, tests that passed only when their file was
 * run once more (docs/decisions/0020-tried-once-more.md), and of a step that failed what failed in it, shortly: a log that
 * is cut must still name it. The whole output of each step is in `.cache/<step>.log`.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { prepare } from './prepare.ts';
import { reportFile } from './ring-report.ts';
import type { FileReport } from './ring-report.ts';

const RINGS = ['unit', 'engine', 'e2e', 'ui', 'desktop'] as const;
const CACHE = '.cache';
/** Characters shown of the output of a step. */
const SHOWN = 1500;
/** Where more files fail than this, it is not chance. */
const TRIED_AGAIN = 3;

const checks: readonly (readonly [string, readonly string[]])[] = [
  ['format', ['prettier', '--check', '.']],
  ['types', ['tsc', '-b']],
  ['lint', ['eslint', '.', '--max-warnings', '0', '--cache', '--cache-location', `${CACHE}/eslint`]],
  ['direction', ['npm', 'run', '--silent', 'direction']],
  ['build', ['npm', 'run', '--silent', 'build']],
];

const reports: FileReport[] = [];
/** What failed, and did not when its file was run once more. */
const chance: string[] = [];

mkdirSync(CACHE, { recursive: true });
prepare();
const begun = performance.now();
const stopped =
  checks.find(([name, command]) => !told(name, () => run(name, command)))?.[0] ??
  RINGS.find((ring) => !told(ring, () => passes(ring)));
const sum = (count: (report: FileReport) => number) =>
  reports.reduce((total, report) => total + count(report), 0);
console.log(
  `\n${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed.length)} failed, ${sum(({ skipped }) => skipped)} skipped`,
);
for (const failure of chance) console.log(`Passed only when tried once more: ${failure}`);
console.log(`${stopped === undefined ? 'All steps held' : `Stopped at: ${stopped}`} (${seconds(begun)} s)`);
process.exitCode = stopped === undefined ? 0 : 1;

/** Prints how a step went. What it answers is `undefined` when all is well, else what to show. */
function told(name: string, step: () => string | undefined): boolean {
  const start = performance.now();
  rmSync(`${CACHE}/${name}.log`, { force: true });
  const failure = step();
  console.log(`${failure === undefined ? 'ok  ' : 'FAIL'}  ${name.padEnd(10)} ${seconds(start)} s`);
  if (failure !== undefined) console.log(failure);
  return failure === undefined;
}

function run(name: string, [program = '', ...args]: readonly string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  appendFileSync(`${CACHE}/${name}.log`, `${stdout}\n${stderr}`);
  return status === 0 ? undefined : `${stdout.slice(-SHOWN)}\n${stderr.slice(-SHOWN)}`;
}

/** Files that fail are run once more, from their beginning: what a test left behind by failing is not there then. */
function passes(ring: string): string | undefined {
  const first = runRing(ring, []);
  const bad = first.files.filter(({ failed }) => failed.length > 0);
  const paths = bad.map(({ file }) => file);
  const again = paths.length > 0 && paths.length <= TRIED_AGAIN && !paths.includes('');
  const last = again ? runRing(ring, paths) : first;
  reports.push(...(again ? first.files.filter((file) => !bad.includes(file)) : []), ...last.files);
  const failures = new Set([...bad, ...last.files].flatMap(({ failed }) => failed));
  if (again && last.output === undefined) chance.push(...bad.flatMap(({ failed }) => failed));
  return last.output === undefined ? undefined : [...failures].join('\n') || last.output;
}

interface RingRun {
  readonly output: string | undefined;
  readonly files: readonly FileReport[];
}

function runRing(ring: string, files: readonly string[]): RingRun {
  rmSync(reportFile(ring), { force: true });
  const reporters = ['--reporter=default', '--reporter=./test/ring-report.ts'];
  const output = run(ring, ['vitest', 'run', '--project', ring, ...reporters, ...files]);
  if (!existsSync(reportFile(ring)))
    return { output: output ?? `The ring ${ring} left no report.`, files: [] };
  return { output, files: JSON.parse(readFileSync(reportFile(ring), 'utf8')) as FileReport[] };
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
