import { describe, expect, test } from 'vitest';
import { entries, entry, importFixtures, importText, messages, secrets } from './fixtures.ts';

const VAULT = { from: 'vault' };

describe('JetBrains HTTP client', () => {
  test('public and private file together: one service for each name, one environment for each block', () => {
    const imported = importFixtures('http-client.env.json', 'http-client.private.env.json');
    expect(entries(imported)).toEqual({
      'harbour/dev': {
        tier: 'dev',
        grant_type: 'client_credentials',
        token_endpoint: 'https://idp.dev.harbour.example/token',
        client_id: 'harbour-machine',
        client_secret: VAULT,
        token_endpoint_auth_method: 'client_secret_post',
        scope: 'ships.read',
      },
      'harbour/prod': {
        tier: 'prod',
        grant_type: 'client_credentials',
        token_endpoint: 'https://idp.harbour.example/token',
        client_id: 'harbour-machine',
        client_secret: { from: 'env', name: 'HARBOUR_SECRET' },
        token_endpoint_auth_method: 'client_secret_basic',
        scope: 'ships.read',
      },
      'harbour-person/dev': {
        tier: 'dev',
        grant_type: 'authorization_code',
        authorization_endpoint: 'https://idp.dev.harbour.example/authorize',
        token_endpoint: 'https://idp.dev.harbour.example/token',
        redirect_uri: 'http://localhost:8400/callback',
        client_id: 'harbour-person',
        audience: 'harbour',
        extra_authorization_params: { prompt: 'login' },
      },
    });
    expect(secrets(imported)).toEqual({ 'harbour/dev client_secret': 'not-real-jetbrains-dev' });
    expect(messages(imported).join('\n')).toMatch(/"page".*implicit grant/);
  });
});

test('oidc-agent: issuer, credentials and the refresh token', () => {
  const imported = importFixtures('oidc-agent.json');
  expect(entry(imported)).toEqual({
    tier: 'dev',
    grant_type: 'refresh_token',
    issuer: 'https://idp.harbour.example/',
    client_id: 'harbour-agent',
    client_secret: VAULT,
    refresh_token: VAULT,
    scope: 'openid offline_access ships.read',
    tls: { ca: '/etc/ssl/certs/ca-certificates.crt' },
  });
  expect(Object.values(secrets(imported))).toEqual([
    'not-real-oidc-agent-secret',
    'not-real-oidc-agent-refresh',
  ]);
});

test('Keycloak: the issuer is made of server and realm', () => {
  const imported = importFixtures('keycloak.json');
  expect(entries(imported)).toEqual({
    'harbour/default': {
      tier: 'dev',
      grant_type: 'client_credentials',
      issuer: 'https://keycloak.harbour.example/realms/harbour',
      client_id: 'harbour-machine',
      client_secret: VAULT,
    },
  });
  expect(messages(imported).join()).toMatch(/names no grant; client_credentials was assumed/);
});

describe('JSON', () => {
  test.each([
    [{ client_id: 'c1', client_secret: 's', issuer: 'https://idp.example' }, 'client_credentials'],
    [{ clientId: 'c1', authority: 'https://idp.example' }, 'authorization_code'],
    [
      { oidc: { CLIENT_ID: 'c1', 'discovery-url': 'https://idp.example/.well-known/openid-configuration' } },
      'authorization_code',
    ],
    [{ grant_type: 'password', client_id: 'c1', username: 'u', password: 'p' }, 'password'],
    [
      {
        web: {
          client_id: 'c1',
          client_secret: 's',
          token_uri: 'https://idp.example/t',
          redirect_uris: ['http://localhost'],
        },
      },
      'authorization_code',
    ],
  ])('%j is a client with the grant %s', (value, grant_type) => {
    expect(entry(importText(JSON.stringify(value)))).toMatchObject({ client_id: 'c1', grant_type });
  });

  test('scopes in a list are one text', () => {
    const value = { client_id: 'c1', issuer: 'https://idp.example', scopes: ['openid', 'a b'] };
    expect(entry(importText(JSON.stringify(value)))).toMatchObject({ scope: 'openid a b' });
  });
});

describe('an issuer', () => {
  test.each([
    ['https://login.acme.dk', 'https://login.acme.dk', 'acme/default'],
    [
      'https://idp.staging.acme.com/.well-known/openid-configuration',
      'https://idp.staging.acme.com',
      'acme/staging',
    ],
    [
      'https://sso.example/realms/shop/.well-known/openid-configuration\n',
      'https://sso.example/realms/shop',
      'shop/default',
    ],
    [
      'https://idp.acme.com/.well-known/oauth-authorization-server/north',
      'https://idp.acme.com/north',
      'acme/default',
    ],
    ['http://localhost:8080/', 'http://localhost:8080/', 'localhost/default'],
  ])('%s is the profile of %s alone, to be completed', (text, issuer, address) => {
    expect(entries(importText(text))).toMatchObject({ [address]: { issuer } });
    expect(entry(importText(text))).not.toHaveProperty('grant_type');
  });

  test('a discovery document counts by its issuer', () => {
    const document = {
      issuer: 'https://idp.example',
      token_endpoint: 'https://idp.example/t',
      response_types_supported: ['code'],
    };
    expect(entry(importText(JSON.stringify(document)))).toEqual({
      tier: 'dev',
      issuer: 'https://idp.example',
    });
  });
});

describe('a profile file of Fob', () => {
  const file = (environment: object) =>
    JSON.stringify({
      $schema: 'x',
      version: 1,
      services: [{ id: 'acme', environments: [{ id: 'dev', ...environment }] }],
    });

  test('comes as it is, with secrets in plain text taken out of it', () => {
    const imported = importText(
      file({ client_id: 'c1', client_secret: 'not-real-plain', tls: { key: '/k.pem' } }),
    );
    expect(imported.profiles).toEqual({
      version: 1,
      services: [
        {
          id: 'acme',
          environments: [{ id: 'dev', client_id: 'c1', client_secret: VAULT, tls: { key: '/k.pem' } }],
        },
      ],
    });
    expect(secrets(imported)).toEqual({ 'acme/dev client_secret': 'not-real-plain' });
  });

  test('that is wrong is refused', () => {
    expect(() => importText(file({ grant_type: 'implicit' }))).toThrow(/grant_type/);
  });
});

test('what cannot be read says what can', () => {
  for (const text of ['', '   ', 'hello', '{ "a": 1 }', '[1]', '{ "a": ', 'a: b: c', 'meta {\n}'])
    expect(() => importText(text), text).toThrow(
      expect.objectContaining({ code: 'profiles_invalid' }) as Error,
    );
});
