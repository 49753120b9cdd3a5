/** A curl line that asks a token endpoint for a token. */
import { FobError } from '../errors/fob-error.ts';
import type { Finding, FoundMember, Reading } from './finding.ts';
import { shellWords } from './shell-words.ts';
import { formParams, isTokenRequest, jsonParams, tokenRequestFinding } from './token-request.ts';
import type { TokenRequest } from './token-request.ts';

const FORMAT = 'curl line';

/** Options with a value, by what they are; those that a token does not depend on are `other`. */
const WITH_VALUE: Readonly<Record<string, Option>> = {
  '-d': 'data',
  '--data': 'data',
  '--data-ascii': 'data',
  '--data-raw': 'raw',
  '--data-binary': 'data',
  '--data-urlencode': 'urlencode',
  '--json': 'json',
  '-F': 'form',
  '--form': 'form',
  '--form-string': 'form',
  '--url-query': 'query',
  '-u': 'user',
  '--user': 'user',
  '-H': 'header',
  '--header': 'header',
  '--url': 'url',
  '-E': 'cert',
  '--cert': 'cert',
  '--key': 'key',
  '--pass': 'pass',
  '--cacert': 'cacert',
  '-x': 'proxy',
  '--proxy': 'proxy',
  ...Object.fromEntries(
    '-X --request -o --output -A --user-agent -e --referer -b --cookie -c --cookie-jar -m --max-time --connect-timeout --retry --retry-delay -w --write-out --cert-type --key-type --ciphers --tls-max --resolve --connect-to --interface -D --dump-header -T --upload-file -K --config --oauth2-bearer --unix-socket --max-redirs -r --range --limit-rate --proxy-user -U --noproxy --capath --http-version'
      .split(' ')
      .map((name) => [name, 'other' as const]),
  ),
};

type Option =
  | 'data'
  | 'raw'
  | 'urlencode'
  | 'json'
  | 'form'
  | 'query'
  | 'user'
  | 'header'
  | 'url'
  | 'cert'
  | 'key'
  | 'pass'
  | 'cacert'
  | 'proxy'
  | 'other';

type Given = readonly (readonly [option: Option | 'flag', value: string])[];

export function isCurl(text: string): boolean {
  return /^\s*(?:\$\s+)?curl(?:\.exe)?\s/i.test(text);
}

/** Throws `profiles_invalid` for a line that asks for no token. */
export function readCurl(text: string): Reading {
  const given = optionsOf(shellWords(text.replace(/^\s*\$\s+/, '')).slice(1));
  const request = requestOf(given);
  if (request === undefined || !isTokenRequest(request.params)) {
    throw new FobError('profiles_invalid', 'This curl line asks for no token: it sends no grant_type.', {
      hint: 'Give the one that calls the token endpoint, with its -d or --data.',
    });
  }
  const finding = tokenRequestFinding('', request);
  return { format: FORMAT, family: 'other', findings: [withTls(finding, given)] };
}

function optionsOf(words: readonly string[]): Given {
  const given: [Option | 'flag', string][] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('-') || word === '-') given.push(['url', word]);
    else if (word.startsWith('--')) {
      const [name, joined] = splitOnce(word, '=');
      const option = Object.hasOwn(WITH_VALUE, name) ? WITH_VALUE[name] : undefined;
      given.push(option === undefined ? ['flag', name] : [option, joined ?? words[++i] ?? '']);
    } else i = takeShort(word, words, i, given);
  }
  return given;
}

/** `-sSXPOST`: flags in a row, and the rest of the word, or the next one, for the first that takes a value. */
function takeShort(
  word: string,
  words: readonly string[],
  index: number,
  given: [Option | 'flag', string][],
): number {
  for (let c = 1; c < word.length; c++) {
    const name = `-${word[c] ?? ''}`;
    const option = Object.hasOwn(WITH_VALUE, name) ? WITH_VALUE[name] : undefined;
    if (option === undefined) {
      given.push(['flag', name]);
      continue;
    }
    const rest = word.slice(c + 1);
    given.push([option, rest === '' ? (words[index + 1] ?? '') : rest]);
    return rest === '' ? index + 1 : index;
  }
  return index;
}

function requestOf(given: Given): TokenRequest | undefined {
  const all = (...options: Option[]): readonly string[] =>
    given.flatMap(([option, value]) => (options.includes(option as Option) ? [value] : []));
  const urls = all('url');
  const url = urls.find((each) => /^https?:/i.test(each)) ?? urls[0];
  if (url === undefined) return undefined;
  const headers = new Map(all('header').map(headerOf));
  const [user] = all('user').map((value) => splitOnce(value, ':'));
  const isJson = all('json').length > 0 || (headers.get('content-type') ?? '').includes('json');
  const body = all('data', 'raw', 'json');
  return {
    url,
    headers,
    encoding: isJson ? 'json' : 'form',
    params: isJson ? (jsonParams(body.join('')) ?? []) : formOf(given),
    basic: user === undefined ? undefined : { user: user[0], password: user[1] ?? '' },
  };
}

function formOf(given: Given): TokenRequest['params'] {
  return given.flatMap(([option, value]): TokenRequest['params'] => {
    if (option === 'data' || option === 'raw') return formParams(value);
    if (option === 'query') return formParams(value.replace(/^\+/, ''));
    if (option !== 'urlencode' && option !== 'form') return [];
    const [name, content] = splitOnce(value, '=');
    return content === undefined ? [] : [[name, content]];
  });
}

function withTls(finding: Finding, given: Given): Finding {
  const values: Partial<Record<FoundMember, string>> = { ...finding.values };
  const notes = [...(finding.notes ?? [])];
  for (const [option, value] of given) {
    if (option === 'key') values['tls.key'] = value;
    else if (option === 'pass') values['tls.passphrase'] = value;
    else if (option === 'cacert') values['tls.ca'] = value;
    else if (option === 'proxy') values.proxy = value;
    else if (option === 'cert') takeCertificate(value, values);
    else notes.push(...noteOf(option, value));
  }
  const paths = [values['tls.cert'], values['tls.pfx'], values['tls.key'], values['tls.ca']];
  if (paths.some((path) => path !== undefined && !/^(?:[/~]|[A-Za-z]:)/.test(path)))
    notes.push(
      'Paths of files are as in the command; write them out whole, since Fob runs in another folder.',
    );
  return { ...finding, values, notes };
}

/** `file` or `file:passphrase`; a colon after one letter is a Windows drive. */
function takeCertificate(value: string, values: Partial<Record<FoundMember, string>>): void {
  const colon = value.indexOf(':', /^[A-Za-z]:[\\/]/.test(value) ? 2 : 0);
  const path = colon === -1 ? value : value.slice(0, colon);
  values[/\.(?:p12|pfx)$/i.test(path) ? 'tls.pfx' : 'tls.cert'] = path;
  if (colon !== -1) values['tls.passphrase'] = value.slice(colon + 1);
}

function noteOf(option: Given[number][0], value: string): readonly string[] {
  if (option === 'flag' && ['-k', '--insecure'].includes(value))
    return [
      'Left out: -k. Fob always checks who answers; name your authority\'s certificate as "tls": { "ca": FILE }.',
    ];
  if ((option === 'data' && value.startsWith('@')) || (option === 'urlencode' && /^[^=]*@/.test(value)))
    return ['Part of what is sent stands in a file, which is not read.'];
  return option === 'form'
    ? ['Fob sends a form (application/x-www-form-urlencoded) in place of multipart.']
    : [];
}

function headerOf(text: string): readonly [string, string] {
  const [name, value = ''] = splitOnce(text, ':');
  return [name.trim().toLowerCase(), value.trim()];
}

function splitOnce(text: string, separator: string): readonly [string, string?] {
  const index = text.indexOf(separator);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
