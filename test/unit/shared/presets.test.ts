import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseProfiles } from '../../../core/index.ts';
import { fillIn, presetService } from '../../../shared/presets/preset.ts';
import type { Answers, Preset } from '../../../shared/presets/preset.ts';
import { PRESETS } from '../../../shared/presets/registry.ts';
import type { EnvironmentEntry } from '../../../shared/profile.ts';

const VAULT = { from: 'vault' } as const;
const REDIRECT = 'http://127.0.0.1/callback';

/** What stands for a person: an answer to every question that has no default. */
const SAMPLES: Readonly<Record<string, Answers>> = {
  compliance: { realm_url: 'https://login.example/realms/c', client_id: 'app' },
  ifs: { system_url: 'ifs.example', namespace: 'ifstest', client_id: 'IFS_app' },
  raidiam: { client_id: 'app', cert: '/c/transport.pem', key: '/c/transport.key' },
  salus: { client_id: 'client_333' },
  signaturgruppen: { issuer: 'https://broker.example', client_id: 'api-client' },
};

const named = (name: string): Preset => {
  const preset = PRESETS.find((known) => known.name === name);
  if (preset === undefined) throw new Error(`no preset ${name}`);
  return preset;
};

function environmentOf(name: string, answers: Answers): EnvironmentEntry | undefined {
  const filled = fillIn(named(name), { ...SAMPLES[name], ...answers });
  expect(filled.asked.filter(({ problem }) => problem !== undefined)).toEqual([]);
  return presetService(named(name), filled.answers).environments[0];
}

const COMPLIANCE = {
  id: 'test',
  tier: 'test',
  issuer: 'https://login.example/realms/c',
  grant_type: 'password',
  client_id: 'app',
  token_endpoint_auth_method: 'client_secret_post',
  client_secret: VAULT,
  username: VAULT,
  password: VAULT,
};
const BROKER = {
  id: 'test',
  tier: 'test',
  issuer: 'https://broker.example',
  grant_type: 'client_credentials',
  client_id: 'api-client',
  token_endpoint_auth_method: 'client_secret_post',
  client_secret: VAULT,
};
const RAIDIAM = {
  id: 'sandbox',
  tier: 'test',
  issuer: 'https://auth.sandbox.raidiam.io',
  grant_type: 'client_credentials',
  client_id: 'app',
  token_endpoint_auth_method: 'tls_client_auth',
  scope: 'directory:software',
  tls: { cert: '/c/transport.pem', key: '/c/transport.key' },
};
const IFS = {
  id: 'test',
  tier: 'test',
  issuer: 'https://ifs.example/auth/realms/ifstest',
  grant_type: 'authorization_code',
  client_id: 'IFS_app',
  token_endpoint_auth_method: 'client_secret_post',
  client_secret: VAULT,
  scope: 'openid',
  redirect_uri: REDIRECT,
};
const SALUS = {
  id: 'dev',
  tier: 'dev',
  token_endpoint: 'https://guardian.dev.salussafety.io/token',
  grant_type: 'client_credentials',
  client_id: 'client_333',
  token_endpoint_auth_method: 'client_secret_basic',
  token_request_encoding: 'json',
  client_secret: VAULT,
  scope: 'sls:idn',
};
const SALUS_USER = {
  id: 'dev-user',
  tier: 'dev',
  authorization_endpoint: 'https://guardian.dev.salussafety.io/authorize',
  token_endpoint: 'https://guardian.dev.salussafety.io/token',
  grant_type: 'authorization_code',
  client_id: 'client_333',
  token_endpoint_auth_method: 'none',
  token_request_encoding: 'json',
  scope: 'sls:idn',
  redirect_uri: REDIRECT,
  extra_authorization_params: { request_scope: 'idtoken+email' },
};

describe('the profile that the answers make', () => {
  test.each<[string, Answers, object]>([
    ['compliance', {}, COMPLIANCE],
    ['compliance', { environment: 'prod' }, { ...COMPLIANCE, id: 'prod', tier: 'prod' }],
    // The letter with the credentials names the token endpoint.
    ['compliance', { realm_url: `${COMPLIANCE.issuer}/protocol/openid-connect/token` }, COMPLIANCE],
    ['compliance', { realm_url: ` ${COMPLIANCE.issuer}/ ` }, COMPLIANCE],

    ['signaturgruppen', {}, BROKER],
    [
      'signaturgruppen',
      { scope: 'broker.api', token_endpoint_auth_method: 'client_secret_basic' },
      { ...BROKER, scope: 'broker.api', token_endpoint_auth_method: 'client_secret_basic' },
    ],
    [
      'signaturgruppen',
      { token_endpoint_auth_method: 'private_key_jwt', private_key_id: 'k1' },
      {
        id: 'test-key',
        tier: 'test',
        issuer: 'https://broker.example',
        grant_type: 'client_credentials',
        client_id: 'api-client',
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'RS256',
        private_key: VAULT,
        private_key_id: 'k1',
      },
    ],

    ['raidiam', {}, RAIDIAM],
    ['raidiam', { ca: '/c/ca.pem' }, { ...RAIDIAM, tls: { ...RAIDIAM.tls, ca: '/c/ca.pem' } }],
    [
      'raidiam',
      { token_endpoint_auth_method: 'private_key_jwt' },
      {
        ...RAIDIAM,
        id: 'sandbox-key',
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'PS256',
        private_key: VAULT,
      },
    ],

    ['ifs', {}, IFS],
    ['ifs', { system_url: 'https://ifs.example/' }, IFS],
    [
      'ifs',
      { token_endpoint_auth_method: 'none' },
      { ...without(IFS, 'client_secret'), token_endpoint_auth_method: 'none' },
    ],
    [
      'ifs',
      { grant_type: 'client_credentials' },
      { ...without(IFS, 'scope', 'redirect_uri'), id: 'test-batch', grant_type: 'client_credentials' },
    ],
    [
      'ifs',
      { grant_type: 'password' },
      {
        ...without(IFS, 'redirect_uri'),
        id: 'test-password',
        grant_type: 'password',
        username: VAULT,
        password: VAULT,
      },
    ],

    ['salus', {}, SALUS],
    [
      'salus',
      { idp: 'beta', token_endpoint_auth_method: 'client_secret_post' },
      {
        ...SALUS,
        id: 'beta',
        tier: 'test',
        token_endpoint: 'https://guardian.beta.salussafety.io/token',
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    [
      'salus',
      { idp: 'prod', guardian_url: 'https://guardian.example/' },
      { ...SALUS, id: 'prod', tier: 'prod', token_endpoint: 'https://guardian.example/token' },
    ],
    ['salus', { grant_type: 'authorization_code' }, SALUS_USER],
    [
      'salus',
      { grant_type: 'authorization_code', token_endpoint_auth_method: 'client_secret_basic' },
      { ...SALUS_USER, token_endpoint_auth_method: 'client_secret_basic', client_secret: VAULT },
    ],
  ])('%s with %j', (name, answers, expected) => {
    expect(environmentOf(name, answers)).toEqual(expected);
  });

  test('stands in a profile file by itself, under the name of the service', () => {
    const { answers } = fillIn(named('salus'), SAMPLES.salus ?? {});
    expect(presetService(named('salus'), answers)).toEqual({
      id: 'salus',
      name: 'SALUS Developer API',
      environments: [SALUS],
    });
  });
});

describe.each(PRESETS)('every choice of $name', (preset) => {
  const asked = preset.questions.map(({ name }) => name);
  // The Guardian IdP of prod is what only some choices ask for.
  const guardian = asked.includes('guardian_url') ? { guardian_url: 'https://guardian.example' } : {};
  const ways = everyWay(preset, { ...SAMPLES[preset.name], ...guardian });

  test.each(ways)('makes a usable profile: %j', (given) => {
    const filled = fillIn(preset, given);
    expect(filled.asked.filter(({ problem }) => problem !== undefined)).toEqual([]);
    const file = { version: 1, services: [presetService(preset, filled.answers)] };
    const { problems, profiles } = parseProfiles(JSON.stringify(file));
    expect(problems).toEqual([]);
    expect([...profiles.keys()]).toEqual([`${preset.name}/${filled.answers.environment ?? ''}`]);
  });

  test('has an address of its own for each IdP, grant and key pair, so that none replaces another', () => {
    const kinds = new Map<string, Set<string>>();
    for (const { answers } of ways.map((given) => fillIn(preset, given))) {
      const { environment = '', idp, grant_type, token_endpoint_auth_method } = answers;
      const kind = [idp, grant_type, token_endpoint_auth_method === 'private_key_jwt'].join(' ');
      kinds.set(environment, (kinds.get(environment) ?? new Set()).add(kind));
    }
    for (const [environment, users] of kinds) expect([...users], environment).toHaveLength(1);
  });

  test('has questions that rest on earlier ones alone', () => {
    const known = new Map<string, readonly string[] | undefined>();
    for (const question of preset.questions) {
      const conditions = [question, ...(question.choices ?? []), ...(question.defaults ?? [])].map(
        ({ when }) => when ?? {},
      );
      for (const [name, values] of conditions.flatMap((condition) => Object.entries(condition))) {
        expect(known.has(name)).toBe(true);
        const choices = known.get(name);
        if (choices !== undefined) expect(choices).toEqual(expect.arrayContaining([...values]));
      }
      known.set(
        question.name,
        question.choices?.map(({ value }) => value),
      );
    }
  });
});

describe('what is missing or wrong', () => {
  test.each<[string, Answers, string[]]>([
    ['compliance', {}, ['realm_url', 'client_id']],
    ['ifs', {}, ['system_url', 'namespace', 'client_id']],
    ['raidiam', {}, ['client_id', 'cert', 'key']],
    ['raidiam', { environment: 'prod' }, ['issuer', 'client_id', 'cert', 'key']],
    ['salus', {}, ['client_id']],
    ['salus', { idp: 'prod' }, ['guardian_url', 'client_id']],
    ['signaturgruppen', {}, ['issuer', 'client_id']],
    ['salus', { idp: 'staging', client_id: 'x' }, ['idp', 'environment', 'guardian_url']],
    ['salus', { token_endpoint_auth_method: 'none', client_id: 'x' }, ['token_endpoint_auth_method']],
    ['compliance', { ...SAMPLES.compliance, environment: 'Test' }, ['environment']],
    ['compliance', { ...SAMPLES.compliance, realm_url: 'login.example/realms/c' }, ['realm_url']],
    ['compliance', { ...SAMPLES.compliance, client_id: '  ' }, ['client_id']],
    ['compliance', { ...SAMPLES.compliance, realm_url: 'javascript:alert(1)' }, ['realm_url']],
    ['ifs', { ...SAMPLES.ifs, system_url: 'not a host' }, ['system_url']],
    ['raidiam', { ...SAMPLES.raidiam, cert: 'transport.pem' }, ['cert']],
    ['raidiam', { ...SAMPLES.raidiam, scope: '' }, ['scope']],
  ])('%s with %j: %j', (name, given, expected) => {
    const wrong = fillIn(named(name), given).asked.filter(({ problem }) => problem !== undefined);
    expect(wrong.map(({ question }) => question.name)).toEqual(expected);
  });

  test('a path of Windows is a whole one', () => {
    const given = { ...SAMPLES.raidiam, cert: 'C:\\keys\\transport.pem', key: '\\\\share\\transport.key' };
    expect(fillIn(named('raidiam'), given).answers).toMatchObject({ cert: given.cert, key: given.key });
  });
});

test('the presets reach nothing at run time but themselves: the page loads them without zod', () => {
  const folder = new URL('../../../shared/presets/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const imports = [...text.matchAll(/^import (?!type )[^;]* from '([^']+)'/gm)].map(([, path]) => path);
    for (const path of imports) expect(path, file).toMatch(/^\.\/[a-z]+\.ts$/);
  }
});

function without<Entry extends object>(entry: Entry, ...names: (keyof Entry)[]): Partial<Entry> {
  return Object.fromEntries(
    Object.entries(entry).filter(([name]) => !names.includes(name as keyof Entry)),
  ) as Partial<Entry>;
}

/** The sample answers with each combination of the choices that a person can come upon. */
function everyWay(preset: Preset, given: Answers): readonly Answers[] {
  const open = fillIn(preset, given).asked.find(
    ({ question }) => question.kind === 'choice' && given[question.name] === undefined,
  );
  if (open === undefined) return [given];
  return open.choices.flatMap(({ value }) => everyWay(preset, { ...given, [open.question.name]: value }));
}
