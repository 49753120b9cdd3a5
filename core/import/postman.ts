/** Collections (v2.0 and v2.1) and environments of Postman. */
import { printable } from '../errors/redact.ts';
import { valuesOf } from './aliases.ts';
import type { Finding, Reading, Variables } from './finding.ts';
import { formParams, isTokenRequest, jsonParams, tokenRequestFinding } from './token-request.ts';
import type { TokenRequest } from './token-request.ts';
import { asText, at, isMembers, listAt, places, textAt } from './values.ts';
import type { Place } from './values.ts';

export function isPostmanCollection(value: unknown): boolean {
  const inside = at(value, 'collection') ?? value;
  const schema = textAt(inside, 'info', 'schema') ?? '';
  return (
    schema.includes('schema.getpostman.com') ||
    (Array.isArray(at(inside, 'item')) && isMembers(at(inside, 'info')))
  );
}

export function isPostmanEnvironment(value: unknown): boolean {
  if (!Array.isArray(at(value, 'values'))) return false;
  return textAt(value, '_postman_variable_scope') !== undefined || typeof at(value, 'name') === 'string';
}

export function readPostmanEnvironment(value: unknown): Reading {
  const isGlobal = textAt(value, '_postman_variable_scope') === 'globals';
  const variables = keyed(listAt(value, 'values'));
  const name = textAt(value, 'name') ?? 'environment';
  return {
    format: 'Postman environment',
    family: 'postman',
    findings: [],
    ...(isGlobal ? { variables } : { environments: [{ name, variables }] }),
  };
}

export function readPostmanCollection(value: unknown): Reading {
  const collection = at(value, 'collection') ?? value;
  return {
    format: 'Postman collection',
    family: 'postman',
    name: textAt(collection, 'info', 'name'),
    variables: keyed(listAt(collection, 'variable')),
    findings: [...places(collection)].flatMap((place) => findingsAt(place, collection)),
  };
}

function findingsAt(place: Place, collection: unknown): readonly Finding[] {
  const { node } = place;
  const name = node === collection ? '' : nearestName(place, collection);
  const auth = at(node, 'auth');
  const found: Finding[] = [];
  if (textAt(auth, 'type') === 'oauth2') found.push(authFinding(name, at(auth, 'oauth2')));
  const request = tokenRequest(node);
  if (request !== undefined && isTokenRequest(request.params)) found.push(tokenRequestFinding(name, request));
  return found;
}

/** A request has its name one level up, beside it. */
function nearestName({ node, around }: Place, collection: unknown): string {
  const named = [node, ...around].find((each) => each !== collection && typeof each.name === 'string');
  return textAt(named, 'name') ?? '';
}

function authFinding(name: string, oauth2: unknown): Finding {
  const members: Record<string, unknown> = Array.isArray(oauth2)
    ? fromPairs(oauth2)
    : isMembers(oauth2)
      ? oauth2
      : {};
  const token = sentParams(members.tokenRequestParams, 'request_body');
  const authorization = sentParams(members.authRequestParams, 'request_url');
  const notes = [...token.notes, ...authorization.notes];
  const { refreshTokenUrl, accessTokenUrl } = members;
  if (
    asText(refreshTokenUrl) !== undefined &&
    !['', asText(accessTokenUrl)].includes(asText(refreshTokenUrl))
  )
    notes.push('Its URL for refreshing is left out: Fob refreshes at the token endpoint.');
  return {
    name,
    values: { grant_type: 'authorization_code', ...valuesOf(unwrapped(members)) },
    tokenParams: token.params,
    authorizationParams: authorization.params,
    notes,
  };
}

/** Members of type "any" can be an object with a made-up name around the value. */
function unwrapped(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(members).map(([name, value]): [string, unknown] => [
    name,
    isMembers(value) ? Object.values(value)[0] : value,
  ]);
  return Object.fromEntries(entries);
}

function fromPairs(pairs: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(pairs.map((pair) => [textAt(pair, 'key') ?? '', at(pair, 'value')]));
}

/** A profile has a place for parameters in the body of a token request, and in the URL that a person is sent to. */
function sentParams(
  value: unknown,
  taken: string,
): { params: Record<string, string>; notes: readonly string[] } {
  const params: [string, string][] = [];
  const notes: string[] = [];
  for (const param of Array.isArray(value) ? (value as readonly unknown[]) : []) {
    const name = textAt(param, 'key') ?? '';
    if (name === '' || at(param, 'enabled') === false) continue;
    const place = textAt(param, 'send_as') ?? taken;
    if (place === taken) params.push([name, textAt(param, 'value') ?? '']);
    else
      notes.push(
        `The parameter "${printable(name).slice(0, 60)}" is left out: it is sent in another place (${printable(place).slice(0, 60)}).`,
      );
  }
  return { params: Object.fromEntries(params), notes };
}

function tokenRequest(node: Readonly<Record<string, unknown>>): TokenRequest | undefined {
  if (!isMembers(node.body) || (typeof node.url !== 'string' && !isMembers(node.url))) return undefined;
  const url = textAt(node, 'url') ?? textAt(node, 'url', 'raw') ?? '';
  const headers = new Map(
    listAt(node, 'header').map((header) => [
      (textAt(header, 'key') ?? '').toLowerCase(),
      textAt(header, 'value') ?? '',
    ]),
  );
  const { basic } = basicAuth(at(node, 'auth'));
  if (textAt(node, 'body', 'mode') === 'raw') {
    const raw = textAt(node, 'body', 'raw') ?? '';
    const json = jsonParams(raw);
    const encoding = json === undefined ? 'form' : 'json';
    return { url, headers, basic, encoding, params: json ?? formParams(raw) };
  }
  const listed = [...listAt(node, 'body', 'urlencoded'), ...listAt(node, 'body', 'formdata')];
  return {
    url,
    headers,
    basic,
    encoding: 'form',
    params: [...keyed(listed)].map(([name, value]) => [name, value ?? '']),
  };
}

function basicAuth(auth: unknown): Pick<TokenRequest, 'basic'> {
  if (textAt(auth, 'type') !== 'basic') return {};
  const given = at(auth, 'basic');
  const members = Array.isArray(given) ? fromPairs(given) : given;
  return { basic: { user: textAt(members, 'username') ?? '', password: textAt(members, 'password') ?? '' } };
}

/** Enabled `{ key, value }` pairs; a secret whose value was not exported stands there empty. */
function keyed(pairs: readonly unknown[]): Variables {
  const found = new Map<string, string | undefined>();
  for (const pair of pairs) {
    const name = textAt(pair, 'key') ?? '';
    if (name === '' || at(pair, 'enabled') === false || at(pair, 'disabled') === true) continue;
    const value = textAt(pair, 'value') ?? '';
    found.set(name, value === '' && textAt(pair, 'type') === 'secret' ? undefined : value);
  }
  return found;
}
