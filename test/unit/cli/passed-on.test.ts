import { expect, it } from 'vitest';
import { splitWords } from '../../../cli/passed-on.ts';
import { TOKEN_OPTIONS } from '../../../cli/commands/token.ts';

it.each([
  ['a/b -- ls -l', 'a/b', 'ls -l'],
  ['a/b ls -l', 'a/b', 'ls -l'],
  ['--scope x/y a/b ls', '--scope x/y a/b', 'ls'],
  ['--scope=x a/b -s', '--scope=x a/b', '-s'],
  ['a/b --scope x -- git log -- file', 'a/b --scope x', 'git log -- file'],
  ['a/b -- ls --json --help', 'a/b', 'ls --json --help'],
  ['--json a/b -- ls', '--json a/b', 'ls'],
  ['a/b', 'a/b', ''],
  ['--help', '--help', ''],
  ['', '', ''],
])('"%s": "%s" is of Fob, "%s" of the other program', (line, own, passedOn) => {
  const words = (text: string): string[] => (text === '' ? [] : text.split(' '));
  expect(splitWords(words(line), TOKEN_OPTIONS)).toEqual({ own: words(own), passedOn: words(passedOn) });
});
