/** Finds the token in whatever a person pasted: alone, in a header, in a URL, in a curl command, or anywhere in a text. */
import { parseCurl } from './curl-line.ts';

export type TokenPlace = 'alone' | 'header' | 'url' | 'curl' | 'text';
/** What had to be put right before the token could be read. */
export type Mend = 'line_breaks' | 'quotes' | 'percent';

export interface FoundToken {
  readonly token: string;
  /** `jwe`: encrypted (RFC 7516). `opaque`: neither of the two, such as a reference token. */
  readonly kind: 'jwt' | 'jwe' | 'opaque';
  readonly place: TokenPlace;
  /** Of the `Authorization` header, as written. */
  readonly scheme?: string;
  /** The parameter of the URL that holds it. */
  readonly parameter?: string;
  readonly mends: readonly Mend[];
}

/** More is not looked at: no token is that long. */
const MAX_LENGTH = 256 * 1024;
const TOKEN_PARAMETERS = ['access_token', 'id_token', 'token', 'id_token_hint', 'jwt', 'assertion'];
/** Only at the beginning of a word: from every "eyJ" in the middle of one, the search would take quadratic time. */
const JWT = /(?<![\w-])eyJ[\w-]*\.(?:[\w-]*(?:\.[\w-]+){3}|[\w-]*\.[\w-]*)/;
const WHOLE_JWT = new RegExp(`^${JWT.source}$`);
const AUTHORIZATION = /(?:^|["'\s])authorization["']?\s*:\s*["']?/i;

/** `undefined` when nothing in the text can be a token. Never throws. */
export function findToken(text: string): FoundToken | undefined {
  const whole = text.slice(0, MAX_LENGTH).trim();
  if (whole === '') return undefined;
  const curl = parseCurl(whole);
  if (curl !== undefined) {
    const header = curl.headers.get('authorization');
    const found = header === undefined ? inUrl(curl.url ?? '') : inCredentials(header);
    if (found !== undefined) return { ...found, place: 'curl' };
  }
  return inHeader(whole) ?? inUrl(whole) ?? inText(whole) ?? alone(whole);
}

/** The token in the value of an `Authorization` header: `scheme token` (RFC 9110 section 11.4), or the token alone. */
export function inCredentials(value: string): FoundToken | undefined {
  const words = value.trim().split(/\s+/);
  const scheme = words.length > 1 && !/^["']?eyJ/.test(words[0] ?? '') ? words[0] : undefined;
  const rest = scheme === undefined ? value : value.trim().slice(scheme.length);
  const found = asToken(rest, 'header');
  return found === undefined || scheme === undefined ? found : { ...found, scheme };
}

function inHeader(text: string): FoundToken | undefined {
  const header = AUTHORIZATION.exec(text);
  if (header === null) return undefined;
  const after = text.slice(header.index + header[0].length);
  // A token that a terminal or a mail broke into lines goes on as long as lines hold nothing else.
  const value = /^[^\n]*(?:\n[\w.~+/=-]+[ \t]*(?=\n|$))*/.exec(after)?.[0] ?? '';
  return inCredentials(value);
}

function inUrl(text: string): FoundToken | undefined {
  const url = /^\s*[a-z][a-z0-9+.-]*:\/\/\S+/i.exec(text)?.[0] ?? /https?:\/\/\S+/i.exec(text)?.[0] ?? '';
  for (const part of url.split(/[?#&]/).slice(1)) {
    const [name = '', value = ''] = part.split('=', 2);
    if (!TOKEN_PARAMETERS.includes(name.toLowerCase()) || value === '') continue;
    const found = asToken(value, 'url');
    if (found !== undefined) return { ...found, parameter: name };
  }
  return undefined;
}

function inText(text: string): FoundToken | undefined {
  const compact = JWT.exec(text)?.[0];
  if (compact === undefined) return undefined;
  // The text is one token and nothing else, with line breaks in it.
  const joined = text.replace(/(?<=\S)\r?\n[ \t]*/g, '');
  const isOne = text.split(/\s+/).filter((word) => WHOLE_JWT.test(word)).length < 2;
  if (joined.length > compact.length && isOne && WHOLE_JWT.test(joined))
    return jwt(joined, 'alone', ['line_breaks']);
  return jwt(compact, compact === text ? 'alone' : 'text', []);
}

function alone(text: string): FoundToken | undefined {
  return asToken(text, 'alone');
}

function jwt(token: string, place: TokenPlace, mends: readonly Mend[]): FoundToken {
  const kind = token.split('.').length === 5 ? 'jwe' : 'jwt';
  return { token, kind, place, mends };
}

/** What should be a token and nothing else, put right where it can be. */
function asToken(raw: string, place: TokenPlace): FoundToken | undefined {
  const mends: Mend[] = [];
  const mend = (value: string, name: Mend, change: (value: string) => string): string => {
    const changed = change(value);
    if (changed !== value) mends.push(name);
    return changed;
  };
  let value = raw.trim();
  value = mend(value, 'quotes', (it) => it.replace(/^["'`]{1,8}|["'`,;]{1,8}$/g, ''));
  if (/%[0-9a-f]{2}/i.test(value)) value = mend(value, 'percent', decoded);
  if (/\s/.test(value) && !value.startsWith('eyJ')) return undefined;
  value = mend(value, 'line_breaks', (it) => it.replace(/\s+/g, ''));
  if (WHOLE_JWT.test(value)) return jwt(value, place, mends);
  // RFC 6750 section 2.1 (b64token); short words are ordinary ones.
  return /^[\w.~+/-]{16,}=*$/.test(value) ? { token: value, kind: 'opaque', place, mends } : undefined;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The beginning of a token: enough to recognise it, too little to use it. */
export function shortened(token: string): string {
  return `${token.slice(0, Math.min(8, Math.floor(token.length / 4)))}…`;
}

/** The text without the tokens in it. */
export function withoutTokens(text: string, found?: FoundToken): string {
  const plain = found === undefined ? text : text.replaceAll(found.token, shortened(found.token));
  return plain.replace(/eyJ[\w-]{8,}(?:\.[\w-]*)*/g, shortened);
}
