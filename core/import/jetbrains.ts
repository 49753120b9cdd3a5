/** http-client.env.json and http-client.private.env.json of JetBrains' HTTP client. */
import { printable } from '../errors/redact.ts';
import { valuesOf } from './aliases.ts';
import type { Finding, FoundValues, Reading, Scope } from './finding.ts';
import { asText, at, flatVariables, isMembers, textAt } from './values.ts';

/** Its variables are those of every environment. */
const SHARED = '$shared';

export function isHttpClientEnvironments(value: unknown, fileName = ''): boolean {
  if (!isMembers(value)) return false;
  const environments = Object.values(value);
  if (/http-client(?:\.private)?\.env\.json$/i.test(fileName)) return true;
  return environments.length > 0 && environments.some((each) => isMembers(at(each, 'Security', 'Auth')));
}

export function readHttpClientEnvironments(value: unknown): Reading {
  const environments = Object.entries(isMembers(value) ? value : {});
  const scopes = environments.map(([name, members]): Scope => ({ name, variables: flatVariables(members) }));
  const found = environments.flatMap(([environment, members]) => authsOf(environment, members));
  return {
    format: 'JetBrains HTTP client environments',
    family: 'jetbrains',
    findings: found.flatMap(({ finding }) => finding ?? []),
    variables: scopes.find(({ name }) => name === SHARED)?.variables ?? new Map(),
    environments: scopes.filter(({ name }) => name !== SHARED),
    notes: found.flatMap(({ note }) => note ?? []),
  };
}

/** A private file can hold the secrets alone: what both files say of one configuration is put together. */
export function mergedAuths(findings: readonly Finding[]): readonly Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.environment, finding.name]);
    const known = byPlace.get(key);
    byPlace.set(
      key,
      known === undefined
        ? finding
        : { ...known, ...finding, values: { ...known.values, ...finding.values } },
    );
  }
  return [...byPlace.values()];
}

function authsOf(environment: string, members: unknown): readonly { finding?: Finding; note?: string }[] {
  const auths = at(members, 'Security', 'Auth');
  return Object.entries(isMembers(auths) ? auths : {}).map(([name, auth]) => {
    const type = textAt(auth, 'Type') ?? 'OAuth2';
    if (type.toLowerCase() !== 'oauth2')
      return {
        note: `"${printable(name)}" in ${printable(environment)} is left out: its type is not OAuth2.`,
      };
    return { finding: { name, environment, values: valuesWithPkce(auth), ...customParams(auth) } };
  });
}

function valuesWithPkce(auth: unknown): FoundValues {
  const method = textAt(auth, 'PKCE', 'Code Challenge Method');
  return { ...valuesOf(auth), ...(method === undefined ? {} : { code_challenge_method: method }) };
}

/** `"name": "value"`, or `{ "Value", "Use" }` to say in which request. */
function customParams(auth: unknown): Pick<Finding, 'tokenParams' | 'authorizationParams'> {
  const given = at(auth, 'Custom Request Parameters');
  const token: [string, string][] = [];
  const authorization: [string, string][] = [];
  for (const [name, value] of Object.entries(isMembers(given) ? given : {})) {
    const use = textAt(value, 'Use') ?? 'Everywhere';
    const text = asText(value) ?? textAt(value, 'Value') ?? '';
    if (use !== 'In Auth Request') token.push([name, text]);
    if (use !== 'In Token Request') authorization.push([name, text]);
  }
  return { tokenParams: Object.fromEntries(token), authorizationParams: Object.fromEntries(authorization) };
}
