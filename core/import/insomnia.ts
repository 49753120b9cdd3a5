/** Exports of Insomnia: format 4 (JSON or YAML, a flat list of resources) and format 5 (YAML, a tree). */
import { valuesOf } from './aliases.ts';
import type { Finding, Reading, Scope, Variables } from './finding.ts';
import { formParams, isTokenRequest, jsonParams, tokenRequestFinding } from './token-request.ts';
import type { TokenRequest } from './token-request.ts';
import { at, flatVariables, isMembers, listAt, places, textAt } from './values.ts';

type Members = Readonly<Record<string, unknown>>;

export function isInsomnia4(value: unknown): boolean {
  return textAt(value, '_type') === 'export' && Array.isArray(at(value, 'resources'));
}

export function isInsomnia5(value: unknown): boolean {
  return /^(?:collection|spec|environment)\.insomnia\.rest\/5/.test(textAt(value, 'type') ?? '');
}

export function readInsomnia4(value: unknown): Reading {
  const resources = listAt(value, 'resources').filter(isMembers);
  const ofType = (type: string): readonly Members[] => resources.filter((one) => one._type === type);
  const byId = new Map(resources.map((one) => [textAt(one, '_id') ?? '', one]));
  const environments = ofType('environment');
  const isBase = (one: Members): boolean => byId.get(textAt(one, 'parentId') ?? '')?._type !== 'environment';
  const workspaces = ofType('workspace');
  return {
    format: 'Insomnia export (format 4)',
    family: 'insomnia',
    name: workspaces.length === 1 ? textAt(workspaces[0], 'name') : undefined,
    findings: [...ofType('request_group'), ...ofType('request')].flatMap((one) =>
      findingsOf(one, folderVariables(one, byId)),
    ),
    variables: new Map(environments.filter(isBase).flatMap((one) => [...flatVariables(one.data)])),
    environments: environments.filter((one) => !isBase(one)).map(scopeOf),
  };
}

export function readInsomnia5(value: unknown): Reading {
  const base = at(value, 'environments');
  return {
    format: 'Insomnia collection (format 5)',
    family: 'insomnia',
    name: textAt(value, 'name'),
    findings: [...places(at(value, 'collection'))].flatMap(({ node, around }) =>
      findingsOf(
        node,
        new Map(
          [...around]
            .reverse()
            .concat(node)
            .flatMap((one) => [...flatVariables(one.environment)]),
        ),
      ),
    ),
    variables: flatVariables(at(base, 'data')),
    environments: listAt(base, 'subEnvironments').filter(isMembers).map(scopeOf),
  };
}

function scopeOf(one: Members): Scope {
  return { name: textAt(one, 'name') ?? 'environment', variables: flatVariables(one.data) };
}

/** Those of the folders that it stands in, the nearest last. */
function folderVariables(one: Members, byId: ReadonlyMap<string, Members>): Variables {
  const folders: Members[] = [];
  for (let next: Members | undefined = one; next !== undefined && folders.length < 100;) {
    folders.unshift(next);
    next = byId.get(textAt(next, 'parentId') ?? '');
  }
  return new Map(folders.flatMap((folder) => [...flatVariables(folder.environment)]));
}

function findingsOf(one: Members, variables: Variables): readonly Finding[] {
  const name = textAt(one, 'name') ?? '';
  const found: Finding[] = [];
  const { authentication } = one;
  if (textAt(authentication, 'type') === 'oauth2' && at(authentication, 'disabled') !== true)
    found.push({
      name,
      variables,
      values: { grant_type: 'authorization_code', ...valuesOf(authentication) },
    });
  const request = tokenRequest(one);
  if (request !== undefined && isTokenRequest(request.params))
    found.push({ ...tokenRequestFinding(name, request), variables });
  return found;
}

function tokenRequest(one: Members): TokenRequest | undefined {
  const url = textAt(one, 'url');
  if (url === undefined || !isMembers(one.body)) return undefined;
  const headers = new Map(
    listAt(one, 'headers').map((each) => [
      (textAt(each, 'name') ?? '').toLowerCase(),
      textAt(each, 'value') ?? '',
    ]),
  );
  const { authentication, body } = one;
  const basic =
    textAt(authentication, 'type') === 'basic'
      ? { user: textAt(authentication, 'username') ?? '', password: textAt(authentication, 'password') ?? '' }
      : undefined;
  const text = textAt(body, 'text');
  if (text !== undefined) {
    const json = jsonParams(text);
    return {
      url,
      headers,
      basic,
      encoding: json === undefined ? 'form' : 'json',
      params: json ?? formParams(text),
    };
  }
  const params = listAt(body, 'params')
    .filter((param) => at(param, 'disabled') !== true)
    .map((param): [string, string] => [textAt(param, 'name') ?? '', textAt(param, 'value') ?? '']);
  return { url, headers, basic, encoding: 'form', params };
}
