/** Secrets that are kept outside the vault, and what is said when they are not there. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { startHostileIdp } from './hostile-idp.ts';
import type { HostileIdp } from './hostile-idp.ts';
import { startPlainIdp } from './plain-idp.ts';
import type { PlainIdp } from './plain-idp.ts';
import { refusal } from './refusal.ts';

const SECRET = 'the secret of the client, 100 % of it';

let plain: PlainIdp;
let hostile: HostileIdp;
let home: FobHome;
beforeAll(async () => {
  const client = {
    client_id: 'c',
    client_secret: SECRET,
    token_endpoint_auth_method: 'client_secret_basic' as const,
  };
  [plain, hostile, home] = [await startPlainIdp([client]), await startHostileIdp(), await makeFobHome()];
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await Promise.all([plain[Symbol.asyncDispose](), hostile[Symbol.asyncDispose]()]);
});

const add = (address: string, reference: object, at = `issuer=${plain.issuer}`): Promise<string> =>
  home.fob([
    'profile',
    'add',
    address,
    at,
    'client_id=c',
    'grant_type=client_credentials',
    `client_secret=${JSON.stringify(reference)}`,
  ]);

it('reads a file, without its last line break', async () => {
  const path = join(home.root, 'secret.txt');
  await writeFile(path, `${SECRET}\n`);
  await add('from/file', { from: 'file', path });
  expect(await home.fob(['token', 'from/file'])).toMatch(/^[\w-]{43}\n$/);
});

it('says that it does not know an address before it reads a secret for it', async () => {
  // Nothing comes from stdin: who read it first would say that the secret is empty.
  await refusal(home, ['secret', 'set', 'x/nope', 'client_secret'], 'address_unknown');
});

it('runs a command, without a shell', async () => {
  await add('from/exec', { from: 'exec', command: ['printf', '%s\\n', SECRET] });
  expect(await home.fob(['token', 'from/exec'])).toMatch(/^[\w-]{43}\n$/);
  await add(
    'from/shell',
    { from: 'exec', command: ['printf', '%s', '$(id)'] },
    `token_endpoint=${hostile.tokenEndpoint('shell')}`,
  );
  await home.fob(['token', 'from/shell']);
  const [seen] = hostile.requests('shell');
  expect(seen?.authorization).toBe(`Basic ${Buffer.from('c:%24%28id%29').toString('base64')}`);
});

it('takes an environment variable from the host, or from the command when the host was started without it', async () => {
  await add('from/env', { from: 'env', name: 'MY_CLIENT_SECRET' });
  const asked = plain.requests();
  const { message, hint } = await refusal(home, ['token', 'from/env'], 'secret_missing');
  expect(message).toBe('The environment variable MY_CLIENT_SECRET is not set.');
  expect(hint).toBe('Set it and run the command again.');
  expect(plain.requests(), 'no request without a secret').toBe(asked);
  const set = { env: { MY_CLIENT_SECRET: SECRET } };
  expect(await home.fob(['token', 'from/env'], set)).toMatch(/^[\w-]{43}\n$/);
  expect(await home.fob(['refresh', 'from/env']), 'the host kept it').toBe('from/env refreshed\n');
  await home.fob(['agent', 'stop']);
  await refusal(home, ['refresh', 'from/env'], 'secret_missing');
  await home.fob(['agent', 'stop']);
  await home.fob(['agent', 'start'], set);
  expect(await home.fob(['refresh', 'from/env']), 'the host was started with it').toBe(
    'from/env refreshed\n',
  );
});

it.each([
  [
    'a file that is not there',
    { from: 'file', path: '/nowhere/secret' },
    /\/nowhere\/secret could not be read: there is no such file/,
  ],
  ['a directory', { from: 'file', path: '/' }, /is not a file/],
  [
    'a program that is not there',
    { from: 'exec', command: ['no-such-program-9f3'] },
    /no-such-program-9f3 was not found/,
  ],
  [
    'a program that fails',
    { from: 'exec', command: ['sh', '-c', `echo "${SECRET}"; exit 3`] },
    /sh ended with exit code 3/,
  ],
  ['a program that prints nothing', { from: 'exec', command: ['true'] }, /is empty/],
  ['nothing in the vault', { from: 'vault' }, /The vault has no client_secret for gone\/dev/],
])('%s is exit 10, and says what was looked for', async (_what, reference, words) => {
  await add('gone/dev', reference);
  const asked = plain.requests();
  const { message, hint } = await refusal(home, ['token', 'gone/dev'], 'secret_missing');
  expect(message).toMatch(words);
  expect(message + (hint ?? '')).not.toContain(SECRET);
  expect(hint).toBeDefined();
  expect(plain.requests()).toBe(asked);
});

it.each(['FOB_PASSPHRASE', 'fob_passphrase', 'FOB_PASSPHRASE_FILE'])(
  'never hands %s to an IdP, however a profile asks for it',
  async (name) => {
    const [id, at] = [name.toLowerCase().replaceAll('_', '-'), hostile.tokenEndpoint(name)];
    const env = { [name]: name.endsWith('E') && !name.endsWith('FILE') ? home.passphrase : '/etc/hostname' };
    await add(`thief/${id}`, { from: 'env', name }, `token_endpoint=${at}`);
    await refusal(home, ['token', `thief/${id}`], 'secret_missing', { env });
    await add(`thief/${id}`, { from: 'exec', command: ['printenv', name] }, `token_endpoint=${at}`);
    await refusal(home, ['token', `thief/${id}`], 'secret_missing', { env });
    expect(hostile.requests(name)).toEqual([]);
  },
);

it.each([
  ['an empty secret', ['secret', 'set', 'from/vault', 'client_secret'], ''],
  ['a member that is no secret', ['secret', 'set', 'from/vault', 'client_id'], 'x'],
  ['a secret on the command line', ['secret', 'set', 'from/vault', 'client_secret', SECRET], 'x'],
  ['a member that the profile takes from elsewhere', ['secret', 'set', 'from/file', 'client_secret'], 'x'],
  ['a member that the profile does not use', ['secret', 'set', 'from/vault', 'password'], 'x'],
])('refuses %s', async (_what, args, input) => {
  await add('from/vault', { from: 'vault' });
  const { message, hint = '' } = await refusal(home, args, 'usage', { input });
  expect(message + hint).not.toContain(SECRET);
});
