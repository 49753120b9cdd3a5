/** The words of a command as a shell would give them to a program, whichever shell it was copied for. */
import { parse } from 'shell-quote';

/** The words of the first command in `text`; variables of the shell come out as `{{process.env.NAME}}`. */
export function shellWords(text: string): readonly string[] {
  const words: string[] = [];
  for (const part of parse(isOfCmd(text) ? fromCmd(text) : fromShell(text), variable)) {
    if (typeof part === 'string') words.push(part);
    else if ('pattern' in part) words.push(part.pattern);
    else break;
  }
  return words;
}

const variable = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? `{{process.env.${name}}}` : '');

/** In cmd a caret ends a line that goes on, and stands before quotes that browsers copy. */
const isOfCmd = (text: string): boolean => /\^\r?\n/.test(text) || /^[^']*\s\^"/.test(text);

/** In cmd a caret takes the meaning from what follows; dollars have none, backslashes only before quotes. */
function fromCmd(text: string): string {
  const plain = text.replace(/\^\r?\n/g, ' ').replace(/\^(.)/g, '$1');
  return plain.replace(/\\(?!")/g, '\\\\').replace(/[$`]/g, '\\$&');
}

/** What stands in quotes is as it is; `$'...'`, in which browsers copy line breaks and quotes; a line that goes on. */
const PART = /'[^']*'|"(?:[^"\\]|\\[^])*"|\$'((?:[^'\\]|\\[^])*)'|[\\`]\r?\n|\\[^]/g;

function fromShell(text: string): string {
  return text.replace(PART, (part, ansi: string | undefined) => {
    if (ansi !== undefined) return `'${fromAnsi(ansi).replace(/'/g, `'\\''`)}'`;
    return /^[\\`]\r?\n$/.test(part) ? ' ' : part;
  });
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function fromAnsi(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g, (...[, u, x, other]: Escape) => {
    const code = u ?? x;
    return code === undefined
      ? (ESCAPES[other ?? ''] ?? other ?? '')
      : String.fromCharCode(parseInt(code, 16));
  });
}

type Escape = readonly [whole: string, u?: string, x?: string, other?: string];
