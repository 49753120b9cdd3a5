import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../cli/commands/registry.ts';
import { commandHelp, programHelp, usageLine } from '../../../cli/help.ts';
import { ERROR_CODES } from '../../../shared/error-code.ts';

// The contract of the command line (docs/map.md), as far as this version goes.
const CONTRACT = [
  ...['list', 'status', 'token ADDRESS', 'copy ADDRESS', 'claims ADDRESS', 'inspect', 'refresh ADDRESS'],
  ...[
    'exec ADDRESS -- CMD',
    'curl ADDRESS URL',
    'proxy ADDRESS',
    'completion SHELL',
    'profile edit',
    'export',
    'import',
  ],
  ...['profile add', 'profile show', 'profile remove', 'profile trust', 'profile validate', 'profile path'],
  ...['secret set ADDRESS MEMBER', 'agent start', 'agent stop', 'agent status', 'agent run'],
  ...[
    'vault slots',
    'vault add-slot KIND',
    'vault remove-slot KIND',
    'vault passphrase',
    'vault backup FILE',
  ],
  ...['vault restore FILE', 'vault rotate-key', 'vault repair ADDRESS', 'lock', 'unlock', 'ui', 'doctor'],
];

describe('the help', () => {
  const help = programHelp(COMMANDS);

  it.each(CONTRACT)('names "fob %s" and what it does', (command) => {
    expect(help).toMatch(new RegExp(`^  fob ${command}\\b.*  \\S`, 'm'));
  });

  it('names every command there is, once', () => {
    const names = COMMANDS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary } of COMMANDS) {
      expect(help).toContain(`fob ${name}`);
      expect(summary).not.toBe('');
    }
  });

  it('names every exit code', () => {
    const codes = new Set([0, ...Object.values(ERROR_CODES).map(({ exit }) => exit)]);
    const line = help.slice(help.indexOf('Exit codes'));
    expect([...line.matchAll(/\b(\d+) [a-zA-Z]/g)].map(([, code]) => Number(code))).toEqual(
      [...codes].sort((a, b) => a - b),
    );
  });

  it('fits a terminal of 120 columns', () => {
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  it.each(COMMANDS)('of "$name" names each of its options', (command) => {
    const text = commandHelp(command);
    expect(text.startsWith(usageLine(command))).toBe(true);
    for (const [name, { help: what }] of Object.entries(command.options)) {
      expect(text).toContain(`--${name}`);
      expect(text).toContain(what);
    }
    expect(text).toContain('--json');
  });
});

it('the options of "fob token" and "fob copy" are those of the contract', () => {
  for (const name of ['token', 'copy']) {
    const command = COMMANDS.find((known) => known.name === name);
    expect(Object.keys(command?.options ?? {}).sort()).toEqual([
      'audience',
      'format',
      'min-ttl',
      'resource',
      'scope',
    ]);
  }
});
