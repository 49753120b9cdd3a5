/** The command line as a person meets it first, against an OIDC server that is not ours. */
import { execFile } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../shared/version.ts';
import { holderOf, isRunning, makeFobHome } from './fob-home.ts';
import type { FobHome, RunOptions } from './fob-home.ts';
import { startHostileIdp } from './hostile-idp.ts';
import { startPlainIdp } from './plain-idp.ts';
import type { PlainIdp } from './plain-idp.ts';
import { refusal } from './refusal.ts';

const run = promisify(execFile);

/** Everything that RFC 6749 appendix A lets a client id and secret hold and that an encoding can get wrong. */
const SPECIAL = 'a:b%c+d e-f_g~h!i*j(k)\'l&m=n/o?p#q"r\\s%2Bt';
const CLIENTS = ['client_secret_basic', 'client_secret_post'].map((method) => ({
  client_id: `id ${method} ${SPECIAL}`,
  client_secret: `secret ${method} ${SPECIAL}`,
  token_endpoint_auth_method: method as 'client_secret_basic',
}));

const WITH_SECRET = ['grant_type=client_credentials', 'client_secret={"from":"vault"}'];

const profileFile = (issuer: string) => ({
  version: 1,
  services: [
    {
      id: 'plain',
      defaults: { issuer, grant_type: 'client_credentials' },
      environments: CLIENTS.map(({ client_id, token_endpoint_auth_method }) => ({
        id: token_endpoint_auth_method.replace('client_secret_', ''),
        client_id,
        token_endpoint_auth_method,
      })),
    },
  ],
});

describe.each<[string, RunOptions]>([
  ['run by the Node that runs the tests', {}],
  ['run by its first line from a plain shell', { interpreter: [] }],
])('an empty data directory and a passphrase, %s', (_name, how) => {
  let idp: PlainIdp;
  let home: FobHome;
  const fob = (...args: string[]) => home.run(args, how);

  beforeAll(async () => {
    idp = await startPlainIdp(CLIENTS);
    home = await makeFobHome();
  });
  afterAll(async () => {
    await home[Symbol.asyncDispose]();
    await idp[Symbol.asyncDispose]();
  });

  it('takes a profile file, and secrets from stdin', async () => {
    const file = join(home.root, 'f.json');
    await writeFile(file, JSON.stringify(profileFile(idp.issuer)));
    expect(await fob('profile', 'add', '--file', file)).toMatchObject({
      code: 0,
      stdout: 'plain/basic added\nplain/post added\n',
      stderr: '',
    });
    for (const { client_secret, token_endpoint_auth_method: method } of CLIENTS) {
      const address = `plain/${method.replace('client_secret_', '')}`;
      const set = await home.run(['secret', 'set', address, 'client_secret'], {
        ...how,
        input: `${client_secret}\n`,
      });
      expect(set).toMatchObject({ code: 0, stdout: `${address} client_secret stored\n`, stderr: '' });
    }
    expect(idp.requests()).toBe(0);
  });

  it.each(['plain/basic', 'plain/post'])(
    'hands out an opaque token of %s: the token alone on stdout',
    async (address) => {
      const before = idp.requests();
      const first = await fob('token', address);
      expect(first).toMatchObject({ code: 0, stderr: '' });
      expect(first.stdout).toMatch(/^[\w-]{43}\n$/);
      expect(await fob('token', address)).toMatchObject({ stdout: first.stdout });
      expect(idp.requests() - before, 'requests for two calls').toBe(1);
    },
  );

  it('tells what it knows as JSON', async () => {
    const claims = JSON.parse((await fob('claims', 'plain/basic', '--json')).stdout) as Record<
      string,
      unknown
    >;
    expect(claims).toMatchObject({
      address: 'plain/basic',
      token_type: 'Bearer',
      verified: false,
      claims: null,
    });
    expect(Number(claims.expires_at) - Number(claims.received_at)).toBe(600);
    const list = JSON.parse((await fob('list', '--json')).stdout) as object[];
    expect(list).toMatchObject([
      { address: 'plain/basic', tier: 'dev', status: 'fresh', missing_secrets: [], problem: null },
      { address: 'plain/post', status: 'fresh' },
    ]);
    const status = JSON.parse((await fob('status', '--json')).stdout) as { pid: number };
    expect(status).toMatchObject({
      kind: 'agent',
      version: VERSION,
      data_directory: home.data,
      vault: { state: 'unlocked', slots: ['passphrase'] },
      profiles: { total: 2, fresh: 2 },
    });
    expect(status.pid).toBe(holderOf(home.data));
    expect(isRunning(status.pid)).toBe(true);
  });

  it('answers curl on its socket', async () => {
    const token = (await fob('token', 'plain/post')).stdout.trimEnd();
    const curl = (...args: string[]) =>
      run('curl', ['-sS', '--unix-socket', `${home.data}/run/agent.sock`, ...args]);
    const url = 'http://fob/v1/token/plain/post';
    expect(await curl(url)).toEqual({ stdout: token, stderr: '' });
    const asJson = await curl('-H', 'Accept: application/json', `${url}?min_ttl=30`);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ access_token: token, token_type: 'Bearer' });
    const unknown = await curl('-w', '%{http_code} %{content_type}', 'http://fob/v1/token/plain/past');
    expect(unknown.stdout).toMatch(/"code":"address_unknown".*404 application\/problem\+json$/);
  });

  it('runs its agent on a Node that is new enough, whatever runs the command', async () => {
    const pid = await home.pid();
    // Elsewhere than on Linux there is no such link; then the agent's answer is all there is to see.
    const program = process.platform === 'linux' ? readlinkSync(`/proc/${pid}/exe`) : process.execPath;
    const { stdout } = await run(program, ['--version']);
    expect(Number(/^v(\d+)/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(22);
  });

  it('stops, and begins again with the tokens it had', async () => {
    const token = (await fob('token', 'plain/basic')).stdout;
    const [pid, asked] = [await home.pid(), idp.requests()];
    expect(await fob('agent', 'stop')).toMatchObject({
      code: 0,
      stdout: `Stopped process ${pid}\n`,
      stderr: '',
    });
    expect(isRunning(pid)).toBe(false);
    expect(readdirSync(join(home.data, 'run'))).not.toContain('agent.sock');
    expect(await fob('token', 'plain/basic')).toMatchObject({ code: 0, stdout: token, stderr: '' });
    expect(await home.pid()).not.toBe(pid);
    expect(idp.requests(), 'no new request').toBe(asked);
  });
});

it('takes profiles from stdin, and one by its members', async () => {
  await using idp = await startPlainIdp(CLIENTS);
  await using home = await makeFobHome();
  const input = JSON.stringify(profileFile(idp.issuer));
  expect(await home.fob(['profile', 'add', '--file', '-'], { input })).toBe(
    'plain/basic added\nplain/post added\n',
  );
  const members = [
    `issuer=${idp.issuer}`,
    `client_id=${CLIENTS[1]?.client_id ?? ''}`,
    'grant_type=client_credentials',
    'token_endpoint_auth_method=client_secret_post',
    'client_secret={"from":"vault"}',
    'refresh={"auto":false}',
    'notes=a=b',
  ];
  expect(await home.json(['profile', 'add', 'one/more', ...members])).toEqual({ addresses: ['one/more'] });
  await home.fob(['secret', 'set', 'one/more', 'client_secret'], { input: CLIENTS[1]?.client_secret ?? '' });
  expect(await home.fob(['token', 'one/more'])).toMatch(/^[\w-]{43}\n$/);
  expect(await home.json(['profile', 'validate'])).toEqual({
    file: join(home.data, 'profiles.json'),
    addresses: ['plain/basic', 'plain/post', 'one/more'],
    problems: [],
  });
  expect(await home.fob(['profile', 'validate'])).toBe('3 profiles can be used\n');
  expect(await home.json(['profile', 'show', 'one/more'])).toMatchObject({
    address: 'one/more',
    issuer: idp.issuer,
    client_id: CLIENTS[1]?.client_id,
    refresh: { auto: false },
    notes: 'a=b',
  });
});

it('says what a real IdP has against a wrong secret and an unknown client, and forgets nothing', async () => {
  await using idp = await startPlainIdp(CLIENTS);
  await using home = await makeFobHome();
  await home.fob(['profile', 'add', '--file', '-'], { input: JSON.stringify(profileFile(idp.issuer)) });
  await home.fob(['profile', 'add', 'not/known', `issuer=${idp.issuer}`, 'client_id=nobody', ...WITH_SECRET]);
  for (const address of ['plain/basic', 'not/known'])
    await home.fob(['secret', 'set', address, 'client_secret'], { input: 'wrong' });
  for (const address of ['plain/basic', 'not/known']) {
    const before = idp.requests();
    const { message, hint } = await refusal(home, ['token', address], 'idp_refused');
    expect(message).toBe(`The IdP refused ${address}: invalid_client (client authentication failed).`);
    expect(hint).toMatch(/client_id.*client secret/);
    expect(idp.requests() - before, 'it was asked once').toBe(1);
  }
  const { code, stdout, stderr } = await home.run(['token', 'plain/basic']);
  expect([code, stdout]).toEqual([4, '']);
  expect(stderr).toMatch(
    /^fob: The IdP refused plain\/basic: invalid_client \(client authentication failed\)\.\n {5}\S/,
  );
  const secret = CLIENTS[0]?.client_secret ?? '';
  await home.fob(['secret', 'set', 'plain/basic', 'client_secret'], { input: secret });
  expect(await home.fob(['token', 'plain/basic'])).toMatch(/^[\w-]{43}\n$/);
});

it('sends ids and secrets beyond ASCII as UTF-8, form-encoded (RFC 6749 appendix B)', async () => {
  await using idp = await startHostileIdp();
  await using home = await makeFobHome();
  const [id, secret] = [`é:${SPECIAL}`, `ü €:${SPECIAL}`];
  for (const method of ['basic', 'post']) {
    const members = [
      `token_endpoint=${idp.tokenEndpoint(method)}`,
      `client_id=${id}`,
      'grant_type=client_credentials',
    ];
    await home.fob([
      'profile',
      'add',
      `a/${method}`,
      ...members,
      `token_endpoint_auth_method=client_secret_${method}`,
    ]);
    await home.fob(['secret', 'set', `a/${method}`, 'client_secret'], { input: secret });
    await home.fob(['token', `a/${method}`]);
  }
  const [basic] = idp.requests('basic');
  const credentials = Buffer.from((basic?.authorization ?? '').replace('Basic ', ''), 'base64').toString(
    'latin1',
  );
  const decoded = credentials.split(':').map((part) => new URLSearchParams(`x=${part}`).get('x'));
  expect(decoded).toEqual([id, secret]);
  expect(basic?.parameters.has('client_secret')).toBe(false);
  const [post] = idp.requests('post');
  expect(post?.authorization).toBeUndefined();
  expect([post?.parameters.get('client_id'), post?.parameters.get('client_secret')]).toEqual([id, secret]);
});
