/** Every way that each service documents, from its preset to a call that its API accepts, by the built command line. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProfileMembers } from '../../shared/profile.ts';
import type { DemoAddress } from '../provider/parts.ts';
import { callApi } from '../provider/plain-client.ts';
import { startWorld } from '../provider/world.ts';
import type { World } from '../provider/world.ts';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { IFS_PERSON, startIfsPerson } from './ifs-person.ts';
import type { IfsPerson } from './ifs-person.ts';
import { refusal } from './refusal.ts';
import { BROWSER } from './sign-in-idp.ts';
import { inTerminal } from './terminal.ts';

let world: World;
let person: IfsPerson;
let home: FobHome;
beforeAll(async () => {
  [world, person] = await Promise.all([startWorld(), startIfsPerson()]);
  home = await makeFobHome({ env: { BROWSER } });
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await person[Symbol.asyncDispose]();
  await world.close();
});

type Answers = Readonly<Record<string, string>>;

/** What the world's own profile of an address says. */
function members(address: DemoAddress): ProfileMembers {
  const [service = '', environment = ''] = address.split('/');
  const entry = world.profiles.services.find(({ id }) => id === service);
  const own = entry?.environments.find(({ id }) => id === environment);
  return { ...entry?.defaults, ...own };
}

/** Where an address gets its tokens, without the path. */
function origin(address: DemoAddress): string {
  const { issuer, token_endpoint } = members(address);
  return new URL(issuer ?? token_endpoint ?? '').origin;
}

const ifs = (address: DemoAddress): Answers => ({ system_url: origin(address), namespace: 'ifstest' });
const broker = (address: DemoAddress): Answers => ({
  issuer: members(address).issuer ?? '',
  scope: 'broker.api',
});
const guardian = (address: DemoAddress): Answers => ({ guardian_url: origin(address) });
const directory = (address: DemoAddress): Answers => {
  const { cert = '', key = '', ca = '' } = members(address).tls ?? {};
  return { issuer: members(address).issuer ?? '', cert, key: typeof key === 'string' ? key : '', ca };
};

const PERSON = { grant_type: 'authorization_code' } as const;
const KEY = { token_endpoint_auth_method: 'private_key_jwt' } as const;

/** The answers, but for client id and the name of the environment. */
const CASES: readonly (readonly [DemoAddress, (address: DemoAddress) => Answers])[] = [
  ['compliance/test', (address) => ({ realm_url: members(address).issuer ?? '' })],
  ['ifs/test', (address) => ({ ...ifs(address), grant_type: 'password' })],
  ['ifs/test-batch', (address) => ({ ...ifs(address), grant_type: 'client_credentials' })],
  ['ifs/user', (address) => ({ ...ifs(address), ...PERSON, token_endpoint_auth_method: 'none' })],
  ['raidiam/sandbox', directory],
  [
    'raidiam/sandbox-key',
    (address) => ({ ...directory(address), ...KEY, private_key_id: members(address).private_key_id ?? '' }),
  ],
  ['salus/dev', guardian],
  [
    'salus/beta',
    (address) => ({ ...guardian(address), idp: 'beta', token_endpoint_auth_method: 'client_secret_post' }),
  ],
  ['salus/prod', (address) => ({ ...guardian(address), idp: 'prod' })],
  [
    'salus/dev-user',
    (address) => ({
      ...guardian(address),
      ...PERSON,
      token_endpoint_auth_method: 'client_secret_basic',
    }),
  ],
  ['salus/beta-user', (address) => ({ ...guardian(address), ...PERSON, idp: 'beta' })],
  ['signaturgruppen/test', broker],
  [
    'signaturgruppen/prod',
    (address) => ({ ...broker(address), token_endpoint_auth_method: 'client_secret_basic' }),
  ],
  ['signaturgruppen/key', (address) => ({ ...broker(address), ...KEY })],
];

/** Adds the profile and does what Fob says comes next, but for the last step, which wants a clipboard. */
async function follow(
  preset: string,
  answers: Answers,
  secret: (member: string) => string,
): Promise<readonly string[]> {
  const positionals = Object.entries(answers).map(([name, value]) => `${name}=${value}`);
  const added = (await home.json(['profile', 'add', '--preset', preset, ...positionals])) as {
    addresses: string[];
    next_steps: string[];
  };
  expect(added.next_steps.at(-1)).toBe(`fob copy ${added.addresses.join()}`);
  for (const step of added.next_steps.slice(0, -1)) {
    const [, ...args] = step.split(' ');
    // The IdPs here know the keys of their clients already.
    const [command = '', verb, address = ''] = args;
    if (command === 'key')
      await home.fob(['secret', 'set', address, 'private_key'], { input: secret('private_key') });
    else await home.fob(args, verb === 'set' ? { input: secret(args[3] ?? '') } : {});
  }
  return added.addresses;
}

describe('from a preset to an accepted call', () => {
  it.each(CASES)('%s', async (address, answersOf) => {
    const [preset = '', environment = ''] = address.split('/');
    const answers = { ...answersOf(address), client_id: members(address).client_id ?? '', environment };
    const secret = (member: string) =>
      world.secrets.find((each) => each.address === address && each.member === member)?.value ?? '';
    expect(await follow(preset, answers, secret)).toEqual([address]);
    const call = async () => {
      const token = (await home.fob(['token', address])).trim();
      const answer = await callApi(world.resourceServers.get(address) ?? '', token, world.tls.get(address));
      return { token, status: answer.status };
    };
    const first = await call();
    await home.fob(['refresh', address]);
    const second = await call();
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.token).not.toBe(first.token);
  });

  it('covers every address of the demo world', () => {
    expect(CASES.map(([address]) => address).sort()).toEqual([...world.addresses].sort());
  });

  it('ifs by the browser with a confidential client', async () => {
    const { namespace, client_id, client_secret } = IFS_PERSON;
    const answers = { system_url: person.origin, namespace, client_id, environment: 'portal' };
    expect(await follow('ifs', answers, () => client_secret)).toEqual(['ifs/portal']);
    const token = (await home.fob(['token', 'ifs/portal'])).trim();
    expect((await callApi(person.api, token)).status).toBe(200);
  });
});

describe('what a preset is told wrong', () => {
  it.each<[readonly string[], RegExp]>([
    [[], /"realm_url" is missing/],
    [['realm_url=https://x.example/realms/c'], /"client_id" is missing/],
    [['realm_url=nonsense', 'client_id=x'], /"realm_url" cannot be taken/],
    [['realm_url=https://x.example/realms/c', 'clientid=x'], /no "clientid".*Did you mean "client_id"/],
    [['client_secret=canary-on-argv'], /a secret, which is never an argument/],
    [['compliance/test'], /is not MEMBER=VALUE/],
    [['--file', '-'], /either --file or --preset/],
  ])('%j is usage', async (args, expected) => {
    const { message, hint } = await refusal(
      home,
      ['profile', 'add', '--preset', 'compliance', ...args],
      'usage',
    );
    expect(`${message} ${hint ?? ''}`).toMatch(expected);
    expect(`${message} ${hint ?? ''}`).not.toContain('canary');
  });

  it('is said of an unknown preset, and of a certificate that is not there', async () => {
    await refusal(home, ['profile', 'add', '--preset', 'acme'], 'usage');
    await refusal(home, ['profile', 'presets', 'acme'], 'usage');
    const raidiam = ['profile', 'add', '--preset', 'raidiam', 'client_id=x', 'cert=none.pem', 'key=none.key'];
    expect((await refusal(home, raidiam, 'usage')).message).toMatch(/There is no file \/.*none\.pem/);
  });
});

/** A question and what is typed, with where readline puts the cursor. */
const typed = (question: string, text: string): [string, string] => [
  `${question}: \u001b[${question.length + 3}G`,
  text,
];

describe('in a terminal', () => {
  it('asks for what is missing, takes Enter for the default, asks again, and says what comes next', async () => {
    const { shown, code } = await inTerminal(home, ['profile', 'add', '--preset', 'salus', 'idp=beta'], {
      answers: [
        typed('Who gets the token [client_credentials]', 'authorization_code'),
        typed('How the client shows who it is [none]', ''),
        typed('Name of the environment [beta-user]', 'Beta Me'),
        typed('Name of the environment [beta-user]', 'beta-me'),
        typed('Kind of environment [test]', ''),
        typed('URL of that Guardian IdP [https://guardian.beta.salussafety.io]', ''),
        typed('Client id', 'c1'),
        typed('Redirect URI, as it is registered for the client [http://127.0.0.1/callback]', ''),
      ],
    });
    expect(shown).toContain('Use lower-case letters, digits and hyphens');
    expect(shown).toMatch(/salus\/beta-me added\s+Next:\s+fob login salus\/beta-me/);
    expect(code).toBe(0);
    expect(await home.json(['profile', 'show', 'salus/beta-me'])).toMatchObject({
      address: 'salus/beta-me',
      tier: 'test',
      client_id: 'c1',
      token_endpoint: 'https://guardian.beta.salussafety.io/token',
      token_endpoint_auth_method: 'none',
    });
  });

  it('asks nothing when the first answer is wrong already, and adds nothing when it is left', async () => {
    const wrong = await inTerminal(home, ['profile', 'add', '--preset', 'salus', 'idp=staging']);
    expect([wrong.code, wrong.shown]).toEqual([2, expect.stringMatching(/Choose one of: dev, beta, prod/)]);
    const left = await inTerminal(home, ['profile', 'add', '--preset', 'ifs', 'environment=left'], {
      answers: [typed('Who gets the token [authorization_code]', '\u0004')],
    });
    expect(left.code).toBe(2);
    await refusal(home, ['profile', 'show', 'ifs/left'], 'address_unknown');
  });
});
