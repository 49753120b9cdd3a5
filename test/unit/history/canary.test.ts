/** Whatever the profile and whatever the IdP answers: no secret gets into activity, trace, curl line or file. */
import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../../core/index.ts';
import { createEngineFixture, PASSPHRASE } from '../../fakes/engine-fixture.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import type { ScriptedRequest } from '../../fakes/scripted-http.ts';

const ADDRESS = 'acme/dev';

/** Characters that each encoding writes in its own way. */
const PLANTED = {
  client_secret: 'canary+secret/&"=%é 1',
  password: 'canary password"2',
  username: 'canary.person@example.com',
  refresh_token: 'canary-pasted-refresh-token-3',
  subject_token: 'canary-subject-token-4',
};
const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
}) as string;
const SECRETS: Readonly<Record<string, string>> = { ...PLANTED, private_key: pem };

const members = (...names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [name, { from: 'env', name }]));

const AUTHENTICATIONS: Readonly<Record<string, object>> = {
  none: {},
  client_secret_basic: members('client_secret'),
  client_secret_post: members('client_secret'),
  client_secret_jwt: members('client_secret'),
  private_key_jwt: { ...members('private_key'), token_endpoint_auth_signing_alg: 'ES256' },
  tls_client_auth: { tls: { cert: '/none/cert.pem', key: { from: 'env', name: 'private_key' } } },
};

const GRANTS: Readonly<Record<string, object>> = {
  client_credentials: {},
  password: members('username', 'password'),
  refresh_token: members('refresh_token'),
  'urn:ietf:params:oauth:grant-type:token-exchange': members('subject_token'),
  'urn:ietf:params:oauth:grant-type:jwt-bearer': members('private_key', 'username'),
};

/** Others each time: what was sent before is known, and what comes is not. */
const tokens = async (n: number): Promise<Record<string, string>> => ({
  access_token: await new SignJWT({ n })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('a key of the identity provider!!')),
  refresh_token: `canary-new-refresh-token-${n}`,
});

type Answer = (request: ScriptedRequest, made: Record<string, string>) => HttpAnswer;

const ANSWERS: Readonly<Record<string, Answer>> = {
  tokens: (_, made) =>
    scriptedAnswer(
      200,
      { ...made, token_type: 'Bearer', expires_in: 300, scope: 'read' },
      {
        'set-cookie': 'session=canary-cookie-6',
        'x-token': made.access_token ?? '',
      },
    ),
  'tokens in places where none belong': (_, { access_token = '', refresh_token = '' }) =>
    scriptedAnswer(200, {
      access_token,
      refresh_token,
      token_type: 'Bearer',
      expires_in: 300,
      scope: `read ${access_token}`,
      error_uri: `https://idp.example/?t=${refresh_token}`,
      [refresh_token]: 1,
      authed_user: { token: refresh_token },
    }),
  'a refusal that gives all back': (request) => {
    const heard = heardOf(request).join(' ');
    return scriptedAnswer(
      400,
      { error: 'invalid_request', error_description: heard, error_uri: heard, [heard]: heard },
      { 'www-authenticate': `Bearer error_description="${heard.replaceAll(/[^ !#-~]/g, '')}"` },
    );
  },
  'a page that gives all back': (request) =>
    scriptedAnswer(502, `<p>${heardOf(request).join(' ')}</p>`, { 'content-type': 'text/html' }),
};

/** What a request was sent with, as it came and as it was meant. */
function heardOf({ headers, body = '' }: ScriptedRequest): string[] {
  const { authorization = '', dpop = '' } = headers;
  const credentials = authorization.split(' ')[1] ?? '';
  const [, encoded = ''] = Buffer.from(credentials, 'base64').toString().split(':');
  const parameters = body.startsWith('{')
    ? Object.values(JSON.parse(body) as Record<string, string>)
    : [...new URLSearchParams(body).values()];
  const all = [...parameters, credentials, encoded, new URLSearchParams(`x=${encoded}`).get('x') ?? '', dpop];
  return all.filter((text) => text.length > 5);
}

/** Each secret as texts may write it. */
function spellings(secret: string): readonly string[] {
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  const all = [
    secret,
    form,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(`c1:${form}`).toString('base64'),
  ];
  return all.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]);
}

const found = (text: string, secrets: readonly string[]): readonly string[] =>
  secrets.filter((secret) => spellings(secret).some((spelling) => text.includes(spelling)));

const cases = [
  ...Object.keys(AUTHENTICATIONS).flatMap((method) =>
    ['form', 'json'].map((encoding) => ({ method, grant: 'client_credentials', encoding })),
  ),
  ...Object.keys(GRANTS).map((grant) => ({ method: 'client_secret_basic', grant, encoding: 'form' })),
];

/** Planted secrets that a request of this kind carries: the search has to find them there. */
function carried(method: string, grant: string): readonly string[] {
  const ofClient = method === 'client_secret_basic' || method === 'client_secret_post';
  const ofGrant = Object.entries(PLANTED).filter(([name]) => Object.hasOwn(GRANTS[grant] ?? {}, name));
  const isSigned = grant.endsWith('jwt-bearer');
  return [
    'canary-extra-7',
    ...(ofClient ? [PLANTED.client_secret] : []),
    ...(isSigned ? [] : ofGrant.map(([, value]) => value)),
  ];
}

describe.each(Object.keys(ANSWERS))('answered with %s', (kind) => {
  it.each(cases)('$method, $grant, $encoding', async ({ method, grant, encoding }) => {
    const made: Record<string, string>[] = [];
    const scripted = createScriptedHttp(async (request) => {
      made.push(await tokens(made.length));
      return ANSWERS[kind]?.(request, made.at(-1) ?? {}) ?? scriptedAnswer(404, '');
    });
    const { engine, clock, files } = createEngineFixture({
      http: scripted.http,
      clock: createFakeClock(),
      ports: {
        secretSources: {
          env: (name) => Promise.resolve(SECRETS[name] ?? ''),
          file: () => Promise.reject(new Error('no file')),
          exec: () => Promise.reject(new Error('no program')),
        },
      },
    });
    await engine.start();
    await clock.until(engine.unlock(PASSPHRASE));
    const profile = {
      id: 'dev',
      token_endpoint: 'https://idp.example/token',
      client_id: 'c1',
      grant_type: grant,
      token_endpoint_auth_method: method,
      token_request_encoding: encoding,
      extra_token_params: { tenant: 'canary-extra-7' },
      ...AUTHENTICATIONS[method],
      ...GRANTS[grant],
    };
    await engine.addProfiles(
      JSON.stringify({ version: 1, services: [{ id: 'acme', environments: [profile] }] }),
    );
    for (let n = 0; n < 2; n += 1) await clock.until(engine.refresh(ADDRESS)).catch(() => undefined);
    await engine.token(ADDRESS).catch(() => undefined);

    const history = await engine.history.profile(ADDRESS);
    const shown = [JSON.stringify(history), ...(history.trace?.exchanges ?? []).map(({ curl }) => curl)];
    shown.push(JSON.stringify(await engine.history.activity()));
    await engine.stop();
    shown.push(new TextDecoder().decode(files.content.get('activity.json')));

    const sent = scripted.requests.map((request) => JSON.stringify([request.headers, request.body])).join();
    const signed = scripted.requests.flatMap(({ body = '' }) => body.match(/eyJ[\w.-]{20,}/g) ?? []);
    const secrets = [
      ...Object.values(PLANTED),
      ...made.flatMap((one) => Object.values(one)),
      ...signed,
      'canary-cookie-6',
      'canary-extra-7',
    ];
    expect(found(sent, secrets)).toEqual(expect.arrayContaining([...carried(method, grant)]));
    expect(history.trace?.attempts).toBeGreaterThan(0);
    expect(found(shown.join('\n'), secrets)).toEqual([]);
  });
});
