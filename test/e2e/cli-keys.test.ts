/** Private keys by the command line: made here or brought along, checked before they are kept, and good for a token. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ClientMetadata } from 'oidc-provider';
import { calculateJwkThumbprint } from 'jose';
import type { JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYS, PASSPHRASE as P12_PASSPHRASE, pkcs12File, pkcs12Path } from '../fakes/pkcs12-files.ts';
import { FOB, makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { refusal } from './refusal.ts';
import { startSignInIdp } from './sign-in-idp.ts';
import { inTerminal } from './terminal.ts';

const PASSPHRASE = 'a passphrase of the key';
const ENCRYPTED = { cipher: 'aes-256-cbc', passphrase: PASSPHRASE, format: 'pem' } as const;
const PEM = /^acme\/\S+ private_key stored\n$/;

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

let home: FobHome;
beforeAll(async () => void (home = await makeFobHome()));
afterAll(() => home[Symbol.asyncDispose]());

const add = (address: string, ...members: string[]): Promise<string> =>
  home.fob([
    ...['profile', 'add', address, 'client_id=key', 'grant_type=client_credentials'],
    ...['token_endpoint_auth_method=private_key_jwt', 'private_key={"from":"vault"}'],
    ...(members.some((member) => member.startsWith('issuer=')) ? [] : ['issuer=http://127.0.0.1:9']),
    ...members,
  ]);

const clientWith = (jwk: JWK, alg: string): ClientMetadata => ({
  client_id: 'key',
  redirect_uris: [],
  response_types: [],
  grant_types: ['client_credentials'],
  token_endpoint_auth_method: 'private_key_jwt',
  token_endpoint_auth_signing_alg: alg as 'RS256',
  jwks: { keys: [jwk] },
});

/** What an IdP with this public key says to the profile's client. */
async function tokenWith(address: string, jwk: JWK, alg: string, ...members: string[]): Promise<string> {
  await using idp = await startSignInIdp([clientWith(jwk, alg)]);
  await add(address, `issuer=${idp.issuer}`, `token_endpoint_auth_signing_alg=${alg}`, ...members);
  return await home.fob(['token', address]);
}

const isMissing = async (address: string): Promise<boolean> => {
  const { services } = JSON.parse((await home.ask('/v1/profiles')).body) as {
    services: { environments: { address: string; missingSecrets: string[] }[] }[];
  };
  const views = services.flatMap(({ environments }) => environments);
  return views.find((view) => view.address === address)?.missingSecrets.includes('private_key') === true;
};

describe('fob key generate', () => {
  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('%s: the JWKS that it prints opens the IdP', async (alg) => {
    const address = `acme/${alg.toLowerCase()}`;
    await add(address, `token_endpoint_auth_signing_alg=${alg}`);
    const { keys } = JSON.parse(await home.fob(['key', 'generate', address])) as { keys: JWK[] };
    const [jwk = {}] = keys;
    expect(keys).toHaveLength(1);
    expect(jwk).toMatchObject({ alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) });
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(jwk).not.toHaveProperty(secret);
    expect(await tokenWith(address, jwk, alg)).toMatch(/^\S+\n$/);
  });

  it('takes the algorithm from the command line where the profile names none', async () => {
    await add('acme/free');
    expect(await home.json(['key', 'generate', 'acme/free', '--alg', 'ES256'])).toMatchObject({
      address: 'acme/free',
      alg: 'ES256',
      jwks: { keys: [{ kty: 'EC', crv: 'P-256' }] },
    });
    expect(await home.json(['key', 'generate', 'acme/free'])).toMatchObject({ alg: 'RS256' });
  });

  it.each([
    ['acme/free', 'PS256', 'would sign with RS256'],
    ['acme/es256', 'RS256', 'signs with ES256'],
    ['acme/free', 'HS256', 'cannot be made'],
  ])('%s: refuses a key for %s', async (address, alg, words) => {
    await add('acme/free');
    await add('acme/es256', 'token_endpoint_auth_signing_alg=ES256');
    const { message } = await refusal(home, ['key', 'generate', address, '--alg', alg], 'usage');
    expect(message).toContain(words);
  });

  it('makes none for a profile that keeps no key in the vault', async () => {
    await add('acme/file', 'private_key={"from":"file","path":"/nowhere/key.pem"}');
    const run = await home.run(['key', 'generate', 'acme/file']);
    expect([run.code, run.stdout]).toEqual([2, '']);
  });
});

describe('fob secret set private_key', () => {
  const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8'): string =>
    key.export({ type: type, format: 'pem' }).toString();
  const publicJwk = (key: KeyObject): JWK => key.export({ format: 'jwk' });

  it.each([
    ['PKCS #8', pem(ec.privateKey), 'ES256', ec.publicKey],
    ['PKCS #1', pem(rsa.privateKey, 'pkcs1'), 'RS256', rsa.publicKey],
    [
      'SEC 1 with Windows line ends',
      pem(ec.privateKey, 'sec1').replaceAll('\n', '\r\n'),
      'ES256',
      ec.publicKey,
    ],
    ['JWK', JSON.stringify(ec.privateKey.export({ format: 'jwk' }), null, 2), 'ES256', ec.publicKey],
  ])('keeps all lines of %s', async (_what, text, alg, publicKey) => {
    await add('acme/lines', `token_endpoint_auth_signing_alg=${alg}`);
    expect(await home.fob(['secret', 'set', 'acme/lines', 'private_key'], { input: text })).toMatch(PEM);
    expect(await tokenWith('acme/lines', publicJwk(publicKey), alg)).toMatch(/^\S+\n$/);
  });

  const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
  it.each([
    ['no key', 'hunter2'],
    ['a public key', ec.publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    ['half a key', pem(ec.privateKey).slice(0, 80)],
    ['a public JWK', JSON.stringify(ec.publicKey.export({ format: 'jwk' }))],
    ['a short RSA key', pem(short.privateKey)],
    ['a key that signs nothing', pem(generateKeyPairSync('x25519').privateKey)],
    ['an encrypted key and nobody to ask', ec.privateKey.export({ ...ENCRYPTED, type: 'pkcs8' }).toString()],
  ])('refuses %s, and keeps nothing', async (_what, input) => {
    await add('acme/none');
    const { message, hint = '' } = await refusal(
      home,
      ['secret', 'set', 'acme/none', 'private_key'],
      'secret_invalid',
      { input },
    );
    expect(message + hint).not.toContain(input.slice(0, 20));
    expect(await isMissing('acme/none')).toBe(true);
  });

  it('keeps an encrypted key as it is where the profile says where its passphrase is', async () => {
    const tls = `tls=${JSON.stringify({ passphrase: { from: 'env', name: 'KEY_PASSPHRASE' } })}`;
    await add('acme/sealed', tls);
    const input = ec.privateKey.export({ ...ENCRYPTED, type: 'pkcs8' }).toString();
    expect(await home.fob(['secret', 'set', 'acme/sealed', 'private_key'], { input })).toMatch(PEM);
  });

  it.each([
    ['rsa-modern', 'RS256'],
    ['rsa-legacy', 'RS256'],
    ['ec-modern', 'ES256'],
    ['ec-legacy', 'ES256'],
  ] as const)('takes the PKCS #12 file %s as it is, and its passphrase after it', async (name, alg) => {
    const address = `p12/${name}`;
    const tls = 'tls={"passphrase":{"from":"vault"}}';
    await add(address, tls, `token_endpoint_auth_signing_alg=${alg}`);
    const input = pkcs12File(name);
    expect(await home.fob(['secret', 'set', address, 'private_key'], { input })).toMatch(
      /private_key stored/,
    );
    const listed = (await home.json(['list'])) as { address: string; missing_secrets: string[] }[];
    expect(listed.find((entry) => entry.address === address)?.missing_secrets).toEqual(['tls.passphrase']);
    const wrong = { input: 'wrong' };
    await home.fob(['secret', 'set', address, 'tls.passphrase'], wrong);
    await refusal(home, ['secret', 'set', address, 'private_key'], 'secret_invalid', { input });
    await home.fob(['secret', 'set', address, 'tls.passphrase'], { input: P12_PASSPHRASE });
    const jwk = publicJwk(createPublicKey(name.startsWith('rsa') ? KEYS.rsa : KEYS.ec));
    expect(await tokenWith(address, jwk, alg, tls)).toMatch(/^\S+\n$/);
  });

  it('reads the PKCS #12 file that the profile names', async () => {
    await using idp = await startSignInIdp([clientWith(publicJwk(createPublicKey(KEYS.ec)), 'ES256')]);
    await add(
      'p12/file',
      `issuer=${idp.issuer}`,
      `private_key=${JSON.stringify({ from: 'file', path: pkcs12Path('ec-legacy.p12') })}`,
      'tls={"passphrase":{"from":"vault"}}',
    );
    await home.fob(['secret', 'set', 'p12/file', 'tls.passphrase'], { input: `${P12_PASSPHRASE}\n` });
    expect(await home.fob(['token', 'p12/file'])).toMatch(/^\S+\n$/);
  });

  it('asks for the passphrase in a terminal: once for a pasted key, and beside a redirected file', async () => {
    const input = rsa.privateKey.export({ ...ENCRYPTED, type: 'pkcs1', format: 'pem' }).toString();
    await add('acme/asked', 'token_endpoint_auth_signing_alg=RS256');
    const set = ['secret', 'set', 'acme/asked', 'private_key'];
    const pasted = await inTerminal(home, set, {
      answers: [
        ['private_key of acme/asked: ', input.trim()],
        ['Passphrase of the private key: ', PASSPHRASE],
      ],
    });
    expect(pasted).toEqual({ code: 0, shown: expect.stringContaining('private_key stored') as string });
    for (const line of [...input.split('\n').filter((text) => text.length > 40), PASSPHRASE])
      expect(pasted.shown).not.toContain(line);
    expect(await tokenWith('acme/asked', publicJwk(rsa.publicKey), 'RS256')).toMatch(/^\S+\n$/);

    const file = join(home.root, 'key.pem');
    await writeFile(file, input);
    const refused = await redirected(home, set, file, 'another passphrase');
    expect([refused.code, refused.shown]).toEqual([
      10,
      expect.stringContaining('does not open with the given'),
    ]);
    expect((await redirected(home, set, file, PASSPHRASE)).code).toBe(0);
  });
});

/** `fob ... < FILE` in a terminal of its own, which is asked for a passphrase. */
async function redirected(
  { env }: FobHome,
  args: readonly string[],
  file: string,
  passphrase: string,
): Promise<{ shown: string; code: number | null }> {
  const command = `'${process.execPath}' '${FOB}' ${args.join(' ')} < '${file}'`;
  const script =
    process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', command] : ['-qec', command, '/dev/null'];
  const child = spawn('script', script, { env: { ...env }, timeout: 30_000 });
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    if (shown.endsWith('Passphrase of the private key: ')) child.stdin.write(`${passphrase}\r`);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { shown, code };
}
