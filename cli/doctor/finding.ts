/** What the doctor says: one line each, with a mark that needs no colour, and the next step. */
import { ERROR_CODES } from '../../shared/error-code.ts';
import type { ErrorCode, ErrorView } from '../../shared/error-code.ts';
import type { Style, Terminal } from '../terminal.ts';

export type Mark = 'ok' | 'warning' | 'problem';

export interface Finding {
  readonly group: string;
  readonly mark: Mark;
  readonly message: string;
  readonly hint?: string;
  /** Of a problem: decides the exit code. */
  readonly code?: ErrorCode;
}

export const ok = (group: string, message: string): Finding => ({ group, mark: 'ok', message });

export const warning = (group: string, message: string, hint?: string): Finding => ({
  group,
  mark: 'warning',
  message,
  ...(hint === undefined ? {} : { hint }),
});

export const problem = (group: string, { code, message, hint }: ErrorView): Finding => ({
  group,
  mark: 'problem',
  message,
  ...(hint === undefined ? {} : { hint }),
  code,
});

/** Exit codes, worst first: what may lose something, then what lets nothing work, then what concerns one profile. */
const WORST_FIRST = [70, 7, 8, 10, 9, 3, 4, 5, 6, 2];

/** 0 when nothing is wrong; a warning alone is nothing wrong. */
export function exitCodeOf(findings: readonly Finding[]): number {
  const exits = findings.flatMap(({ code }) =>
    code === undefined ? [] : [ERROR_CODES[code].exit as number],
  );
  return WORST_FIRST.find((exit) => exits.includes(exit)) ?? 0;
}

const STYLES: Readonly<Record<Mark, Style>> = { ok: 'green', warning: 'yellow', problem: 'red' };

export function findingsText(findings: readonly Finding[], terminal: Pick<Terminal, 'style'>): string {
  const groups = [...new Set(findings.map(({ group }) => group))];
  return groups
    .map((group) => {
      const lines = findings
        .filter((finding) => finding.group === group)
        .flatMap(({ mark, message, hint }) => [
          `  ${terminal.style(STYLES[mark], mark.padEnd(7))}  ${message}`,
          ...(hint === undefined ? [] : [`           ${hint}`]),
        ]);
      return [terminal.style('bold', group), ...lines].join('\n');
    })
    .join('\n');
}
