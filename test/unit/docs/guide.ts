/** The guides as a reader takes them: the commands of their `sh` blocks, and what each says to `fob`. */
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../docs/guides/', import.meta.url);

export const guideNames = (): readonly string[] =>
  readdirSync(FOLDER).filter((name) => name.endsWith('.md') && name !== 'README.md');

export const guideText = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

/** Each on one line, in the order of the guide. */
export function guideCommands(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block
      .replaceAll(/ *\\\n */g, ' ')
      .replaceAll(/\|\n */g, '| ')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
}

/** What stands in backticks within a sentence and calls `fob`. */
export function mentions(text: string): readonly string[] {
  const prose = text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...prose.matchAll(/`(fob [^`]+)`/g)].map(([, command = '']) => command.replaceAll(/\s+/g, ' '));
}

/** The arguments of each `fob` in a command line. Knows quotes, pipes, `&&` and redirections, as far as the guides use them. */
export function fobCalls(command: string): readonly (readonly string[])[] {
  const calls: string[][] = [[]];
  for (const word of words(command)) {
    if (/^(\||&&|;)$/.test(word)) calls.push([]);
    else calls.at(-1)?.push(word);
  }
  return calls
    .filter(([program]) => program === 'fob')
    .map(([, ...args]) => {
      const redirection = args.findIndex((word) => word === '<' || word === '>');
      return redirection === -1 ? args : args.slice(0, redirection);
    });
}

function words(command: string): readonly string[] {
  const pieces = command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g);
  return [...pieces].map(([piece]) => piece.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}
