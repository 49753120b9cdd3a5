/** Bruno: .bru files of collections, folders, requests and environments, and bruno.json that names the collection. */
import { valuesOf } from './aliases.ts';
import { bruBlocks, bruNames, bruPairs } from './bru-blocks.ts';
import type { BruBlock } from './bru-blocks.ts';
import type { Finding, Reading, Variables } from './finding.ts';
import { isTokenRequest, jsonParams, tokenRequestFinding } from './token-request.ts';
import { at, textAt } from './values.ts';

const METHODS = /^(?:get|post|put|patch|delete|options|head|http)$/;
const ADDED =
  /^auth:oauth2:additional_params:(auth_req|access_token_req|refresh_token_req):(headers|queryparams|body)$/;

export function isBru(text: string): boolean {
  return /^[ \t]*(?:meta|auth(?::[\w:-]+)?|vars(?::[\w-]+)?|headers|get|post|put|patch|delete|query|docs)[ \t]*[{[][ \t]*\r?$/m.test(
    text.slice(0, 20_000),
  );
}

export function isBrunoJson(value: unknown): boolean {
  return (
    textAt(value, 'type') === 'collection' &&
    textAt(value, 'version') === '1' &&
    at(value, 'items') === undefined
  );
}

export function readBrunoJson(value: unknown): Reading {
  return { format: 'Bruno collection', family: 'bruno', name: textAt(value, 'name'), findings: [] };
}

export function readBru(text: string, fileName: string | undefined): Reading {
  const blocks = bruBlocks(text);
  const named = (name: string): BruBlock | undefined => blocks.find((block) => block.name === name);
  const secrets = named('vars:secret');
  const vars = named('vars');
  if (named('meta') === undefined && named('auth') === undefined && (vars ?? secrets) !== undefined)
    return readEnvironment(vars, secrets, fileName);
  const meta = new Map(bruPairs(named('meta') ?? { lines: [] }));
  const isCollection = meta.get('type') === 'collection' || meta.size === 0;
  const own = new Map(blocks.filter(({ name }) => name === 'vars:pre-request').flatMap(bruPairs));
  const name = isCollection ? '' : (meta.get('name') ?? '');
  return {
    format: 'Bruno file',
    family: 'bruno',
    findings: [...authFindings(name, blocks, own), ...tokenRequests(name, blocks, own)],
    ...(isCollection ? { variables: own } : {}),
  };
}

function readEnvironment(
  vars: BruBlock | undefined,
  secrets: BruBlock | undefined,
  fileName?: string,
): Reading {
  const name = (fileName ?? 'environment').replace(/^.*[\\/]/, '').replace(/\.bru$/, '');
  const variables = new Map<string, string | undefined>(bruPairs(vars ?? { lines: [] }));
  for (const secret of bruNames(secrets ?? { lines: [] })) variables.set(secret, undefined);
  return { format: 'Bruno environment', family: 'bruno', findings: [], environments: [{ name, variables }] };
}

function authFindings(name: string, blocks: readonly BruBlock[], variables: Variables): readonly Finding[] {
  const block = blocks.find((each) => each.name === 'auth:oauth2');
  if (block === undefined) return [];
  const pairs = new Map(bruPairs(block));
  const added = blocks.flatMap((each) => {
    const [, request, place] = ADDED.exec(each.name) ?? [];
    return request === undefined || place === undefined ? [] : [{ request, place, pairs: bruPairs(each) }];
  });
  const paramsOf = (request: string, place: string): Record<string, string> =>
    Object.fromEntries(
      added.filter((one) => one.request === request && one.place === place).flatMap((one) => one.pairs),
    );
  const isTaken = (request: string, place: string): boolean =>
    (request === 'access_token_req' && place === 'body') ||
    (request === 'auth_req' && place === 'queryparams');
  const left = added.filter(({ request, place }) => !isTaken(request, place));
  return [
    {
      name,
      variables,
      values: withPlacement(valuesOf(Object.fromEntries(pairs))),
      tokenParams: paramsOf('access_token_req', 'body'),
      authorizationParams: paramsOf('auth_req', 'queryparams'),
      notes: [
        ...left.map(({ request, place }) => `Additional parameters of ${request} in ${place} are left out.`),
        ...refreshNote(pairs.get('refresh_token_url'), pairs.get('access_token_url')),
      ],
    },
  ];
}

/** Bruno sends the client's credentials in the body, unless told to use the header. */
export function withPlacement(values: Finding['values']): Finding['values'] {
  const isHeader = values.token_endpoint_auth_method?.includes('header') === true;
  return { ...values, token_endpoint_auth_method: isHeader ? 'client_secret_basic' : 'client_secret_post' };
}

export function refreshNote(refreshUrl: string | undefined, tokenUrl: string | undefined): readonly string[] {
  const isOther = refreshUrl !== undefined && refreshUrl !== '' && refreshUrl !== tokenUrl;
  return isOther ? ['Its URL for refreshing is left out: Fob refreshes at the token endpoint.'] : [];
}

function tokenRequests(name: string, blocks: readonly BruBlock[], variables: Variables): readonly Finding[] {
  const pairsOf = (wanted: string): readonly (readonly [string, string])[] =>
    blocks.filter((block) => block.name === wanted).flatMap(bruPairs);
  const request = blocks.find((block) => METHODS.test(block.name));
  const url = request === undefined ? undefined : new Map(bruPairs(request)).get('url');
  if (url === undefined) return [];
  const json = blocks
    .filter((block) => block.name === 'body:json')
    .map(({ lines }) => jsonParams(lines.join('\n')))[0];
  const params = json ?? [...pairsOf('body:form-urlencoded'), ...pairsOf('body:multipart-form')];
  if (!isTokenRequest(params)) return [];
  const basic = new Map(pairsOf('auth:basic'));
  const user = basic.get('username');
  const finding = tokenRequestFinding(name, {
    url,
    params,
    encoding: json === undefined ? 'form' : 'json',
    headers: new Map(pairsOf('headers').map(([header, value]) => [header.toLowerCase(), value])),
    basic: user === undefined ? undefined : { user, password: basic.get('password') ?? '' },
  });
  return [{ ...finding, variables }];
}
