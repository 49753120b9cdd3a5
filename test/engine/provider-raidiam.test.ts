import { createPrivateKey, X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { decodeJwt, decodeProtectedHeader, importPKCS8 } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainClient } from '../provider/documented-requests.ts';
import { callApi, postToken, secretOf } from '../provider/plain-client.ts';
import { thumbprint } from '../provider/mutual-tls.ts';
import { startWorld } from '../provider/world.ts';
import type { World } from '../provider/world.ts';
import { discover } from './openid-kit.ts';

const CERTIFICATE = 'raidiam/sandbox';
const KEY = 'raidiam/sandbox-key';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const idp = () => plainClient(world).idp(CERTIFICATE);
const certificateOf = (address: typeof CERTIFICATE | typeof KEY) =>
  new X509Certificate(world.tls.get(address)?.cert ?? '');

describe('raidiam, with openid-client', () => {
  it('names the alias and takes the certificate there', async () => {
    const config = await discover(world, CERTIFICATE, idp().issuer, 'raidiam-app-1', {
      metadata: { use_mtls_endpoint_aliases: true },
      authentication: oidc.TlsClientAuth(),
    });
    expect(config.serverMetadata().mtls_endpoint_aliases).toEqual({
      token_endpoint: idp().mtlsTokenEndpoint,
    });
    const { access_token } = await oidc.clientCredentialsGrant(config, { scope: 'directory:software' });
    expect(decodeProtectedHeader(access_token)).toMatchObject({ alg: 'PS256' });
    expect(decodeJwt(access_token)).toMatchObject({
      cnf: { 'x5t#S256': thumbprint(certificateOf(CERTIFICATE)) },
    });
    expect(await plainClient(world).call(CERTIFICATE, access_token)).toMatchObject({ status: 200 });
    expect(world.requestLog().at(-1)).toMatchObject({ client_auth: 'tls_client_auth', mtls_alias: true });
  });

  it('takes a signed assertion at the plain endpoint, and binds to the certificate all the same', async () => {
    const key = await importPKCS8(secretOf(world, KEY, 'private_key'), 'PS256');
    const config = await discover(world, KEY, idp().issuer, 'raidiam-app-2', {
      authentication: oidc.PrivateKeyJwt({ key, kid: 'raidiam-signing-1' }),
    });
    const { access_token } = await oidc.clientCredentialsGrant(config, { scope: 'directory:software' });
    expect(decodeJwt(access_token)).toMatchObject({ cnf: { 'x5t#S256': thumbprint(certificateOf(KEY)) } });
    expect(await plainClient(world).call(KEY, access_token)).toMatchObject({ status: 200 });
    expect(world.requestLog().at(-1)).not.toHaveProperty('mtls_alias');
  });
});

describe('raidiam refuses', () => {
  const { documented } = {
    documented: (address: typeof CERTIFICATE | typeof KEY) => plainClient(world).documented(address),
  };

  it('a certificate alone at the plain endpoint', async () => {
    expect(await postToken(idp().tokenEndpoint, documented(CERTIFICATE))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it('a signed assertion without the transport certificate', async () => {
    const { parameters } = documented(KEY);
    const tls = { ca: idp().ca ?? '' };
    expect(await postToken(idp().tokenEndpoint, { parameters, tls })).toMatchObject({ status: 400 });
  });

  it('the handshake at the alias and at the API without a certificate', async () => {
    const tls = { ca: idp().ca ?? '' };
    const { parameters } = documented(CERTIFICATE);
    await expect(postToken(idp().mtlsTokenEndpoint ?? '', { parameters, tls })).rejects.toThrow();
    await expect(callApi(world.resourceServers.get(CERTIFICATE) ?? '', 'any', tls)).rejects.toThrow();
  });

  it('a client that does not know its CA', async () => {
    await expect(postToken(idp().tokenEndpoint, { parameters: {} })).rejects.toThrow();
  });

  it('a token on the connection of another certificate', async () => {
    const { body } = await plainClient(world).mint(CERTIFICATE);
    const url = world.resourceServers.get(CERTIFICATE) ?? '';
    expect(await callApi(url, String(body.access_token), world.tls.get(KEY))).toMatchObject({
      status: 401,
      challenge: expect.stringContaining('another certificate') as string,
    });
  });
});

describe("raidiam's profiles", () => {
  it('name files that only their owner can read, gone when the world is', async () => {
    const other = await startWorld();
    const raidiam = other.profiles.services.find(({ id }) => id === 'raidiam');
    const tls = raidiam?.environments.map((environment) => environment.tls) ?? [];
    expect(tls).toHaveLength(2);
    const key = tls[0]?.key as string;
    if (process.platform !== 'win32') {
      expect(statSync(key).mode & 0o777).toBe(0o600);
      expect(statSync(dirname(key)).mode & 0o777).toBe(0o700);
    }
    expect(createPrivateKey(other.tls.get(CERTIFICATE)?.key ?? '').type).toBe('private');
    await other.close();
    expect(() => statSync(key)).toThrow();
  });
});
