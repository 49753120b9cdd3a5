import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../core/index.ts';
import type { Trial, TrialStepName } from '../../../shared/editor-view.ts';
import { createEngineFixture, PASSPHRASE } from '../../fakes/engine-fixture.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import type { ScriptedRequest } from '../../fakes/scripted-http.ts';

const IDP = 'https://idp.example';
const ELSEWHERE = 'https://elsewhere.example';
const ADDRESS = 'acme/dev';
const SECRET = 'canary-client-secret';
const STORED = 'canary-stored-secret';
const TOKEN = 'canary-access-token';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

const fileOf = (environment: object = {}, service: object = {}): string =>
  JSON.stringify({
    version: 1,
    services: [
      {
        id: 'acme',
        ...service,
        environments: [
          { id: 'dev', issuer: IDP, client_id: 'c1', grant_type: 'client_credentials', ...environment },
        ],
      },
    ],
  });

const metadata = (issuer: string): object => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  device_authorization_endpoint: `${issuer}/device`,
  pushed_authorization_request_endpoint: `${issuer}/par`,
  revocation_endpoint: `${issuer}/revoke`,
  grant_types_supported: ['client_credentials', 7, 'authorization_code'],
  token_endpoint_auth_methods_supported: ['client_secret_post'],
  scopes_supported: Array.from({ length: 300 }, (_, index) => `scope-${index}`),
});

const ANSWERS: Readonly<Record<string, (request: ScriptedRequest) => object>> = {
  '/token': () => ({ access_token: TOKEN, token_type: 'Bearer', expires_in: 300, scope: 'orders' }),
  '/revoke': () => ({}),
  '/par': () => ({ request_uri: 'urn:one', expires_in: 60 }),
  '/device': () => ({ device_code: 'd', user_code: 'U', verification_uri: `${IDP}/go`, expires_in: 60 }),
};

interface Scene extends AsyncDisposable {
  readonly engine: Engine;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Writes what is kept for later. */
  readonly settle: () => Promise<void>;
  /** Besides those for metadata. */
  readonly sent: () => readonly string[];
}

/** `refuse`: what the servers answer to a path in place of something good. */
async function begin(refuse: Readonly<Record<string, object>> = {}): Promise<Scene> {
  const { http, requests } = createScriptedHttp((request) => {
    const { origin, pathname } = new URL(request.url);
    if (pathname === '/.well-known/openid-configuration') return scriptedAnswer(200, metadata(origin));
    const refused = refuse[pathname];
    if (refused !== undefined) return scriptedAnswer(400, refused);
    const answer = ANSWERS[pathname];
    return answer === undefined
      ? scriptedAnswer(404, {})
      : scriptedAnswer(pathname === '/par' ? 201 : 200, answer(request));
  });
  const fixture = createEngineFixture({ http });
  const { engine, clock } = fixture;
  await engine.start();
  await clock.until(engine.unlock(PASSPHRASE));
  return {
    engine,
    files: fixture.files.content,
    settle: async () => {
      await engine.lock();
      await clock.until(engine.unlock(PASSPHRASE));
    },
    sent: () =>
      requests.filter(({ url }) => !url.includes('well-known')).map(({ method, url }) => `${method} ${url}`),
    [Symbol.asyncDispose]: () => engine.stop(),
  };
}

const outline = ({ steps }: Trial): Partial<Record<TrialStepName, string>> =>
  Object.fromEntries(steps.map(({ name, state, why, error }) => [name, why ?? error?.code ?? state]));

describe('discover', () => {
  test('tells what the server supports, with lists cut and what is no text left out', async () => {
    await using scene = await begin();
    const server = await scene.engine.editor.discover(IDP);
    expect(server).toMatchObject({
      issuer: IDP,
      grantTypes: ['client_credentials', 'authorization_code'],
      clientAuthMethods: ['client_secret_post'],
      par: 'offered',
    });
    expect(server.endpoints.token_endpoint).toBe(`${IDP}/token`);
    expect(server.scopes).toHaveLength(200);
    expect(server.codeChallengeMethods).toBeUndefined();
  });

  test('takes the issuer with or without a slash at its end, and says which it is', async () => {
    await using scene = await begin();
    expect((await scene.engine.editor.discover(`${IDP}/`)).issuer).toBe(IDP);
  });

  test.each(['idp.example', 'http://idp.example', 'https://u:p@idp.example', 'https://idp.example/?x=1'])(
    'asks nobody at %s',
    async (issuer) => {
      await using scene = await begin();
      await expect(scene.engine.editor.discover(issuer)).rejects.toMatchObject({ code: 'usage' });
    },
  );
});

describe('test', () => {
  test('runs every step with the secret in memory, takes the token back, and keeps nothing', async () => {
    await using scene = await begin();
    const before = new Map(scene.files);
    const trial = await scene.engine.editor.test(fileOf(), { client_secret: SECRET });
    expect(outline(trial)).toEqual({
      profile: 'ok',
      discovery: 'ok',
      client_certificate: 'no_certificate',
      token_request: 'ok',
      token_checks: 'ok',
    });
    expect(trial.steps[4]?.token).toEqual({
      tokenType: 'Bearer',
      lifetimeMs: 300_000,
      scope: 'orders',
      isJwt: false,
      hasRefreshToken: false,
      isRevoked: true,
    });
    expect(scene.sent()).toEqual([`POST ${IDP}/token`, `POST ${IDP}/revoke`]);
    expect(trial.steps[3]?.exchanges?.[0]?.request.url).toBe(`${IDP}/token`);
    expect(JSON.stringify(trial)).not.toMatch(/canary/);
    expect(new Map(scene.files)).toEqual(before);
    expect(scene.engine.snapshot().services).toEqual([]);
  });

  test('says what was refused, and does not go on', async () => {
    await using scene = await begin({ '/token': { error: 'invalid_client', error_description: SECRET } });
    const trial = await scene.engine.editor.test(fileOf(), { client_secret: SECRET });
    expect(outline(trial)).toMatchObject({ token_request: 'idp_refused', token_checks: 'not_reached' });
    expect(JSON.stringify(trial)).not.toMatch(/canary/);
  });

  test('says which secret is not there yet, before anything is sent', async () => {
    await using scene = await begin();
    const trial = await scene.engine.editor.test(fileOf(), {});
    expect(outline(trial)).toMatchObject({ token_request: 'secret_missing' });
    expect(trial.steps[3]?.error?.hint).toBe('Fill it in, or say where it is kept.');
    expect(scene.sent()).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    ['authorization_code', {}, [`POST ${IDP}/par`]],
    [DEVICE, {}, [`POST ${IDP}/device`]],
  ])('asks the server whether %s could begin, and stops there', async (grant_type, members, sent) => {
    await using scene = await begin();
    const text = fileOf({ grant_type, token_endpoint_auth_method: 'none', ...members });
    expect(outline(await scene.engine.editor.test(text, {}))).toMatchObject({
      token_request: 'sign_in_after_saving',
      token_checks: 'sign_in_after_saving',
    });
    expect(scene.sent()).toEqual(sent);
  });

  test('never spends a refresh token', async () => {
    await using scene = await begin();
    const text = fileOf({ grant_type: 'refresh_token', token_endpoint_auth_method: 'none' });
    const trial = await scene.engine.editor.test(text, { refresh_token: 'canary-refresh' });
    expect(outline(trial)).toMatchObject({ token_request: 'spends_refresh_token' });
    expect(scene.sent()).toEqual([]);
  });

  test('sends a stored secret nowhere that nobody agreed to; one that is typed goes where the person says', async () => {
    await using scene = await begin();
    const { engine, sent, settle } = scene;
    await engine.addProfiles(fileOf());
    await engine.setSecret(ADDRESS, 'client_secret', STORED);
    await engine.token(ADDRESS);
    await settle();
    expect(outline(await engine.editor.test(fileOf(), {}))).toMatchObject({ token_checks: 'ok' });
    const moved = fileOf({ issuer: ELSEWHERE });
    expect(outline(await engine.editor.test(moved, {}))).toMatchObject({ discovery: 'endpoints_changed' });
    expect(sent().filter((line) => line.includes(ELSEWHERE))).toEqual([]);
    expect(outline(await engine.editor.test(moved, { client_secret: SECRET }))).toMatchObject({
      token_checks: 'ok',
    });
    // The trial agreed to nothing: what is stored still goes where it went.
    await engine.refresh(ADDRESS);
    expect(sent().at(-1)).toBe(`POST ${IDP}/token`);
  });

  test.each([
    ['{', 'profile_invalid'],
    [fileOf({ client_id: undefined }), 'profile_invalid'],
    [JSON.stringify({ version: 1, services: [] }), 'usage'],
  ])('refuses %s in its first step', async (text, code) => {
    await using scene = await begin();
    expect(outline(await scene.engine.editor.test(text, {}))).toMatchObject({
      profile: code,
      token_checks: 'not_reached',
    });
  });
});

describe('save', () => {
  const DEFAULTS = { defaults: { scope: 'a' } };

  test('replaces a service whole; what is gone takes its secrets along, and undo brings the text back', async () => {
    await using scene = await begin();
    const { engine } = scene;
    await engine.addProfiles(fileOf({}, DEFAULTS));
    await engine.setSecret(ADDRESS, 'client_secret', STORED);
    const { text: before } = await engine.editor.text('acme');
    expect(JSON.parse(before ?? '')).toEqual(JSON.parse(fileOf({}, DEFAULTS)));
    const text = fileOf({ id: 'beta' });
    expect(await engine.editor.save({ service: 'acme', before, text })).toEqual({
      addresses: ['acme/beta'],
      removed: [ADDRESS],
    });
    await expect(engine.token(ADDRESS)).rejects.toMatchObject({ code: 'address_unknown' });
    const { text: after } = await engine.editor.text('acme');
    expect(JSON.parse(after ?? '')).toEqual(JSON.parse(text));
    await engine.editor.save({ service: 'acme', before: after, text: before });
    expect((await engine.editor.text('acme')).text).toBe(before);
    await expect(engine.token(ADDRESS)).rejects.toMatchObject({ code: 'secret_missing' });
  });

  test('takes a service away that was not there before', async () => {
    await using scene = await begin();
    const { engine } = scene;
    await engine.addProfiles(fileOf());
    const { text: before } = await engine.editor.text('acme');
    expect(await engine.editor.save({ service: 'acme', before })).toEqual({
      addresses: [],
      removed: [ADDRESS],
    });
    expect(await engine.editor.text('acme')).toEqual({});
  });

  test('saves nothing when the file is not what the editor began with, or another service is in the text', async () => {
    await using scene = await begin();
    const { engine } = scene;
    await engine.addProfiles(fileOf());
    const { text: before } = await engine.editor.text('acme');
    await engine.addProfiles(fileOf({ scope: 'b' }));
    const text = fileOf({ scope: 'c' });
    await expect(engine.editor.save({ service: 'acme', before, text })).rejects.toMatchObject({
      code: 'usage',
    });
    await expect(engine.editor.save({ service: 'other', text })).rejects.toMatchObject({ code: 'usage' });
    expect((await engine.editor.text('acme')).text).toContain('"b"');
  });

  test('notes in the activity what is new, and what the guard does not count for any more', async () => {
    await using scene = await begin();
    const { engine } = scene;
    const prod = { id: 'prod', tier: 'prod' };
    await engine.addProfiles(fileOf(prod));
    const { text: before } = await engine.editor.text('acme');
    const dev = { issuer: IDP, client_id: 'c1', grant_type: 'client_credentials' };
    const environments = [
      { ...dev, ...prod, tier: 'test' },
      { ...dev, id: 'dev' },
    ];
    const text = JSON.stringify({ version: 1, services: [{ id: 'acme', environments }] });
    await engine.editor.save({ service: 'acme', before, text });
    const { events } = await engine.history.activity();
    expect(events.slice(0, 3).map(({ kind, address }) => `${kind} ${address ?? ''}`)).toEqual([
      'unguarded acme/prod',
      'profile_added acme/dev',
      'profile_added acme/prod',
    ]);
  });
});
