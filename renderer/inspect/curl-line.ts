/** A curl command as people paste it: from a terminal, or from "Copy as cURL" of a browser (bash and cmd). */
export interface CurlRequest {
  readonly method: string;
  readonly url?: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Whether a client certificate goes along. */
  readonly hasCertificate: boolean;
  /** What stands after the command. */
  readonly rest: string;
}

const START = /(?:^|\n)[ \t]*(?:[$%>#][ \t]+|PS[^>\n]{0,200}>[ \t]*)?curl(?:\.exe)?[ \t]/;

/** Options whose value must not be taken for the URL. */
const WITH_VALUE = new Set(
  '-A -b -c -C -d -D -e -F -K -m -o -P -Q -r -t -T -U -w -x -y -Y -z --data --data-raw --data-binary --data-urlencode --json --form --cookie --cookie-jar --referer --proxy --user-agent --output --write-out --resolve --connect-to --cacert --capath --key --pass --max-time --connect-timeout --retry'.split(
    ' ',
  ),
);

/** `undefined` when there is no curl command in the text. Never throws. */
export function parseCurl(text: string): CurlRequest | undefined {
  const start = START.exec(text);
  if (start === null) return undefined;
  const { words, end } = shellWords(text, start.index + start[0].length);
  return { ...requestOf(words), rest: text.slice(0, start.index) + text.slice(end) };
}

function requestOf(words: readonly string[]): Omit<CurlRequest, 'rest'> {
  const headers = new Map<string, string>();
  const found = { method: '', url: undefined as string | undefined, hasCertificate: false, hasBody: false };
  const options = words.flatMap(split);
  for (let index = 0; index < options.length; index += 1) {
    const option = options[index] ?? '';
    const value = options[index + 1] ?? '';
    if (!option.startsWith('-')) {
      found.url ??= option;
      continue;
    }
    if (/^(-d|--data.*|--json|-F|--form)$/.test(option)) found.hasBody = true;
    if (option === '-X' || option === '--request') found.method = value.toUpperCase();
    else if (option === '--url') found.url = value;
    else if (option === '-E' || option === '--cert') found.hasCertificate = true;
    else if (option === '-H' || option === '--header') addHeader(headers, value);
    else if (option === '--oauth2-bearer') headers.set('authorization', `Bearer ${value}`);
    else if (option === '-u' || option === '--user') headers.set('authorization', 'Basic ***');
    else if (!WITH_VALUE.has(option)) continue;
    index += 1;
  }
  const { url, hasCertificate, hasBody } = found;
  const method = found.method === '' ? (hasBody ? 'POST' : 'GET') : found.method;
  return { method, headers, hasCertificate, ...(url === undefined ? {} : { url }) };
}

/** `--header=x` and `-Hx` as two words each. */
function split(word: string): string[] {
  const long = /^(--[\w-]+)=(.*)$/s.exec(word);
  if (long !== null) return [long[1] ?? '', long[2] ?? ''];
  const short = /^(-[HXEudbAe])(.+)$/s.exec(word);
  return short === null ? [word] : [short[1] ?? '', short[2] ?? ''];
}

function addHeader(headers: Map<string, string>, line: string): void {
  const colon = line.indexOf(':');
  if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
}

/** Words as a POSIX shell splits them, to the end of the command. Quotes that never close end with the text. */
function shellWords(text: string, from: number): { words: string[]; end: number } {
  const words: string[] = [];
  let word: string | undefined;
  let index = from;
  const push = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  // cmd.exe escapes with a caret where a shell has the backslash.
  const escape = text.includes('^"') ? '^' : '\\';
  for (; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (char === escape) {
      index += text.startsWith('\r\n', index + 1) ? 2 : 1;
      const next = text[index] ?? '';
      if (next === '"' && escape === '^') {
        const { value, end } = cmdQuoted(text, index + 1);
        word = (word ?? '') + value;
        index = end;
      } else if (next !== '\n') word = (word ?? '') + next;
    } else if (char === "'" || char === '"') {
      const isAnsi = char === "'" && (word?.endsWith('$') ?? false);
      const { value, end } = quoted(text, index + 1, char, isAnsi);
      word = (isAnsi ? (word ?? '').slice(0, -1) : (word ?? '')) + value;
      index = end;
    } else if (char === '\n' || char === ';' || char === '|') break;
    else if (/\s/.test(char)) push();
    else word = (word ?? '') + char;
  }
  push();
  return { words, end: index };
}

function quoted(text: string, from: number, quote: string, isAnsi: boolean): { value: string; end: number } {
  let value = '';
  let index = from;
  for (; index < text.length && text[index] !== quote; index += 1) {
    const isEscape = text[index] === '\\' && (quote === '"' || isAnsi);
    if (isEscape) index += 1;
    value += text[index] ?? '';
  }
  return { value, end: index };
}

function cmdQuoted(text: string, from: number): { value: string; end: number } {
  const close = text.indexOf('^"', from);
  const end = close === -1 ? text.length : close;
  return { value: text.slice(from, end).replace(/\^(.)/g, '$1'), end: end + 1 };
}
