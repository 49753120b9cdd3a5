/**
 * Takes apart what a person pasted about a refusal: a curl command, what `curl -v` or `curl -i` printed, the headers of a
 * browser's network panel, a raw HTTP request and response, or only the body.
 */
import { parseCurl } from '../inspect/curl-line.ts';
import { decodeJwt, isObject } from '../inspect/decode-jwt.ts';
import type { DecodedJwt } from '../inspect/decode-jwt.ts';
import { findToken, inCredentials, withoutTokens } from '../inspect/find-token.ts';
import type { FoundToken } from '../inspect/find-token.ts';
import { parseChallenges } from './challenges.ts';
import type { Challenge } from './challenges.ts';

export interface RequestPart {
  readonly method?: string;
  readonly url?: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Known of a curl command alone. */
  readonly hasCertificate?: boolean;
}

export interface Exchange {
  readonly request?: RequestPart;
  readonly status?: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly challenges: readonly Challenge[];
  /** What the server says, in its own words and without tokens: error members of challenge and body. */
  readonly says: string;
  /** When the server answered, in milliseconds since 1970 by its own clock. */
  readonly answeredAt?: number;
  readonly found?: FoundToken;
  readonly jwt?: DecodedJwt;
}

const MAX_LENGTH = 256 * 1024;
const MAX_PAGE = 8 * 1024;
const MAX_SAYS = 2000;
/** Levels of a body in which reasons are looked for. */
const MAX_LEVELS = 4;
const STATUS_LINE = /^(?:HTTP\/[\d.]+\s+|status(?:\s*code)?\s*[:=]?\s*)?([1-5]\d\d)(?=\s|$)/i;
const REQUEST_LINE = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(\S+)\s+HTTP\/[\d.]+\s*$/;
const REQUEST_HEADERS = new Set([
  'authorization',
  'dpop',
  'host',
  ':authority',
  ':path',
  ':method',
  ':scheme',
]);

/** The rest of a token that a terminal or a mail broke into lines. */
const BROKEN_TOKEN = /^[\w.~+/-]{8,}=*$/;

interface Lines {
  readonly request: string[];
  readonly head: string[];
  readonly body: string[];
}

/** Never throws, whatever the text is. */
export function readExchange(whole: string): Exchange {
  const text = whole.slice(0, MAX_LENGTH).replaceAll('\r\n', '\n');
  const curl = parseCurl(text);
  const lines = sorted((curl?.rest ?? text).split('\n'));
  const request = curl ?? requestOf([...lines.request, ...lines.head.filter(isOfRequest)]);
  const { status, headers } = headOf(lines.head);
  const body = lines.body.join('\n').trim();
  const json = jsonOf(body);
  const challenges = parseChallenges(headers.get('www-authenticate') ?? '');
  const found = tokenOf(request, text);
  const jwt = found?.kind === 'jwt' ? decodeJwt(found.token) : undefined;
  const answeredAt = Date.parse(headers.get('date') ?? '');
  const told = status ?? statusIn(json);
  return {
    headers,
    challenges,
    says: withoutTokens(wordsOf(challenges, headers, json, body), found).slice(0, MAX_SAYS),
    ...(request === undefined ? {} : { request }),
    ...(told === undefined ? {} : { status: told }),
    ...(Number.isNaN(answeredAt) ? {} : { answeredAt }),
    ...(found === undefined ? {} : { found }),
    ...(jwt === undefined ? {} : { jwt }),
  };
}

function tokenOf(request: RequestPart | undefined, text: string): FoundToken | undefined {
  const credentials = request?.headers.get('authorization');
  if (credentials !== undefined) return inCredentials(credentials);
  const found = findToken(text);
  // A word of a body is no token: what is not a JWT counts only where a token has its place.
  return found?.kind === 'opaque' && found.place === 'alone' ? undefined : found;
}

/** Which lines are of the request, of the head of the answer, and of its body. */
function sorted(lines: readonly string[]): Lines {
  return lines.some((line) => /^[<>] /.test(line)) ? verbose(lines) : plainly(lines);
}

/** As `curl -v` prints them, each with a mark. */
function verbose(lines: readonly string[]): Lines {
  const parts: Lines = { request: [], head: [], body: [] };
  for (const line of lines) {
    const mark = /^([<>*{}])(?: |$)/.exec(line)?.[1];
    if (mark === '>') parts.request.push(line.slice(2).trim());
    else if (mark === '<') parts.head.push(line.slice(2).trim());
    else if (mark !== '*' && (mark === undefined || !line.includes('bytes data'))) parts.body.push(line);
  }
  return parts;
}

/** As they go over the wire. A head ends with an empty line, or where a body begins without one. */
function plainly(lines: readonly string[]): Lines {
  const parts: Lines = { request: [], head: [], body: [] };
  let part: keyof Lines = 'head';
  let hasHead = false;
  for (const line of lines.map((one) => one.trim())) {
    if (REQUEST_LINE.test(line)) part = 'request';
    else if (/^HTTP\/[\d.]+ \d/.test(line)) part = 'head';
    else if (part !== 'body' && (line === '' ? hasHead : /^[[{<"]/.test(line)))
      part = part === 'request' && line === '' ? 'head' : 'body';
    hasHead = part !== 'body' && line !== '' && (hasHead || line.includes(':') || STATUS_LINE.test(line));
    if (line !== '' || part === 'body') parts[part].push(line);
  }
  return parts;
}

const HEADER = /^(:?[A-Za-z][\w-]*)\s*:\s*(.*)$/;

function isOfRequest(line: string): boolean {
  return REQUEST_HEADERS.has(HEADER.exec(line)?.[1]?.toLowerCase() ?? '') || BROKEN_TOKEN.test(line);
}

function headOf(lines: readonly string[]): { status?: number; headers: Map<string, string> } {
  const headers = new Map<string, string>();
  let status: number | undefined;
  let pending: string | undefined;
  for (const line of lines) {
    const code = STATUS_LINE.exec(line)?.[1];
    if (code !== undefined) status = Number(code);
    // A browser's panel puts the value on the line below the name.
    const [, name, value = ''] = HEADER.exec(line) ?? [];
    if (name === undefined && BROKEN_TOKEN.test(line) && headers.has('authorization'))
      headers.set('authorization', `${headers.get('authorization') ?? ''}\n${line}`);
    else if (name === undefined || (pending !== undefined && !/^[\w-]+:$/.test(line))) {
      if (pending !== undefined && line !== '') add(headers, pending, line);
      pending = undefined;
    } else if (value === '') pending = name;
    else add(headers, name, value);
  }
  return status === undefined ? { headers } : { status, headers };
}

function add(headers: Map<string, string>, name: string, value: string): void {
  const key = name.toLowerCase();
  const before = headers.get(key);
  headers.set(key, before === undefined ? value : `${before}, ${value}`);
}

function requestOf(lines: readonly string[]): RequestPart | undefined {
  const { headers } = headOf(lines);
  const [, method, path] = lines.map((line) => REQUEST_LINE.exec(line)).find((match) => match !== null) ?? [];
  if (method === undefined && ![...headers.keys()].some((name) => REQUEST_HEADERS.has(name)))
    return undefined;
  const host = headers.get('host') ?? headers.get(':authority');
  const target = path ?? headers.get(':path') ?? '/';
  const url = /^https?:/.test(target) ? target : host === undefined ? undefined : `https://${host}${target}`;
  return {
    headers,
    ...(method === undefined ? {} : { method }),
    ...(url === undefined ? {} : { url }),
  };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function statusIn(json: unknown): number | undefined {
  if (!isObject(json)) return undefined;
  const told = [json.status, json.statusCode, json.status_code, json.code].map(Number);
  return told.find((code) => Number.isInteger(code) && code >= 400 && code < 600);
}

const TELLING = [
  'error',
  'error_description',
  'error_codes',
  'message',
  'detail',
  'title',
  'exp',
  'nbf',
  'reason',
];

/** Everything in which servers put their reasons. */
function wordsOf(
  challenges: readonly Challenge[],
  headers: ReadonlyMap<string, string>,
  json: unknown,
  body: string,
): string {
  const challenged = challenges.flatMap(({ parameters }) =>
    ['error', 'error_description'].map((name) => parameters.get(name) ?? ''),
  );
  const named = ['x-amzn-errortype', 'x-error', 'x-ms-error-code', 'x-auth-error'].map(
    (name) => headers.get(name) ?? '',
  );
  const told = isObject(json) ? tellingMembers(json) : [plain(body)];
  return [...new Set([...challenged, ...named, ...told])].filter((text) => text !== '').join(' · ');
}

function tellingMembers(json: Record<string, unknown>, levels = MAX_LEVELS): string[] {
  if (levels === 0) return [];
  return Object.entries(json)
    .slice(0, 30)
    .flatMap(([name, value]) => {
      if (typeof value === 'string') return TELLING.includes(name.toLowerCase()) ? [value] : [];
      const inner = Array.isArray(value) ? value.slice(0, 5) : [value];
      return inner.filter(isObject).flatMap((one) => tellingMembers(one, levels - 1));
    });
}

/** A page without its markup. */
function plain(body: string): string {
  return body
    .slice(0, MAX_PAGE)
    .replace(/<(style|script)[^>]*>[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
