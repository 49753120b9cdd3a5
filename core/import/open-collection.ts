/** OpenCollection 1, the YAML that Bruno writes: collection, folders, requests (in one file or many), environments. */
import { valuesOf } from './aliases.ts';
import { refreshNote, withPlacement } from './bruno.ts';
import type { Finding, Reading, Variables } from './finding.ts';
import { asText, at, isMembers, listAt, places, textAt } from './values.ts';
import type { Place } from './values.ts';

export function isOpenCollection(value: unknown): boolean {
  if (at(value, 'opencollection') !== undefined || isEnvironment(value)) return true;
  return isMembers(at(value, 'info')) && [...places(value)].some(({ node }) => isOAuth2(node));
}

function isEnvironment(value: unknown): boolean {
  return (
    typeof at(value, 'name') === 'string' &&
    Array.isArray(at(value, 'variables')) &&
    at(value, 'info') === undefined
  );
}

const isOAuth2 = (node: unknown): boolean =>
  textAt(node, 'type') === 'oauth2' && at(node, 'flow') !== undefined;

export function readOpenCollection(value: unknown): Reading {
  const common = { format: 'OpenCollection (Bruno)', family: 'bruno' } as const;
  if (isEnvironment(value)) {
    const scope = {
      name: textAt(value, 'name') ?? 'environment',
      variables: variablesOf(at(value, 'variables')),
    };
    return { ...common, findings: [], environments: [scope] };
  }
  const isCollection = at(value, 'opencollection') !== undefined;
  const environments = listAt(value, 'config', 'environments').map((each) => ({
    name: textAt(each, 'name') ?? 'environment',
    variables: variablesOf(at(each, 'variables')),
  }));
  return {
    ...common,
    name: isCollection ? textAt(value, 'info', 'name') : undefined,
    findings: [...places(value)]
      .filter(({ node }) => isOAuth2(node))
      .map((place) => findingOf(place, value, isCollection)),
    variables: isCollection ? variablesOf(at(value, 'request', 'variables')) : new Map(),
    environments,
  };
}

function findingOf({ node, around }: Place, root: unknown, isCollection: boolean): Finding {
  const holder = around.find((each) => isMembers(each.info));
  const name =
    isCollection && (holder === root || holder === undefined) ? '' : (textAt(holder, 'info', 'name') ?? '');
  const { credentials, resourceOwner, additionalParameters } = node;
  const values = valuesOf({ ...node, ...members(credentials), ...members(resourceOwner) });
  const token = sentParams(at(additionalParameters, 'accessTokenRequest'), 'body');
  const authorization = sentParams(at(additionalParameters, 'authorizationRequest'), 'query');
  return {
    name,
    values: withPlacement(values),
    tokenParams: token.params,
    authorizationParams: authorization.params,
    notes: [
      ...(token.isAll && authorization.isAll
        ? []
        : ['Additional parameters in headers or URLs are left out.']),
      ...refreshNote(textAt(node, 'refreshTokenUrl'), textAt(node, 'accessTokenUrl')),
    ],
  };
}

const members = (value: unknown): object => (isMembers(value) ? value : {});

function sentParams(value: unknown, taken: string): { params: Record<string, string>; isAll: boolean } {
  const given = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const fitting = given.filter((param) => textAt(param, 'placement') === taken);
  const pairs = fitting.map((param): [string, string] => [
    textAt(param, 'name') ?? '',
    textAt(param, 'value') ?? '',
  ]);
  return {
    params: Object.fromEntries(pairs.filter(([name]) => name !== '')),
    isAll: fitting.length === given.length,
  };
}

/** `{ name, value }`, where a value can carry its type; a secret's value is kept elsewhere. */
function variablesOf(list: unknown): Variables {
  const found = new Map<string, string | undefined>();
  for (const variable of Array.isArray(list) ? (list as readonly unknown[]) : []) {
    const name = textAt(variable, 'name') ?? '';
    if (name === '' || at(variable, 'disabled') === true) continue;
    const value = at(variable, 'value');
    const isSecret = at(variable, 'secret') === true;
    found.set(name, isSecret ? undefined : (asText(value) ?? textAt(value, 'data')));
  }
  return found;
}
