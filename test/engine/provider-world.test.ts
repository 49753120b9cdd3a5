import { setTimeout as delay } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { plainClient } from '../provider/documented-requests.ts';
import { startWorld } from '../provider/world.ts';

describe('a world of its own', () => {
  it('has the lifetime it was told, and its API refuses the token afterwards', async () => {
    const address = 'ifs/test-batch';
    const world = await startWorld({ lifetimes: { [address]: { seconds: 2, early: '1s' } } });
    const client = plainClient(world);
    try {
      const ifs = world.profiles.services.find(({ id }) => id === 'ifs');
      expect(ifs?.environments.find(({ id }) => id === 'test-batch')?.refresh).toEqual({ early: '1s' });
      const { body } = await client.mint(address);
      expect(body.expires_in).toBe(2);
      const token = String(body.access_token);
      expect(await client.call(address, token)).toMatchObject({ status: 200 });
      await delay(Math.max(0, (decodeJwt(token).exp ?? 0) * 1000 - Date.now()) + 50);
      expect(await client.call(address, token)).toMatchObject({
        status: 401,
        challenge: 'Bearer error="invalid_token", error_description="The token has expired"',
      });
    } finally {
      await world.close();
    }
  });

  it('counts the requests to each token endpoint, refused ones too', async () => {
    const world = await startWorld();
    const client = plainClient(world);
    try {
      const request = client.documented('salus/dev');
      expect(world.requests()).toEqual({});
      await client.ask('salus/dev', request);
      await client.ask('salus/dev', { ...request, basic: ['client_dev_333', 'wrong'] });
      await client.ask('salus/dev', { ...request, json: false });
      expect(world.requests()).toEqual({ 'salus/dev': { client_credentials: 2, unknown: 1 } });
      expect(world.requestLog()[0]).toEqual({
        idp: 'salus/dev',
        grant_type: 'client_credentials',
        client_id: 'client_dev_333',
        client_auth: 'client_secret_basic',
        status: 200,
      });
    } finally {
      await world.close();
    }
  });
});
