/** `fob inspect`: "decoded" is never "verified", and a token that does not hold is exit code 4. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from './refusal.ts';
import type { FobHome, Run } from './fob-home.ts';
import { makeWorldHome } from './world-home.ts';
import type { WorldHome } from './world-home.ts';

let scene: WorldHome;
let home: FobHome;
let token: string;
let tampered: string;
let unsigned: string;
let jwksUri: string;
beforeAll(async () => {
  scene = await makeWorldHome();
  ({ home } = scene);
  token = (await home.fob(['token', 'salus/dev'])).trimEnd();
  const [header = '', payload = '', signature = ''] = token.split('.');
  const decoded = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const other = encode({ ...decoded, role: 'root' });
  tampered = `${header}.${other}.${signature}`;
  unsigned = `${encode({ alg: 'none' })}.${payload}.`;
  jwksUri = scene.world.idps.get('salus/dev')?.jwksUri ?? '';
});
afterAll(() => scene[Symbol.asyncDispose]());

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const inspect = (input: string, ...args: string[]): Promise<Run> =>
  home.run(['inspect', ...args, '--json'], { input });

it('decodes what it is given, and says that it has not verified it', async () => {
  for (const input of [token, `Authorization: Bearer ${token}\n`, tampered, unsigned]) {
    const { code, stdout, stderr } = await inspect(input);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ verified: false, verification: { kind: 'decoded' } });
  }
  const { stdout } = await home.run(['inspect'], { input: tampered });
  expect(stdout).toMatch(/^token: decoded only; there were no keys to check it against\n/);
  expect(stdout).toMatch(/ {2}role +root\n/);
});

describe.each([
  ['a file of keys', async () => ['--jwks', await jwksFile()]],
  ['a URL of keys', () => Promise.resolve(['--jwks', jwksUri])],
  ['a profile', () => Promise.resolve(['--for', 'salus/dev'])],
] as const)('against %s', (_name, against) => {
  it('holds for the token as it was signed', async () => {
    const { code, stdout, stderr } = await inspect(token, ...(await against()));
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      verified: true,
      verification: { kind: 'verified', algorithm: 'RS256', keyId: 'salus-1' },
      claims: { client_id: 'client_dev_333' },
    });
  });

  it('does not hold for one that was changed, or is not signed at all', async () => {
    for (const input of [tampered, unsigned]) {
      const { code, stdout } = await inspect(input, ...(await against()));
      expect(code).toBe(4);
      expect(JSON.parse(stdout)).toMatchObject({
        verified: false,
        verification: { kind: 'not_verified', reason: { code: 'token_not_verified' } },
      });
    }
    const { code, stdout } = await home.run(['inspect', ...(await against())], { input: tampered });
    expect(code).toBe(4);
    expect(stdout).toMatch(/^token: NOT verified\. .*signature does not match\.\n/);
  });
});

it('does not hold for another environment, or where there is nothing to check against', async () => {
  const beta = await inspect(token, '--for', 'salus/beta');
  expect(beta.code).toBe(4);
  await home.fob([
    'profile',
    'add',
    'no/keys',
    'token_endpoint=http://127.0.0.1:1/t',
    'client_id=c',
    'grant_type=client_credentials',
  ]);
  const keyless = await inspect(token, '--for', 'no/keys');
  expect(keyless.code).toBe(4);
  expect(JSON.parse(keyless.stdout)).toMatchObject({
    verified: false,
    verification: { kind: 'not_verified' },
  });
});

it('refuses what is no JWT, no key set, or a contradiction', async () => {
  const file = join(home.root, 'no-keys.json');
  await writeFile(file, '<html>');
  const usage = (input: string, ...args: string[]) => refusal(home, ['inspect', ...args], 'usage', { input });
  await usage('');
  await usage('not.a.jwt');
  await usage(token, '--jwks', file);
  await usage(token, '--jwks', join(home.root, 'absent.json'));
  await usage(token, '--jwks', 'http://keys.example/jwks');
  await usage(token, '--jwks', file, '--for', 'salus/dev');
  await refusal(home, ['inspect', '--for', 'salus/dve'], 'address_unknown', { input: token });
});

async function jwksFile(): Promise<string> {
  const file = join(home.root, 'jwks.json');
  await writeFile(file, await (await fetch(jwksUri)).text());
  return file;
}
