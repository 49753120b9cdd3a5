/** Keys are checked before they are kept, the secrets of `tls` are secrets like others, and certificates are seen to end. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { SecretSources } from '../../../core/index.ts';
import { KEYS, PASSPHRASE, pkcs12File, pkcs12Path } from '../../fakes/pkcs12-files.ts';
import { PASSPHRASE as VAULT_PASSPHRASE } from '../../fakes/engine-fixture.ts';
import { ADDRESS, beginScene, profileFile } from './kit.ts';
import type { Scene } from './kit.ts';

const VAULT = { from: 'vault' };
const SIGNED = {
  token_endpoint_auth_method: 'private_key_jwt',
  client_secret: undefined,
  private_key: VAULT,
};
const pem = KEYS.ec.export({ type: 'pkcs8', format: 'pem' }).toString();
const locked = KEYS.ec
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })
  .toString();
const p12 = pkcs12File('ec-modern').toString('base64');

const missing = (scene: Scene): readonly string[] => scene.view()?.missingSecrets ?? [];
const loaded = (scene: Scene): Promise<unknown> =>
  vi.waitFor(() => expect(scene.view()?.missingSecrets.length).toBeGreaterThan(0));

describe('a key', () => {
  it.each([
    ['PEM', pem],
    ['a JWK', JSON.stringify(KEYS.rsa.export({ format: 'jwk' }))],
    ['PKCS #12 without a passphrase', pkcs12File('ec-empty-passphrase').toString('base64')],
  ])('as %s is kept, for signing and for TLS', async (_form, text) => {
    const scene = await beginScene({ ...SIGNED, tls: { cert: '/c.pem', key: VAULT } });
    await loaded(scene);
    expect(missing(scene)).toEqual(['private_key', 'tls.key']);
    await scene.engine.setSecret(ADDRESS, 'private_key', text);
    expect(missing(scene)).toEqual(['tls.key']);
    await scene.engine.setSecret(ADDRESS, 'tls.key', text);
    expect(missing(scene)).toEqual([]);
  });

  it.each(['private_key', 'tls.key'] as const)(
    'that is none is refused at once, and nothing is kept: %s',
    async (member) => {
      const scene = await beginScene({ ...SIGNED, tls: { cert: '/c.pem', key: VAULT, passphrase: VAULT } });
      await scene.engine.setSecret(ADDRESS, member, pem);
      const before = new Map(scene.files.content);
      await expect(scene.engine.setSecret(ADDRESS, member, 'hunter2')).rejects.toMatchObject({
        code: 'secret_invalid',
      });
      expect(scene.files.content).toEqual(before);
    },
  );

  it.each([
    ['PEM', locked],
    ['PKCS #12', p12],
  ])('that is encrypted %s waits for its passphrase, and signs with it', async (_form, text) => {
    const scene = await beginScene({ ...SIGNED, tls: { passphrase: VAULT } });
    await scene.engine.setSecret(ADDRESS, 'private_key', text);
    expect(missing(scene)).toEqual(['tls.passphrase']);
    await expect(scene.take()).rejects.toMatchObject({ code: 'secret_missing' });
    await scene.engine.setSecret(ADDRESS, 'tls.passphrase', PASSPHRASE);
    expect(missing(scene)).toEqual([]);
    expect(await scene.take()).toBe('access-1');
  });

  it('that the stored passphrase does not open is refused', async () => {
    const scene = await beginScene({ ...SIGNED, tls: { passphrase: VAULT } });
    await scene.engine.setSecret(ADDRESS, 'tls.passphrase', 'another');
    await expect(scene.engine.setSecret(ADDRESS, 'private_key', p12)).rejects.toMatchObject({
      code: 'secret_invalid',
    });
    expect(missing(scene)).toEqual(['private_key']);
  });

  it('that is encrypted is refused where the profile names no passphrase', async () => {
    const scene = await beginScene(SIGNED);
    await expect(scene.engine.setSecret(ADDRESS, 'private_key', locked)).rejects.toMatchObject({
      code: 'secret_missing',
      hint: expect.stringContaining('"tls"') as string,
    });
  });

  it('signs the assertion of the JWT bearer grant with the passphrase too', async () => {
    const scene = await beginScene({
      ...{ ...SIGNED, grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', tls: { passphrase: VAULT } },
      token_endpoint_auth_method: 'none',
    });
    await scene.engine.setSecret(ADDRESS, 'tls.passphrase', PASSPHRASE);
    await scene.engine.setSecret(ADDRESS, 'private_key', p12);
    expect(await scene.take()).toBe('access-1');
  });
});

it('secrets that are missing are named all at once, also when the profile is added, and those alone', async () => {
  const person = { grant_type: 'password', username: VAULT, password: VAULT, client_secret: VAULT };
  const scene = await beginScene(person);
  await expect(scene.take()).rejects.toMatchObject({
    code: 'secret_missing',
    message: expect.stringMatching(
      /no username and no client_secret and no password for acme\/dev/,
    ) as string,
    hint: expect.stringMatching(/set acme\/dev username; .* client_secret; .* password$/) as string,
  });
  await scene.engine.setSecret(ADDRESS, 'username', 'ann');
  await scene.engine.lock();
  expect((await scene.engine.addProfiles(profileFile(person))).missingSecrets).toEqual({
    [ADDRESS]: ['client_secret', 'password'],
  });
});

it.each([
  ['tls.key', 'does not use tls.key', '"tls": { "key": { "from": "vault" } }'],
  ['tls.passphrase', 'does not use tls.passphrase', '"tls": { "passphrase": { "from": "vault" } }'],
] as const)('%s is refused where the profile does not ask the vault for it', async (member, words, hint) => {
  for (const tls of [undefined, { cert: '/c.pem', key: '/k.pem' }]) {
    const scene = await beginScene(tls === undefined ? {} : { tls });
    await expect(scene.engine.setSecret(ADDRESS, member, pem)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(words) as string,
      hint: expect.stringContaining(hint) as string,
    });
  }
});

describe('a client certificate', () => {
  const { validTo, fingerprint256 } = new X509Certificate(readFileSync(pkcs12Path('ec.crt')));
  const view = {
    subject: 'CN=ec-client, O=Acme',
    issuer: 'CN=ec-client, O=Acme',
    expiresAt: Date.parse(validTo),
    thumbprint: Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
  };
  const seen = (scene: Scene, expected: object | undefined): Promise<unknown> =>
    vi.waitFor(() => expect(scene.view()?.certificate).toEqual(expected));

  it('is in the snapshot without a request, and still after a restart', async () => {
    const scene = await beginScene({ tls: { cert: pkcs12Path('ec.crt'), key: pkcs12Path('ec.pem') } });
    await seen(scene, view);
    await scene.engine.stop();
    const engine = scene.restarted();
    await engine.start();
    await scene.clock.until(engine.unlock(VAULT_PASSPHRASE));
    await vi.waitFor(() => expect(engine.snapshot().services[0]?.environments[0]?.certificate).toEqual(view));
    expect(scene.idp.asked).toEqual([]);
  });

  it('of a PKCS #12 file is there as soon as its passphrase is', async () => {
    const scene = await beginScene({ tls: { pfx: pkcs12Path('ec-legacy.p12'), passphrase: VAULT } });
    await loaded(scene);
    expect(scene.view()?.certificate).toBeUndefined();
    await scene.engine.setSecret(ADDRESS, 'tls.passphrase', PASSPHRASE);
    await seen(scene, view);
  });

  it('goes with the member that named it', async () => {
    const scene = await beginScene({ tls: { cert: pkcs12Path('ec.crt'), key: pkcs12Path('ec.pem') } });
    await seen(scene, view);
    await scene.engine.addProfiles(profileFile({ tls: { ca: '/ca.pem' } }));
    await seen(scene, undefined);
  });

  it('whose passphrase a program knows is read by the first request, since nobody asked for the program before', async () => {
    const asked: string[] = [];
    const secretSources: SecretSources = {
      env: () => Promise.resolve('secret'),
      file: () => Promise.reject(new Error('no file is named')),
      exec: (command) => {
        asked.push(command.join(' '));
        return Promise.resolve(PASSPHRASE);
      },
    };
    const tls = { pfx: pkcs12Path('ec-modern.p12'), passphrase: { from: 'exec', command: ['op', 'read'] } };
    const scene = await beginScene({ tls }, undefined, { secretSources });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([scene.view()?.certificate, asked]).toEqual([undefined, []]);
    await scene.take();
    await seen(scene, view);
    expect(asked).toEqual(['op read']);
  });
});
