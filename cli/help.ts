import type { Command } from './command.ts';
import { table } from './words.ts';

export function usageLine({ name, parameters, options, passesOn = false }: Command): string {
  const flags = Object.entries(options).map(
    ([option, { value }]) => `[--${option}${value === undefined ? '' : ` ${value}`}]`,
  );
  // After the words of another program no option is ours.
  const rest = passesOn ? [...flags, parameters] : [parameters, ...flags];
  return ['fob', name, ...rest].filter((part) => part !== '').join(' ');
}

/** Of the commands that begin with one word, such as `fob vault`. */
export function familyHelp(commands: readonly Command[]): string {
  return `${commandTable(commands)}\n\nEach knows --help.`;
}

const commandTable = (commands: readonly Command[]): string =>
  table(commands.map(({ name, parameters, summary }) => [`  fob ${name} ${parameters}`.trimEnd(), summary]));

export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, { value, help }]) => [
    `  --${name}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  const rows = [...options, ['  --json', 'the answer, or the error, as JSON']];
  return `${usageLine(command)}\n\n${command.summary}\n\n${table(rows)}`;
}

export function programHelp(commands: readonly Command[]): string {
  return [
    'Fob: a fresh OAuth2/OIDC token for any of your services and environments.',
    '',
    commandTable(commands),
    '',
    'An ADDRESS is SERVICE/ENVIRONMENT, such as salus/beta. Every command knows --json and --help.',
    'Exit codes: 0 done, 2 usage, 3 sign-in needed, 4 the IdP refused, 5 not reached, 6 vault locked, 7 vault',
    'damaged, 8 refused by policy, 9 unknown address, 10 profile or configuration invalid, 70 bug in Fob.',
  ].join('\n');
}
