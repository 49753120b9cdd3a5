import { describe, expect, test } from 'vitest';
import { importProfiles } from '../../../core/import/import.ts';
import { profilesFileSchema } from '../../../shared/profile.ts';
import { entries, fixture, importFixtures, importText, messages, secrets } from './fixtures.ts';

const VAULT = { from: 'vault' };
const POSTMAN = [
  'postman.postman_collection.json',
  'beta.postman_environment.json',
  'prod.postman_environment.json',
] as const;
const BRUNO = [
  'bruno/bruno.json',
  'bruno/collection.bru',
  'bruno/person.bru',
  'bruno/environments/Dev.bru',
  'bruno/environments/Prod.bru',
] as const;
const OPEN = [
  'bruno-yaml/opencollection.yml',
  'bruno-yaml/ships.yml',
  'bruno-yaml/environments/Dev.yml',
  'bruno-yaml/environments/Prod.yml',
] as const;

describe('Postman', () => {
  test('the environments of a collection become environments of one service', () => {
    const imported = importFixtures(...POSTMAN);
    expect(imported.formats).toEqual(['Postman collection', 'Postman environment']);
    expect(entries(imported)).toMatchObject({
      'harbour-api/beta': {
        tier: 'test',
        grant_type: 'client_credentials',
        token_endpoint: 'https://idp.beta.harbour.example/token',
        client_id: 'harbour-machine',
        client_secret: VAULT,
        token_endpoint_auth_method: 'client_secret_basic',
        scope: 'ships.read ships.write',
        audience: 'harbour',
        extra_token_params: { tenant: 'north' },
      },
      'harbour-api/production': { tier: 'prod', token_endpoint: 'https://idp.harbour.example/token' },
      'harbour-api-who-am-i/beta': {
        grant_type: 'authorization_code',
        authorization_endpoint: 'https://idp.beta.harbour.example/authorize',
        token_endpoint_auth_method: 'none',
        extra_authorization_params: { prompt: 'login' },
      },
      'harbour-api-who-am-i/production': { tier: 'prod' },
    });
    expect(Object.keys(entries(imported))).toHaveLength(4);
    expect(secrets(imported)).toEqual({ 'harbour-api/beta client_secret': 'not-real-postman-beta' });
  });

  test('what was not taken is told: a secret that was not exported, a header, a redirect elsewhere, the implicit grant', () => {
    const told = messages(importFixtures(...POSTMAN)).join('\n');
    expect(told).toMatch(/fob secret set harbour-api\/production client_secret/);
    expect(told).toMatch(/"x-trace" is left out/);
    expect(told).toMatch(/harbour-api\/beta: Left out, since client_credentials does not use it: username/);
    expect(told).toMatch(/who-am-i\/beta: redirect_uri is left out.*http:\/\/127\.0\.0\.1\/callback/);
    expect(told).toMatch(/"Old page".*implicit grant/);
  });

  test('without its environments, what they would say is missing', () => {
    const imported = importFixtures(POSTMAN[0]);
    expect(Object.keys(entries(imported))).toEqual(['harbour-api/default', 'harbour-api-who-am-i/default']);
    expect(messages(imported)).toContain(
      'harbour-api/default: token_endpoint is left out: the file does not say what "idp" is.',
    );
  });

  test('an environment alone is a client when its variables name one', () => {
    const values = { clientId: 'c1', client_secret: 'not-real', token_url: 'https://idp.example/token' };
    const pairs = Object.entries(values).map(([key, value]) => ({ key, value, enabled: true }));
    const text = JSON.stringify({ name: 'Acme UAT', values: pairs, _postman_variable_scope: 'environment' });
    expect(entries(importText(text, 'acme'))).toEqual({
      'acme/uat': {
        tier: 'test',
        token_endpoint: 'https://idp.example/token',
        grant_type: 'client_credentials',
        client_id: 'c1',
        client_secret: VAULT,
      },
    });
  });

  test('a request that asks for a token is one too, with its basic authentication', () => {
    const text = JSON.stringify({
      info: { name: 'Acme', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
      item: [
        {
          name: 'prod',
          request: {
            method: 'POST',
            url: { raw: 'https://idp.example/token' },
            auth: {
              type: 'basic',
              basic: [
                { key: 'username', value: 'c1' },
                { key: 'password', value: 'not-real-basic' },
              ],
            },
            body: {
              mode: 'urlencoded',
              urlencoded: [
                { key: 'grant_type', value: 'client_credentials' },
                { key: 'acr', value: 'x', disabled: true },
              ],
            },
          },
        },
      ],
    });
    const imported = importText(text);
    expect(entries(imported)).toEqual({
      'acme/prod': {
        tier: 'prod',
        token_endpoint: 'https://idp.example/token',
        grant_type: 'client_credentials',
        client_id: 'c1',
        client_secret: VAULT,
        token_endpoint_auth_method: 'client_secret_basic',
      },
    });
    expect(secrets(imported)).toEqual({ 'acme/prod client_secret': 'not-real-basic' });
  });
});

describe('Insomnia', () => {
  test('format 4: variables of environments and folders; equal requests are one profile', () => {
    const imported = importFixtures('insomnia-4.json');
    expect(entries(imported)).toMatchObject({
      'harbour-list-ships/dev': {
        tier: 'dev',
        token_endpoint: 'https://idp.dev.harbour.example/token',
        client_id: 'harbour-machine',
        token_endpoint_auth_method: 'client_secret_post',
        audience: 'harbour',
      },
      'harbour-list-ships/live': { tier: 'prod' },
      'harbour-get-a-token-as-a-person/dev': { grant_type: 'password', username: VAULT, password: VAULT },
      'harbour-get-a-token-as-a-person/live': { tier: 'prod' },
    });
    expect(secrets(imported)).toMatchObject({
      'harbour-list-ships/dev client_secret': 'not-real-insomnia-dev',
      'harbour-list-ships/live client_secret': 'not-real-insomnia-live',
      'harbour-get-a-token-as-a-person/dev username': 'harbourmaster',
    });
  });

  test('format 5: the folder has the authorization; a template tag is nothing that a file holds', () => {
    const imported = importFixtures('insomnia-5.yaml');
    expect(entries(imported)).toMatchObject({
      'harbour/staging': {
        tier: 'test',
        redirect_uri: 'http://127.0.0.1:8400/callback',
        token_endpoint_auth_method: 'client_secret_basic',
      },
      'harbour/production': { tier: 'prod', client_secret: VAULT },
    });
    expect(secrets(imported)).toEqual({ 'harbour/staging client_secret': 'not-real-insomnia-staging' });
    expect(messages(imported)).toContain('harbour/staging: PKCE is done with S256 in place of plain.');
  });
});

describe('Bruno', () => {
  test('.bru files of a collection', () => {
    const imported = importFixtures(...BRUNO);
    expect(entries(imported)).toMatchObject({
      'harbour/dev': {
        token_endpoint: 'https://idp.dev.harbour.example/token',
        client_id: 'harbour-machine',
        token_endpoint_auth_method: 'client_secret_basic',
        audience: 'harbour',
        extra_token_params: { tenant: 'north' },
      },
      'harbour/prod': { tier: 'prod' },
      'harbour-token-of-a-person/dev': {
        grant_type: 'password',
        password: { from: 'env', name: 'HARBOUR_PASSWORD' },
      },
    });
    expect(secrets(imported)['harbour/dev client_secret']).toBe('not-real-bruno-dev');
    expect(messages(imported).join('\n')).toMatch(/fob secret set harbour\/prod client_secret/);
  });

  test('OpenCollection in YAML', () => {
    const imported = importFixtures(...OPEN);
    expect(entries(imported)).toMatchObject({
      'harbour/dev': {
        grant_type: 'authorization_code',
        client_secret: { from: 'env', name: 'HARBOUR_SECRET' },
      },
      'harbour-ships/prod': { grant_type: 'password', extra_token_params: { region: '7' } },
    });
    expect(messages(imported).join('\n')).toMatch(/fob secret set harbour-ships\/dev password/);
  });
});

test('every fixture gives a file that the schema passes', () => {
  for (const names of [POSTMAN, ['insomnia-4.json'], ['insomnia-5.yaml'], BRUNO, OPEN])
    expect(profilesFileSchema.safeParse(importFixtures(...names).profiles).success).toBe(true);
});

test('a file that is of no program is told, and does not stop the others', () => {
  const imported = importProfiles([{ name: 'package.json', text: '{ "name": "x" }' }, ...BRUNO.map(fixture)]);
  expect(Object.keys(entries(imported))).toHaveLength(4);
  expect(messages(imported)).toContain('package.json: It is none of the formats that Fob reads.');
});
