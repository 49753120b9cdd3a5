/** The guides, followed to the letter from a clean data directory. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProfileMembers, SecretMember } from '../../shared/profile.ts';
import type { DemoAddress } from '../provider/parts.ts';
import { secretOf } from '../provider/plain-client.ts';
import { startWorld } from '../provider/world.ts';
import type { World } from '../provider/world.ts';
import { guideNames } from '../unit/docs/guide.ts';
import { makeFobHome } from './fob-home.ts';
import { follow } from './guide-reader.ts';
import type { Reader } from './guide-reader.ts';
import { IFS_PERSON, startIfsPerson } from './ifs-person.ts';
import type { IfsPerson } from './ifs-person.ts';
import { BROWSER, startSignInIdp } from './sign-in-idp.ts';
import type { SignInIdp } from './sign-in-idp.ts';

const SERVICE_SECRET = 'canary-my-service-secret';

let world: World;
let person: IfsPerson;
let plain: SignInIdp;
beforeAll(async () => {
  const service = {
    client_id: 'my-service',
    client_secret: SERVICE_SECRET,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  };
  [world, person, plain] = await Promise.all([startWorld(), startIfsPerson(), startSignInIdp([service])]);
});
afterAll(async () => {
  await Promise.all([world.close(), person[Symbol.asyncDispose](), plain[Symbol.asyncDispose]()]);
});

function members(address: DemoAddress): ProfileMembers {
  const [service, environment] = address.split('/');
  const entry = world.profiles.services.find(({ id }) => id === service);
  return { ...entry?.defaults, ...entry?.environments.find(({ id }) => id === environment) };
}

const issuer = (address: DemoAddress): string => members(address).issuer ?? '';
const client = (address: DemoAddress): string => `client_id=${members(address).client_id ?? ''}`;
const guardian = (address: DemoAddress): string =>
  `guardian_url=${new URL(issuer(address) || (members(address).token_endpoint ?? '')).origin}`;
const system = (address: DemoAddress): string =>
  `system_url=${new URL(issuer(address)).origin} namespace=ifstest ${client(address)}`;

/** By the addresses of the guide, from those of the demo world. */
const apis = (addresses: Readonly<Record<string, DemoAddress>>): Reader['apis'] =>
  Object.fromEntries(
    Object.entries(addresses).map(([address, own]) => [address, world.resourceServers.get(own) ?? '']),
  );
const secrets = (
  wanted: readonly (readonly [address: string, own: DemoAddress, ...members: SecretMember[]])[],
): Reader['secrets'] =>
  Object.fromEntries(
    wanted.flatMap(([address, own, ...names]) =>
      names.map((name) => [`${address} ${name}`, secretOf(world, own, name)]),
    ),
  );

const READERS: Readonly<Record<string, () => Reader | Promise<Reader>>> = {
  'compliance.md': () => ({
    values: [
      ['https://login.example.com/realms/compliance', issuer('compliance/test')],
      ['client_id=my-client', client('compliance/test')],
    ],
    secrets: secrets([['compliance/test', 'compliance/test', 'client_secret', 'username', 'password']]),
    apis: apis({ 'compliance/test': 'compliance/test' }),
  }),

  'signaturgruppen.md': () => ({
    values: [
      [
        'issuer=https://broker.example.com client_id=my-api-client scope=my.scope',
        `issuer=${issuer('signaturgruppen/test')} ${client('signaturgruppen/test')} scope=broker.api`,
      ],
      [
        'issuer=https://broker.example.com client_id=my-key-client scope=my.scope',
        `issuer=${issuer('signaturgruppen/key')} ${client('signaturgruppen/key')} scope=broker.api`,
      ],
    ],
    secrets: secrets([['signaturgruppen/test', 'signaturgruppen/test', 'client_secret']]),
    apis: apis({
      'signaturgruppen/test': 'signaturgruppen/test',
      'signaturgruppen/test-key': 'signaturgruppen/key',
    }),
    files: { 'api-client.key': secretOf(world, 'signaturgruppen/key', 'private_key') },
  }),

  'raidiam.md': async () => {
    const { cert = '', key } = members('raidiam/sandbox').tls ?? {};
    const at = `issuer=${issuer('raidiam/sandbox')}`;
    return {
      values: [
        ['raidiam client_id=my-application', `raidiam ${at} ${client('raidiam/sandbox')}`],
        [
          'private_key_jwt client_id=my-application',
          `private_key_jwt ${at} ${client('raidiam/sandbox-key')}`,
        ],
        ['private_key_id=my-kid', `private_key_id=${members('raidiam/sandbox-key').private_key_id ?? ''}`],
      ],
      secrets: {},
      apis: apis({ 'raidiam/sandbox': 'raidiam/sandbox', 'raidiam/sandbox-key': 'raidiam/sandbox-key' }),
      files: {
        'transport.pem': await readFile(cert, 'utf8'),
        'transport.key': typeof key === 'string' ? await readFile(key, 'utf8') : '',
        'ca.pem': await readFile(world.caFile, 'utf8'),
        'signing.key': secretOf(world, 'raidiam/sandbox-key', 'private_key'),
      },
    };
  },

  'ifs-cloud.md': () => ({
    values: [
      [
        'system_url=ifs.example.com namespace=my-namespace client_id=my-client',
        `system_url=${person.origin} namespace=${IFS_PERSON.namespace} client_id=${IFS_PERSON.client_id}`,
      ],
      [
        'system_url=ifs.example.com namespace=my-namespace client_id=my-batch-client',
        system('ifs/test-batch'),
      ],
      ['system_url=ifs.example.com namespace=my-namespace client_id=my-password-client', system('ifs/test')],
    ],
    secrets: {
      'ifs/test client_secret': IFS_PERSON.client_secret,
      ...secrets([
        ['ifs/test-batch', 'ifs/test-batch', 'client_secret'],
        ['ifs/test-password', 'ifs/test', 'client_secret', 'username', 'password'],
      ]),
    },
    apis: {
      'ifs/test': person.api,
      ...apis({ 'ifs/test-batch': 'ifs/test-batch', 'ifs/test-password': 'ifs/test' }),
    },
  }),

  'salus.md': () => ({
    values: [
      ['client_id=my-dev-client', `${guardian('salus/dev')} ${client('salus/dev')}`],
      ['client_id=my-beta-client', `${guardian('salus/beta')} ${client('salus/beta')}`],
      [
        'guardian_url=https://guardian.example.com client_id=my-prod-client',
        `${guardian('salus/prod')} ${client('salus/prod')}`,
      ],
      ['client_id=my-public-client', `${guardian('salus/beta-user')} ${client('salus/beta-user')}`],
      ['client_id=my-confidential-client', `${guardian('salus/dev-user')} ${client('salus/dev-user')}`],
    ],
    secrets: secrets(
      (['salus/dev', 'salus/beta', 'salus/prod', 'salus/dev-user'] as const).map((address) => [
        address,
        address,
        'client_secret',
      ]),
    ),
    apis: apis({
      'salus/dev': 'salus/dev',
      'salus/beta': 'salus/beta',
      'salus/prod': 'salus/prod',
      'salus/beta-user': 'salus/beta-user',
      'salus/dev-user': 'salus/dev-user',
    }),
  }),

  'other-oidc.md': () => ({
    values: [
      ['issuer=https://login.example.com', `issuer=${plain.issuer}`],
      ['client_id=my-app', 'client_id=app'],
    ],
    secrets: { 'acme/batch client_secret': SERVICE_SECRET },
    apis: { 'acme/user': `${plain.issuer}/me` },
  }),

  'importing.md': () => ({ values: [], secrets: {}, apis: {}, files: importFiles() }),
};

/** What a user of Postman, and of curl, has on their disk. */
function importFiles(): Readonly<Record<string, string>> {
  const oauth2 = {
    grant_type: 'client_credentials',
    accessTokenUrl: '{{idp}}/token',
    clientId: 'my-service',
    clientSecret: '{{secret}}',
  };
  const pairs = (members: object) =>
    Object.entries(members).map(([key, value]: [string, string]) => ({ key, value }));
  return {
    'harbour.postman_collection.json': JSON.stringify({
      info: {
        name: 'Harbour',
        schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
      },
      item: [],
      auth: { type: 'oauth2', oauth2: pairs(oauth2) },
    }),
    'dev.postman_environment.json': JSON.stringify({
      name: 'dev',
      values: pairs({ idp: plain.issuer, secret: SERVICE_SECRET }),
    }),
    'token-request.txt': `curl -u my-service:${SERVICE_SECRET} ${plain.issuer}/token -d grant_type=client_credentials`,
  };
}

/** The vault's guide leads to no token; cli-vault.test.ts runs its commands. */
const TOKEN_GUIDES = guideNames().filter((guide) => guide !== 'vault.md');

describe.each(TOKEN_GUIDES)('%s', (guide) => {
  it('leads a new user to tokens in the clipboard and accepted calls', async () => {
    const reader = await READERS[guide]?.();
    if (reader === undefined) throw new Error(`nobody reads ${guide}`);
    await using home = await makeFobHome({ env: { BROWSER } });
    const { commands, copied, answers } = await follow(guide, reader, home);
    expect([...answers.keys()].sort()).toEqual(Object.keys(reader.apis).sort());
    expect(copied.size).toBeGreaterThan(0);
    for (const [address, clipboard] of copied) {
      expect(clipboard, address).toMatch(/^\S{20,}$/);
      // A later command of the guide may have ended the session.
      if (!commands.includes(`fob logout ${address}`))
        expect((await home.fob(['token', address])).trim(), address).toBe(clipboard);
    }
  });
});
