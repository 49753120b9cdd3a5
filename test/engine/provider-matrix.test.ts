import { decodeJwt, importPKCS8 } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profilesFileSchema } from '../../shared/profile.ts';
import type { SecretMember } from '../../shared/profile.ts';
import { MATRIX_CELLS } from '../provider/matrix/cell.ts';
import type { MatrixCell } from '../provider/matrix/cell.ts';
import { startMatrixWorld } from '../provider/matrix-idp.ts';
import type { MatrixWorld } from '../provider/matrix-idp.ts';
import { matrixClient, secretOf, signInWithoutPar, tokenOf } from './matrix-client.ts';

let world: MatrixWorld;
beforeAll(async () => {
  world = await startMatrixWorld();
});
afterAll(() => world.close());

const byAddress = (address: string): MatrixCell => {
  const cell = MATRIX_CELLS.find((each) => each.address === address);
  if (cell === undefined) throw new Error(`no cell ${address}`);
  return cell;
};

describe('the matrix', () => {
  it('has at least 40 cells, each with an address of its own and a valid profile with its secrets', () => {
    expect(MATRIX_CELLS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(MATRIX_CELLS.map(({ address }) => address)).size).toBe(MATRIX_CELLS.length);
    expect(profilesFileSchema.safeParse(world.profiles).error).toBeUndefined();
    const wanted = world.profiles.services.flatMap(({ id, environments }) =>
      environments.flatMap((environment) =>
        Object.entries(environment)
          .filter(([, value]) => typeof value === 'object' && 'from' in value)
          .map(([member]) => `${id}/${environment.id} ${member}`),
      ),
    );
    expect(world.secrets.map(({ address, member }) => `${address} ${member}`).sort()).toEqual(wanted.sort());
  });

  it.each(MATRIX_CELLS)('$address: openid-client gets a token that the API accepts', async (cell) => {
    const { tokens, call } = await tokenOf(world, cell);
    const answer = await call(tokens.access_token);
    expect(await answer.json()).toMatchObject({ data: 'This is the protected data.' });
    expect(answer.status).toBe(200);
  });
});

describe('a cell is not another', () => {
  it.each([
    ['client-credentials/client-secret-basic', 'client-credentials/client-secret-post'],
    ['client-credentials/tls-client-auth', 'client-credentials/self-signed-tls-client-auth'],
    ['resource/client-credentials', 'client-credentials/client-secret-basic'],
    ['client-credentials/client-secret-basic', 'opaque/client-credentials'],
  ] as const)('a token of %s is refused at %s', async (from, at) => {
    const { tokens } = await tokenOf(world, byAddress(from));
    expect((await world.call(at, tokens.access_token)).status).toBe(401);
  });

  it('a bound token is refused without its proof, and with the proof of another key', async () => {
    const cell = byAddress('dpop/client-credentials');
    const { tokens } = await tokenOf(world, cell);
    expect((await world.call(cell.address, tokens.access_token)).status).toBe(401);
    const other = await tokenOf(world, cell);
    const answer = await other.call(tokens.access_token).catch((error: unknown) => error);
    expect(answer).not.toMatchObject({ status: 200 });
  });

  it.each([
    ['client-credentials/client-secret-basic', oidc.ClientSecretPost],
    ['client-credentials/client-secret-post', oidc.ClientSecretBasic],
  ] as const)('%s takes its secret by no other method', async (address, method) => {
    const secret = secretOf(world, address, 'client_secret');
    const config = await matrixClient(world, byAddress(address), method(secret));
    await expect(oidc.clientCredentialsGrant(config, {})).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it.each(['PS256', 'RS256'] as const)('private_key_jwt-%s takes no other algorithm', async (alg) => {
    const address = `client-credentials/private-key-jwt-${alg.toLowerCase()}` as const;
    const other = alg === 'PS256' ? 'RS256' : 'PS256';
    const key = await importPKCS8(secretOf(world, address, 'private_key'), other);
    const config = await matrixClient(world, byAddress(address), oidc.PrivateKeyJwt(key));
    await expect(oidc.clientCredentialsGrant(config, {})).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it('an assertion for two audiences is refused', async () => {
    const address = 'client-credentials/private-key-jwt-es256';
    const key = await importPKCS8(secretOf(world, address, 'private_key'), 'ES256');
    const authentication = oidc.PrivateKeyJwt(key, {
      [oidc.modifyAssertion]: (_header, payload) => {
        payload.aud = [world.issuerOf(address), 'https://elsewhere.example'];
      },
    });
    const config = await matrixClient(world, byAddress(address), authentication);
    await expect(oidc.clientCredentialsGrant(config, {})).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it('a certificate alone is not enough at the certificate client of another', async () => {
    const cell = byAddress('client-credentials/tls-client-auth');
    const config = await matrixClient(world, cell, oidc.TlsClientAuth(), 'password/tls-client-auth');
    await expect(oidc.clientCredentialsGrant(config, {})).rejects.toMatchObject({ error: 'invalid_client' });
  });
});

describe('around the grants', () => {
  it('rotates refresh tokens, and ends the session when one is used twice', async () => {
    const { tokens, config } = await tokenOf(world, byAddress('password/client-secret-basic'));
    const second = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(tokens.refresh_token);
    for (const spent of [tokens.refresh_token, second.refresh_token])
      await expect(oidc.refreshTokenGrant(config, spent ?? '')).rejects.toMatchObject({
        error: 'invalid_grant',
      });
  });

  it('revokes', async () => {
    const { tokens, config } = await tokenOf(world, byAddress('password/private-key-jwt-ps256'));
    await oidc.tokenRevocation(config, tokens.refresh_token ?? '');
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('introspects an opaque token, until it is revoked', async () => {
    const { tokens, config, call } = await tokenOf(world, byAddress('opaque/client-credentials'));
    expect(() => decodeJwt(tokens.access_token)).toThrow();
    expect(await oidc.tokenIntrospection(config, tokens.access_token)).toMatchObject({ active: true });
    await oidc.tokenRevocation(config, tokens.access_token);
    expect(await oidc.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
    expect((await call(tokens.access_token)).status).toBe(401);
  });

  it('knows the person at userinfo', async () => {
    const { tokens, config } = await tokenOf(world, byAddress('opaque/authorization-code'));
    const sub = tokens.claims()?.sub ?? '';
    expect(await oidc.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({
      sub: 'matrix-person-1',
    });
  });

  it('names its ways out: end_session, revocation, introspection, PAR with iss', async () => {
    const config = await matrixClient(world, byAddress('par/offered'), oidc.None());
    expect(config.serverMetadata()).toMatchObject({
      end_session_endpoint: expect.any(String) as string,
      revocation_endpoint: expect.any(String) as string,
      introspection_endpoint: expect.any(String) as string,
      pushed_authorization_request_endpoint: expect.any(String) as string,
      authorization_response_iss_parameter_supported: true,
    });
  });

  it('takes no authorization request that was not pushed where it demands PAR', async () => {
    const callback = await signInWithoutPar(world, byAddress('par/required'));
    expect(callback.get('error')).toBe('invalid_request');
  });

  it('has a pasted refresh token that is good once', async () => {
    const fresh = await startMatrixWorld([byAddress('refresh-token/none')]);
    try {
      const secret = (member: SecretMember) => secretOf(fresh, 'refresh-token/none', member);
      const config = await matrixClient(fresh, byAddress('refresh-token/none'), oidc.None());
      const pasted = secret('refresh_token');
      const { access_token } = await oidc.refreshTokenGrant(config, pasted);
      expect((await fresh.call('refresh-token/none', access_token)).status).toBe(200);
      await expect(oidc.refreshTokenGrant(config, pasted)).rejects.toMatchObject({ error: 'invalid_grant' });
    } finally {
      await fresh.close();
    }
  });
});
