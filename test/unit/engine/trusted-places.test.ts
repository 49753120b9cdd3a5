/** A profile or its metadata that names other places: nothing goes there until a person agrees (security.md P40). */
import { SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../../fakes/engine-fixture.ts';
import { ADDRESS, begin, HOUR, IDP, metadataOf, OTHER } from './two-idps.ts';
import type { World } from './two-idps.ts';

let world: World;
const refresh = () => world.engine.refresh(ADDRESS);
const moveTo = (members: object) => world.metadata.set(IDP, metadataOf(IDP, members));

describe('once a token came from an IdP', () => {
  beforeEach(async () => {
    world = await begin();
    await world.engine.setSecret(ADDRESS, 'client_secret', 's3cret');
    await refresh();
    expect(world.sent()).toEqual([`POST ${IDP}/token`]);
  });

  it.each<[string, { profile?: object; metadata?: object }, object]>([
    [
      'the profile names another issuer',
      { profile: { issuer: OTHER } },
      { member: 'issuer', from: IDP, to: OTHER },
    ],
    [
      'the profile names another token endpoint',
      { profile: { token_endpoint: `${OTHER}/token` } },
      { member: 'token_endpoint', from: `${IDP}/token`, to: `${OTHER}/token` },
    ],
    [
      'the metadata has another token endpoint',
      { metadata: { token_endpoint: `${OTHER}/token` } },
      { member: 'token_endpoint', from: `${IDP}/token`, to: `${OTHER}/token` },
    ],
    [
      'the token endpoint moved at the same server',
      { metadata: { token_endpoint: `${IDP}/v2/token` } },
      { member: 'token_endpoint', from: `${IDP}/token`, to: `${IDP}/v2/token` },
    ],
    [
      'the keys are elsewhere',
      { metadata: { jwks_uri: `${OTHER}/jwks` } },
      { member: 'jwks_uri', from: `${IDP}/jwks`, to: `${OTHER}/jwks` },
    ],
    [
      'a new endpoint is at another server',
      { metadata: { userinfo_endpoint: `${OTHER}/me` } },
      { member: 'userinfo_endpoint', to: `${OTHER}/me` },
    ],
    [
      'mutual TLS is at another server',
      { metadata: { mtls_endpoint_aliases: { token_endpoint: `${OTHER}/token` } } },
      { member: 'mtls_endpoint_aliases.token_endpoint', to: `${OTHER}/token` },
    ],
    [
      'the profile has mutual TLS at another server',
      { profile: { mtls_endpoint_aliases: { token_endpoint: `${OTHER}/token` } } },
      { member: 'mtls_endpoint_aliases.token_endpoint', to: `${OTHER}/token` },
    ],
  ])('nothing is sent where %s, and nothing is lost', async (_what, { profile, metadata }, change) => {
    moveTo(metadata ?? {});
    await world.edit(profile);
    await expect(refresh()).rejects.toMatchObject({
      code: 'endpoints_changed',
      message: expect.stringContaining((change as { to: string }).to) as string,
      hint: expect.stringContaining(`fob profile trust ${ADDRESS}`) as string,
    });
    expect(world.sent()).toHaveLength(1);
    expect(world.askedOf(OTHER)).toBe(0);
    expect(world.view()).toMatchObject({ status: 'error', endpointChanges: [change] });
    moveTo({});
    await world.edit();
    await refresh();
    expect(world.last()).toEqual(['refresh_token', 'refresh-1']);
    expect(world.view()?.endpointChanges).toBeUndefined();
  });

  it.each<[string, { profile?: object; metadata?: object }]>([
    ['scope and client', { profile: { scope: 'a b', client_id: 'c2', audience: 'api' } }],
    ['the same endpoint by hand', { profile: { token_endpoint: `${IDP}/token` } }],
    ['metadata without an endpoint', { metadata: { revocation_endpoint: undefined } }],
    ['a new endpoint at the same server', { metadata: { userinfo_endpoint: `${IDP}/me` } }],
    ['other members', { metadata: { scopes_supported: ['x'], service_documentation: OTHER } }],
  ])('%s may change unasked', async (_what, { profile, metadata }) => {
    moveTo(metadata ?? {});
    await world.edit(profile);
    await refresh();
    expect(world.sent()).toEqual([`POST ${IDP}/token`, `POST ${IDP}/token`]);
  });

  it('a new endpoint that was seen once may not move, nor one come back elsewhere', async () => {
    moveTo({ userinfo_endpoint: `${IDP}/me`, revocation_endpoint: undefined });
    await world.edit();
    await refresh();
    moveTo({ userinfo_endpoint: `${IDP}/you`, revocation_endpoint: `${IDP}/v2/revoke` });
    await world.edit();
    await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
    expect(world.view()?.endpointChanges?.map(({ member }) => member)).toEqual([
      'revocation_endpoint',
      'userinfo_endpoint',
    ]);
  });

  it('metadata is looked at each time it is read, and what was good is not used on in its place', async () => {
    moveTo({ token_endpoint: `${OTHER}/token` });
    await refresh();
    world.fixture.clock.jump(HOUR);
    await world.fixture.clock.advance(HOUR);
    await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
    expect(world.askedOf(OTHER)).toBe(0);
  });

  it('a restart forgets nothing of it', async () => {
    await world.engine.stop();
    world.engine = world.fixture.restarted();
    await world.engine.start();
    await world.fixture.clock.until(world.engine.unlock(PASSPHRASE));
    await world.edit({ issuer: OTHER });
    await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
    expect(world.askedOf(OTHER)).toBe(0);
  });

  it('the token of the old issuer is not handed out for the new one', async () => {
    expect((await world.engine.token(ADDRESS)).accessToken).toBe('access-1');
    await world.edit({ issuer: OTHER });
    await expect(world.engine.token(ADDRESS)).rejects.toMatchObject({ code: 'endpoints_changed' });
  });

  it('a token at hand costs no look at the vault', async () => {
    const before = world.fixture.files.calls.length;
    await world.engine.token(ADDRESS);
    expect(world.fixture.files.calls.slice(before)).toEqual([]);
  });

  it('keys from elsewhere verify nothing, and are not even asked for', async () => {
    moveTo({ jwks_uri: `${OTHER}/jwks` });
    await world.edit();
    const jwt = await new SignJWT({ iss: IDP }).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32));
    expect(await world.engine.inspect({ jwt, for: ADDRESS })).toMatchObject({
      verification: { kind: 'not_verified', reason: { code: 'endpoints_changed' } },
    });
    expect(world.askedOf(OTHER)).toBe(0);
  });

  it('tokens are not sent to a new place to revoke them, and are forgotten here', async () => {
    moveTo({ revocation_endpoint: `${OTHER}/revoke` });
    await world.edit();
    expect(await world.engine.logout(ADDRESS)).toMatchObject({
      revoked: false,
      problem: { code: 'endpoints_changed' },
    });
    expect(world.askedOf(OTHER)).toBe(0);
    moveTo({});
    await refresh();
    expect(world.last()).toEqual(['client_credentials', null]);
  });

  it('whoever sets a secret gives it to the profile as it is now', async () => {
    await world.edit({ issuer: OTHER });
    await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
    await world.engine.setSecret(ADDRESS, 'client_secret', 'of the other');
    await refresh();
    expect(world.sent()).toEqual([`POST ${IDP}/token`, `POST ${OTHER}/token`]);
    await world.edit({ issuer: IDP });
    await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
  });

  describe('and a person agrees', () => {
    it('to another issuer: it is used, with all its endpoints, and the old one is not any more', async () => {
      world.metadata.set(OTHER, metadataOf(OTHER, { token_endpoint: 'https://tokens.example/token' }));
      await world.edit({ issuer: OTHER });
      await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
      const { endpointChanges } = world.view() ?? {};
      const { changes } = await world.engine.trust(ADDRESS, endpointChanges);
      expect(changes).toContainEqual({ member: 'issuer', from: IDP, to: OTHER });
      expect(changes).toContainEqual({
        member: 'token_endpoint',
        from: `${IDP}/token`,
        to: 'https://tokens.example/token',
      });
      expect(world.view()).toMatchObject({ status: 'idle' });
      expect(world.view()?.endpointChanges).toBeUndefined();
      await refresh();
      expect(world.sent()).toEqual([`POST ${IDP}/token`, 'POST https://tokens.example/token']);
      await world.edit();
      await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
    });

    it('to metadata that moved, the refresh token goes on there', async () => {
      moveTo({ token_endpoint: `${IDP}/v2/token` });
      await world.edit();
      await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
      await world.engine.trust(ADDRESS);
      await refresh();
      expect(world.sent().at(-1)).toBe(`POST ${IDP}/v2/token`);
      expect(world.last()).toEqual(['refresh_token', 'refresh-1']);
    });

    it('before anything was refused, metadata at hand is not used on', async () => {
      moveTo({ token_endpoint: `${IDP}/v2/token` });
      await world.engine.trust(ADDRESS);
      await refresh();
      expect(world.sent().at(-1)).toBe(`POST ${IDP}/v2/token`);
    });

    it('only to what they were shown', async () => {
      moveTo({ token_endpoint: `${IDP}/v2/token` });
      await world.edit();
      await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
      const shown = world.view()?.endpointChanges;
      moveTo({ token_endpoint: `${OTHER}/token` });
      await expect(world.engine.trust(ADDRESS, shown)).rejects.toMatchObject({ code: 'endpoints_changed' });
      const now = { member: 'token_endpoint', from: `${IDP}/token`, to: `${OTHER}/token` };
      expect(world.view()?.endpointChanges).toEqual([now]);
      await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
      expect(world.askedOf(OTHER)).toBe(0);
    });

    it('nothing is agreed to that could not be read', async () => {
      await world.edit({ issuer: 'https://gone.example' });
      await expect(world.engine.trust(ADDRESS)).rejects.toMatchObject({ code: 'idp_response_invalid' });
      await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
    });

    it('to what is trusted already: nothing changes', async () => {
      expect(await world.engine.trust(ADDRESS)).toEqual({ changes: [] });
    });
  });
});

it('before a first success nothing is remembered: a mistyped issuer is simply corrected', async () => {
  world = await begin({ issuer: 'https://typo.example' });
  await world.engine.setSecret(ADDRESS, 'client_secret', 's3cret');
  await expect(refresh()).rejects.toMatchObject({ code: 'idp_response_invalid' });
  await world.edit({ issuer: IDP });
  await refresh();
  expect(world.sent()).toEqual([`POST ${IDP}/token`]);
});

it('places can be agreed to before anything is sent', async () => {
  world = await begin();
  await world.engine.setSecret(ADDRESS, 'client_secret', 's3cret');
  const { changes } = await world.engine.trust(ADDRESS);
  expect(changes).toContainEqual({ member: 'token_endpoint', to: `${IDP}/token` });
  await world.edit({ issuer: OTHER });
  await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
  expect(world.sent()).toEqual([]);
});

it('endpoints by hand are remembered, too, and discovery at another server asks', async () => {
  world = await begin({ issuer: undefined, token_endpoint: `${IDP}/token` });
  await world.engine.setSecret(ADDRESS, 'client_secret', 's3cret');
  await refresh();
  await world.edit({ issuer: OTHER, token_endpoint: undefined });
  await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
  expect(world.askedOf(OTHER)).toBe(0);
  await world.edit({ issuer: IDP, token_endpoint: undefined });
  await refresh();
  expect(world.sent()).toHaveLength(2);
});

describe('a public client', () => {
  const PUBLIC = {
    grant_type: 'authorization_code',
    token_endpoint_auth_method: 'none',
    client_secret: undefined,
  };
  const signIn = async (): Promise<void> => {
    const start = await world.engine.login(ADDRESS);
    if (start.kind !== 'browser') throw new Error('not a sign-in by browser');
    const state = new URL(start.url).searchParams.get('state') ?? '';
    await world.engine.pasteCallback(ADDRESS, `${start.redirectUri}?code=x&state=${state}`);
  };

  it('has what its first sign-in reached remembered; no person is sent elsewhere, and the snapshot says why', async () => {
    world = await begin(PUBLIC);
    await signIn();
    moveTo({ authorization_endpoint: `${OTHER}/authorize` });
    await world.edit();
    await expect(world.engine.login(ADDRESS)).rejects.toMatchObject({ code: 'endpoints_changed' });
    const change = {
      member: 'authorization_endpoint',
      from: `${IDP}/authorize`,
      to: `${OTHER}/authorize`,
    };
    expect(world.view()).toMatchObject({ status: 'error', endpointChanges: [change] });
    await world.engine.trust(ADDRESS, [change]);
    const start = await world.engine.login(ADDRESS);
    expect(start).toMatchObject({ url: expect.stringContaining(`${OTHER}/authorize?`) as string });
    world.engine.cancelLogin(ADDRESS);
  });
});
