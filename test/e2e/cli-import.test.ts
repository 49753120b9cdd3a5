/** `fob import` and `fob export`: from files as other programs write them to a token, and never a secret on the way. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFobHome } from './fob-home.ts';
import type { FobHome, Run } from './fob-home.ts';
import { leaksInFiles } from './leaks.ts';
import { startPlainIdp } from './plain-idp.ts';
import type { PlainIdp } from './plain-idp.ts';
import { refusal } from './refusal.ts';
import { inTerminal } from './terminal.ts';

const SECRET = 'not-real: a secret, 100 % of it';
const TOKEN = /^[\w-]{43}\n$/;

let plain: PlainIdp;
let home: FobHome;
const shown: string[] = [];
beforeAll(async () => {
  const token_endpoint_auth_method = 'client_secret_basic' as const;
  plain = await startPlainIdp([{ client_id: 'c', client_secret: SECRET, token_endpoint_auth_method }]);
  home = await makeFobHome();
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await plain[Symbol.asyncDispose]();
});

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/import/${name}`, import.meta.url));

async function file(name: string, value: unknown): Promise<string> {
  const path = join(home.root, name);
  await writeFile(path, JSON.stringify(value));
  return path;
}

async function fob(args: readonly string[], input?: string): Promise<Run> {
  const run = await home.run(['import', ...args], input === undefined ? {} : { input });
  shown.push(run.stdout, run.stderr);
  return run;
}

/** A question and what is typed, with where readline puts the cursor. */
const asked = (question: string, text: string): [string, string] => [
  `${question}: \u001b[${question.length + 3}G`,
  text,
];

const postman = (): readonly [string, unknown][] => [
  [
    'acme.postman_collection.json',
    {
      info: { name: 'Acme', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
      item: [],
      auth: {
        type: 'oauth2',
        oauth2: Object.entries({
          grant_type: 'client_credentials',
          accessTokenUrl: '{{idp}}/token',
          clientId: 'c',
          clientSecret: '{{secret}}',
          client_authentication: 'header',
        }).map(([key, value]) => ({ key, value, type: 'string' })),
      },
    },
  ],
  [
    'dev.postman_environment.json',
    {
      name: 'dev',
      values: [
        { key: 'idp', value: plain.issuer, enabled: true },
        { key: 'secret', value: SECRET, type: 'secret', enabled: true },
      ],
      _postman_variable_scope: 'environment',
    },
  ],
];

describe('a token comes out of', () => {
  it('a Postman collection with its environment', async () => {
    const paths = await Promise.all(postman().map(([name, value]) => file(name, value)));
    expect(await fob(paths)).toMatchObject({
      code: 0,
      stdout: `acme/dev  added  client_credentials  ${plain.issuer}/token  stored client_secret\n`,
    });
    expect(await home.fob(['token', 'acme/dev'])).toMatch(TOKEN);
  });

  it('a curl line on standard input', async () => {
    const line = `curl -u 'c:${SECRET}' \\\n  ${plain.issuer}/token -d grant_type=client_credentials`;
    expect(await fob(['-', '--service', 'by curl'], line)).toMatchObject({ code: 0 });
    expect(await home.fob(['token', 'by-curl/default'])).toMatch(TOKEN);
  });

  it('the environments of JetBrains', async () => {
    const auth = {
      Type: 'OAuth2',
      'Grant Type': 'Client Credentials',
      'Token URL': `${plain.issuer}/token`,
      'Client ID': 'c',
      'Client Credentials': 'basic',
    };
    const paths = [
      await file('http-client.env.json', { beta: { Security: { Auth: { machine: auth } } } }),
      await file('http-client.private.env.json', {
        beta: { Security: { Auth: { machine: { Type: 'OAuth2', 'Client Secret': SECRET } } } },
      }),
    ];
    expect(await fob(paths)).toMatchObject({ code: 0 });
    expect(await home.fob(['token', 'machine/beta'])).toMatch(TOKEN);
  });

  it('an issuer, when the person says the rest', async () => {
    const { shown: seen, code } = await inTerminal(home, ['import', plain.issuer, '--service', 'asked'], {
      answers: [
        asked('asked/default: client_id', 'c'),
        asked('asked/default: grant_type', 'client_credentials'),
      ],
    });
    expect(seen).toContain('asked/default  added');
    expect(code).toBe(0);
    await home.fob(['secret', 'set', 'asked/default', 'client_secret'], { input: SECRET });
    expect(await home.fob(['token', 'asked/default'])).toMatch(TOKEN);
  });
});

describe('fob import', () => {
  it('reads a folder, and saves nothing in a dry run', async () => {
    const run = await fob([fixture('bruno'), '--dry-run', '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject({
      saved: false,
      profiles: [
        { address: 'harbour/dev', result: 'would add', secrets: ['client_secret'] },
        { address: 'harbour/prod', secrets: [] },
        { address: 'harbour-token-of-a-person/dev', grant_type: 'password' },
        { address: 'harbour-token-of-a-person/prod' },
      ],
    });
    expect(await home.fob(['list'])).not.toContain('harbour');
  });

  it('replaces a profile only when it is told to', async () => {
    const [collection, environment] = await Promise.all(postman().map(([name, value]) => file(name, value)));
    const paths = [collection ?? '', environment ?? ''];
    const refused = await fob(paths);
    expect(refused).toMatchObject({ code: 8, stdout: '' });
    expect(refused.stderr).toMatch(/acme\/dev[^]*--replace/);
    const { shown: seen, code } = await inTerminal(home, ['import', ...paths], {
      answers: [asked('Replace acme/dev, with their secrets? [y/N]', 'n')],
    });
    expect(seen).toContain('Nothing was saved');
    expect(code).toBe(2);
    expect((await fob([...paths, '--replace'])).stdout).toMatch(/^acme\/dev {2}replaced/);
  });

  it('says what it cannot read, and what is not whole', async () => {
    const nothing = await file('package.json', { name: 'x' });
    await refusal(home, ['import', nothing], 'profiles_invalid');
    await refusal(home, ['import', join(home.root, 'absent')], 'usage');
    await refusal(home, ['import', 'https://idp.acme.example'], 'profile_invalid');
  });
});

it('fob export prints what fob import takes, without secrets', async () => {
  const text = await home.fob(['export', 'acme/dev']);
  expect(JSON.parse(text)).toMatchObject({
    version: 1,
    services: [{ id: 'acme', environments: [{ id: 'dev', client_secret: { from: 'vault' } }] }],
  });
  expect(text).not.toContain('by-curl');
  expect((await fob(['-', '--replace'], await home.fob(['export']))).code).toBe(0);
  expect(await home.fob(['token', 'acme/dev'])).toMatch(TOKEN);
});

it('the secret stands in nothing that was printed, and in no file of the data directory', () => {
  expect(shown.join('\n')).not.toContain(SECRET);
  expect(leaksInFiles(home.data, new Map([['secret of the import', SECRET]]))).toEqual([]);
});
