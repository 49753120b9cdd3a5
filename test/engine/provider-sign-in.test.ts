import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainClient } from '../provider/documented-requests.ts';
import type { InteractiveAddress } from '../provider/parts.ts';
import { postToken, secretOf } from '../provider/plain-client.ts';
import { signInByScript } from '../provider/scripted-browser.ts';
import { startWorld } from '../provider/world.ts';
import type { World } from '../provider/world.ts';
import { listenOnLoopback } from './loopback.ts';
import { discover } from './openid-kit.ts';

const BROWSER = fileURLToPath(new URL('../provider/scripted-browser.ts', import.meta.url));

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const CLIENTS: Readonly<Record<InteractiveAddress, string>> = {
  'ifs/user': 'IFS_developer',
  'salus/beta-user': 'client_beta_user',
  'salus/dev-user': 'client_dev_user',
};

/** An authorization request as the service documents it, and what has to be kept for the exchange. */
async function authorization(address: InteractiveAddress, redirectUri: string, extra = {}) {
  const idp = plainClient(world).idp(address);
  const verifier = oidc.randomPKCECodeVerifier();
  const url = new URL(idp.authorizationEndpoint);
  const parameters = {
    client_id: CLIENTS[address],
    redirect_uri: redirectUri,
    response_type: 'code',
    state: 'state-1',
    scope: address === 'ifs/user' ? 'openid' : 'sls:idn',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...extra,
  };
  url.search = new URLSearchParams(parameters).toString();
  return { url: url.href, verifier, idp };
}

const GUARDIAN = { request_scope: 'idtoken+email' };

describe('ifs/user', () => {
  it('signs a person in with openid-client as a public client, and rotates', async () => {
    using loopback = await listenOnLoopback();
    const { issuer } = plainClient(world).idp('ifs/user');
    const config = await discover(world, 'ifs/user', issuer, CLIENTS['ifs/user'], {
      authentication: oidc.None(),
    });
    const verifier = oidc.randomPKCECodeVerifier();
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: loopback.redirectUri,
      scope: 'openid',
      state: 's',
      nonce: 'n',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    await signInByScript(url.href);
    const tokens = await oidc.authorizationCodeGrant(config, await loopback.callback, {
      pkceCodeVerifier: verifier,
      expectedState: 's',
      expectedNonce: 'n',
    });
    expect(tokens).toMatchObject({
      expires_in: 180,
      refresh_expires_in: 1800,
      scope: 'openid audience microprofile-jwt email profile',
    });
    expect(tokens.claims()).toMatchObject({ iss: issuer, sub: 'ifs-user-2' });
    const again = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(again.refresh_token).not.toBe(tokens.refresh_token);
    const api = await plainClient(world).call('ifs/user', again.access_token);
    expect(api).toMatchObject({ status: 200, body: { caller: 'ifs-user-2' } });
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('takes no other redirect than to a loopback port', async () => {
    const { url } = await authorization('ifs/user', 'http://127.0.0.1.example/callback');
    await expect(signInByScript(url)).rejects.toThrow('answered 400');
  });
});

describe('salus', () => {
  it('answers the sign-in with what it documents, and no iss', async () => {
    using loopback = await listenOnLoopback();
    const { url } = await authorization('salus/beta-user', loopback.redirectUri, GUARDIAN);
    await signInByScript(url);
    const { searchParams } = await loopback.callback;
    expect([...searchParams.keys()].sort()).toEqual(['code', 'scope', 'session_state', 'state']);
    expect(searchParams.get('scope')).toBe('idtoken+email');
  });

  it('refuses an authorization request that lost its extra parameter', async () => {
    using loopback = await listenOnLoopback();
    const { url } = await authorization('salus/beta-user', loopback.redirectUri);
    await signInByScript(url);
    expect((await loopback.callback).searchParams.get('error')).toBe('invalid_request');
  });

  it.each(['salus/dev-user', 'salus/beta-user'] as const)(
    '%s exchanges the code exactly as documented, and refreshes by JSON',
    async (address) => {
      using loopback = await listenOnLoopback();
      const { url, verifier, idp } = await authorization(address, loopback.redirectUri, GUARDIAN);
      await signInByScript(url);
      const code = (await loopback.callback).searchParams.get('code') ?? '';
      const isPublic = address === 'salus/beta-user';
      const basic = isPublic
        ? {}
        : { basic: [CLIENTS[address], secretOf(world, address, 'client_secret')] as const };
      const documented = {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        scope: 'sls:idn',
      };
      const answer = await postToken(idp.tokenEndpoint, { json: true, ...basic, parameters: documented });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          token_type: 'bearer',
          expires_in: 86400,
          refresh_token: expect.stringMatching(/^eyJ/) as string,
        },
      });
      const refresh = {
        grant_type: 'refresh_token',
        refresh_token: String(answer.body.refresh_token),
        ...(isPublic ? { client_id: CLIENTS[address] } : {}),
      };
      const again = await postToken(idp.tokenEndpoint, { json: true, ...basic, parameters: refresh });
      const token = String(again.body.access_token);
      expect(decodeJwt(token)).toMatchObject({ sub: 'salus-person-1', scope: 'sls:idn' });
      expect(await plainClient(world).call(address, token)).toMatchObject({ status: 200 });
    },
  );

  it('refuses the code with another verifier', async () => {
    using loopback = await listenOnLoopback();
    const { url, idp } = await authorization('salus/beta-user', loopback.redirectUri, GUARDIAN);
    await signInByScript(url);
    const code = (await loopback.callback).searchParams.get('code') ?? '';
    const parameters = { grant_type: 'authorization_code', code, code_verifier: 'v'.repeat(43) };
    const answer = await postToken(idp.tokenEndpoint, { json: true, parameters });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });
});

describe('the scripted browser as a program', () => {
  it('signs in at the URL on its command line', async () => {
    using loopback = await listenOnLoopback();
    const { url } = await authorization('salus/beta-user', loopback.redirectUri, GUARDIAN);
    await promisify(execFile)(process.execPath, [BROWSER, url]);
    expect((await loopback.callback).searchParams.get('state')).toBe('state-1');
  });

  it('fails when the IdP does, and keeps the query out of what it says', async () => {
    const { url } = await authorization('salus/beta-user', 'http://127.0.0.1/elsewhere', {
      state: 'tell-nobody',
    });
    const failed = await promisify(execFile)(process.execPath, [BROWSER, url]).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('/authorize answered 400') as string,
    });
    expect(failed).not.toMatchObject({ stderr: expect.stringContaining('tell-nobody') as string });
  });
});
