import type { Command } from './command.ts';
import { table } from './words.ts';

export function usageLine({ name, parameters, options }: Command): string {
  const flags = Object.entries(options).map(
    ([option, { value }]) => `[--${option}${value === undefined ? '' : ` ${value}`}]`,
  );
  return ['fob', name, parameters, ...flags].filter((part) => part !== '').join(' ');
}

export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, { value, help }]) => [
    `  --${name}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  const rows = [...options, ['  --json', 'the answer, or the error, as JSON']];
  return `${usageLine(command)}\n\n${command.summary}\n\n${table(rows)}`;
}

export function programHelp(commands: readonly Command[]): string {
  const rows = commands.map(({ name, parameters, summary }) => [
    `  fob ${name} ${parameters}`.trimEnd(),
    summary,
  ]);
  return [
    'Fob: a fresh OAuth2/OIDC token for any of your services and environments.',
    '',
    table(rows),
    '',
    'An ADDRESS is SERVICE/ENVIRONMENT, such as salus/beta. Every command knows --json and --help.',
    'Exit codes: 0 done, 2 usage, 3 sign-in needed, 4 the IdP refused, 5 not reached, 6 vault locked, 7 vault',
    'damaged, 8 refused by policy, 9 unknown address, 10 profile or configuration invalid, 70 bug in Fob.',
  ].join('\n');
}
