import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profilesFileSchema } from '../../shared/profile.ts';
import type { ClientTls } from '../provider/client-tls.ts';
import { discover } from './openid-kit.ts';
import { plainClient } from '../provider/documented-requests.ts';
import type { PlainClient } from '../provider/documented-requests.ts';
import { DEMO_ADDRESSES, UNATTENDED_ADDRESSES } from '../provider/parts.ts';
import type { Answer, PlainRequest } from '../provider/plain-client.ts';
import { startWorld } from '../provider/world.ts';
import type { World } from '../provider/world.ts';

let world: World;
let client: PlainClient;
beforeAll(async () => {
  world = await startWorld();
  client = plainClient(world);
});
afterAll(() => world.close());

const accessToken = ({ body }: Answer) => String(body.access_token);

/** The same request with another secret, signature or certificate than the client's. */
function disguised({ basic, parameters, tls, ...rest }: PlainRequest): PlainRequest {
  const certificate = tls === undefined ? {} : { tls };
  if (basic !== undefined) return { ...rest, parameters, basic: [basic[0], 'wrong'] };
  const { client_assertion } = parameters;
  if (client_assertion !== undefined) {
    const [header, payload] = client_assertion.split('.');
    const forged = `${header}.${payload}.${'A'.repeat(342)}`;
    return { ...rest, ...certificate, parameters: { ...parameters, client_assertion: forged } };
  }
  if (tls !== undefined) return { tls: otherTransport(), parameters };
  return { ...rest, parameters: { ...parameters, client_secret: 'wrong' } };
}

/** A certificate of the right CA, and of another client. */
function otherTransport(): ClientTls {
  const tls = world.tls.get('raidiam/sandbox-key');
  if (tls === undefined) throw new Error('raidiam has no certificate');
  return tls;
}

describe('every address of the demo world', () => {
  it('stands in a valid profile file, with a secret for each reference to the vault', () => {
    expect(profilesFileSchema.safeParse(world.profiles).error).toBeUndefined();
    expect([...world.addresses].sort()).toEqual(DEMO_ADDRESSES);
    const wanted = world.profiles.services.flatMap(({ id, defaults, environments }) =>
      environments.flatMap((environment) =>
        Object.entries({ ...defaults, ...environment })
          .filter(([, value]) => typeof value === 'object' && 'from' in value)
          .map(([member]) => `${id}/${environment.id} ${member}`),
      ),
    );
    expect(world.secrets.map(({ address, member }) => `${address} ${member}`).sort()).toEqual(wanted.sort());
    expect(new Set(world.secrets.map(({ value }) => value)).size).toBe(world.secrets.length);
  });

  it.each([
    ['compliance/test', 300, 'RS256'],
    ['ifs/test', 180, 'RS256'],
    ['ifs/test-batch', 180, 'RS256'],
    ['raidiam/sandbox', 900, 'PS256'],
    ['raidiam/sandbox-key', 900, 'PS256'],
    ['salus/beta', 3600, 'RS256'],
    ['salus/dev', 3600, 'RS256'],
    ['salus/prod', 3600, 'RS256'],
    ['signaturgruppen/key', 3600, 'RS256'],
    ['signaturgruppen/prod', 3600, 'ES256'],
    ['signaturgruppen/test', 3600, 'PS256'],
  ] as const)(
    '%s answers the documented request with a JWT for %i s that its API accepts',
    async (...row) => {
      const [address, seconds, alg] = row;
      const answer = await client.mint(address);
      expect(answer).toMatchObject({ status: 200, body: { expires_in: seconds } });
      expect(decodeProtectedHeader(accessToken(answer))).toMatchObject({
        alg,
        kid: expect.any(String) as string,
      });
      const claims = decodeJwt(accessToken(answer));
      expect(claims).toMatchObject({ iss: client.idp(address).issuer, aud: client.idp(address).audience });
      expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(seconds);
      expect(claims.scope).toEqual(expect.any(String));
      expect(claims.client_id).toEqual(expect.any(String));
      expect(await client.call(address, accessToken(answer))).toMatchObject({
        status: 200,
        body: { caller: claims.sub },
      });
    },
  );

  it.each(UNATTENDED_ADDRESSES)('%s refuses a client that cannot show who it is', async (address) => {
    expect(await client.ask(address, disguised(client.documented(address)))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it.each(DEMO_ADDRESSES)('%s: its API asks for a token, and refuses what is none', async (address) => {
    expect(await client.call(address)).toMatchObject({ status: 401, challenge: 'Bearer' });
    expect(await client.call(address, 'nonsense')).toMatchObject({
      status: 401,
      challenge: expect.stringContaining('error="invalid_token"') as string,
    });
  });
});

describe('discovery', () => {
  it.each(DEMO_ADDRESSES)('%s is found by its issuer', async (address) => {
    const idp = client.idp(address);
    const found = await discover(world, address, idp.issuer, 'any');
    expect(found.serverMetadata()).toMatchObject({
      issuer: idp.issuer,
      token_endpoint: idp.tokenEndpoint,
      jwks_uri: idp.jwksUri,
    });
  });

  it('has one profile that names its endpoints by hand instead', () => {
    const salus = world.profiles.services.find(({ id }) => id === 'salus');
    const beta = salus?.environments.find(({ id }) => id === 'beta');
    const { tokenEndpoint, jwksUri } = client.idp('salus/beta');
    expect(beta).toMatchObject({ token_endpoint: tokenEndpoint, jwks_uri: jwksUri });
    expect(beta).not.toHaveProperty('issuer');
  });
});

describe('the Keycloak services', () => {
  it.each(['compliance/test', 'ifs/test'] as const)(
    '%s refuses a wrong password as Keycloak does',
    async (address) => {
      const { parameters } = client.documented(address);
      const answer = await client.ask(address, { parameters: { ...parameters, password: 'wrong' } });
      const body = { error: 'invalid_grant', error_description: 'Invalid user credentials' };
      expect(answer).toMatchObject({ status: 401, body });
    },
  );

  it.each(['compliance/test', 'ifs/test'] as const)(
    '%s gives a new refresh token each time',
    async (address) => {
      const first = await client.mint(address);
      const second = await client.refresh(address, first.body.refresh_token);
      expect(second.status).toBe(200);
      expect(second.body.refresh_token).not.toBe(first.body.refresh_token);
      expect(await client.call(address, accessToken(second))).toMatchObject({ status: 200 });
      const third = await client.refresh(address, second.body.refresh_token);
      expect(third.status).toBe(200);
    },
  );

  it.each(['compliance/test', 'ifs/test'] as const)(
    '%s ends the session on a spent refresh token',
    async (address) => {
      const first = await client.mint(address);
      const second = await client.refresh(address, first.body.refresh_token);
      const refused = { status: 400, body: { error: 'invalid_grant' } };
      expect(await client.refresh(address, first.body.refresh_token)).toMatchObject(refused);
      expect(await client.refresh(address, second.body.refresh_token)).toMatchObject(refused);
    },
  );

  it('ifs/test answers every member that IFS documents, at sign-in and at refresh', async () => {
    const first = await client.mint('ifs/test');
    const second = await client.refresh('ifs/test', first.body.refresh_token);
    for (const { body } of [first, second]) {
      expect(body).toEqual({
        access_token: expect.any(String) as string,
        expires_in: 180,
        refresh_expires_in: 1800,
        refresh_token: expect.any(String) as string,
        token_type: 'Bearer',
        id_token: expect.any(String) as string,
        'not-before-policy': 0,
        session_state: first.body.session_state,
        scope: 'openid audience microprofile-jwt email profile',
      });
      expect(decodeJwt(String(body.id_token))).toMatchObject({
        iss: client.idp('ifs/test').issuer,
        aud: 'IFS_aurena',
        sub: decodeJwt(String(body.access_token)).sub,
      });
    }
  });

  it('ifs/test-batch gets no refresh token, and a refresh_expires_in of 0 with it', async () => {
    const { body } = await client.mint('ifs/test-batch');
    expect(body).toMatchObject({ refresh_expires_in: 0 });
    expect(body).not.toHaveProperty('refresh_token');
    expect(body).not.toHaveProperty('session_state');
  });
});

describe('signaturgruppen', () => {
  it('answers no refresh token', async () => {
    expect((await client.mint('signaturgruppen/prod')).body).not.toHaveProperty('refresh_token');
  });

  it('answers a token that its API finds too weak when no scope was asked for', async () => {
    const { parameters, ...rest } = client.documented('signaturgruppen/prod');
    const answer = await client.ask('signaturgruppen/prod', {
      ...rest,
      parameters: { grant_type: parameters.grant_type ?? '' },
    });
    expect(await client.call('signaturgruppen/prod', accessToken(answer))).toMatchObject({
      status: 403,
      challenge: expect.stringContaining('error="insufficient_scope"') as string,
    });
  });
});

describe('salus', () => {
  it('refuses form bodies, so that a client which ignores token_request_encoding fails', async () => {
    const answer = await client.ask('salus/dev', { ...client.documented('salus/dev'), json: false });
    expect(answer).toMatchObject({ status: 415, body: { error: 'invalid_request' } });
  });

  it('answers what it documents and nothing else', async () => {
    expect((await client.mint('salus/beta')).body).toEqual({
      access_token: expect.any(String) as string,
      refresh_token: expect.stringMatching(/^eyJ.+\..+\..+$/) as string,
      token_type: 'bearer',
      expires_in: 3600,
    });
  });

  it.each(['salus/dev', 'salus/beta'] as const)(
    '%s refreshes with JSON, again and again',
    async (address) => {
      const first = await client.mint(address);
      for (const round of [1, 2]) {
        const again = await client.refresh(address, first.body.refresh_token);
        expect(again, `round ${round}`).toMatchObject({ status: 200, body: { expires_in: 3600 } });
        expect(await client.call(address, accessToken(again))).toMatchObject({ status: 200 });
      }
    },
  );

  it('refuses a refresh token of another environment', async () => {
    const { body } = await client.mint('salus/dev');
    const answer = await client.refresh('salus/beta', body.refresh_token);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it.each([
    ['salus/dev', 'salus/beta'],
    ['salus/beta', 'salus/prod'],
    ['salus/prod', 'salus/dev'],
  ] as const)('refuses a token of %s at the API of %s', async (from, to) => {
    expect(await client.call(to, accessToken(await client.mint(from)))).toMatchObject({
      status: 401,
      challenge: expect.stringContaining('error="invalid_token"') as string,
    });
  });
});
