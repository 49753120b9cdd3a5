import { describe, expect, test } from 'vitest';
import { en } from '../../../renderer/language/en.ts';
import {
  FORM_AUTH_METHODS,
  FORM_ENCODINGS,
  FORM_GRANT_TYPES,
} from '../../../renderer/profiles/form-choices.ts';
import {
  completed,
  draftFile,
  draftProblems,
  draftSecrets,
  draftText,
  EMPTY_DRAFT,
  unsaidSecrets,
} from '../../../renderer/profiles/profile-draft.ts';
import type { ProfileDraft } from '../../../renderer/profiles/profile-draft.ts';
import type { ServerView } from '../../../shared/editor-view.ts';
import { profilesFileSchema } from '../../../shared/profile.ts';
import type { EnvironmentEntry } from '../../../shared/profile.ts';

const DRAFT: ProfileDraft = {
  ...EMPTY_DRAFT,
  service: 'salus',
  environment: 'beta',
  tier: 'test',
  url: ' https://guardian.beta.example ',
  clientId: ' c1 ',
};

const problemsOf = (draft: ProfileDraft, taken: ReadonlySet<string> = new Set()): string[] =>
  Object.keys(draftProblems(draft, taken, en.profiles.problems));

const SIGN_IN_MEMBERS = new Set(['authorization_endpoint', 'device_authorization_endpoint', 'redirect_uri']);

describe('draftFile', () => {
  test('says what the form says, and holds references in place of secrets', () => {
    expect(
      draftFile({ ...DRAFT, serviceName: 'SALUS', scope: 'a b', encoding: 'json', grantType: 'password' }),
    ).toEqual({
      version: 1,
      services: [
        {
          id: 'salus',
          name: 'SALUS',
          environments: [
            {
              id: 'beta',
              tier: 'test',
              issuer: 'https://guardian.beta.example',
              grant_type: 'password',
              client_id: 'c1',
              token_endpoint_auth_method: 'client_secret_basic',
              client_secret: { from: 'vault' },
              username: { from: 'vault' },
              password: { from: 'vault' },
              scope: 'a b',
              token_request_encoding: 'json',
            },
          ],
        },
      ],
    });
  });

  test('leaves out what was left empty', () => {
    const [service] = draftFile({ ...DRAFT, authMethod: 'none', source: 'token_endpoint' }).services;
    expect(Object.keys(service ?? {})).toEqual(['id', 'environments']);
    expect(Object.keys(service?.environments[0] ?? {})).toEqual([
      'id',
      'tier',
      'token_endpoint',
      'grant_type',
      'client_id',
      'token_endpoint_auth_method',
    ]);
  });

  test.each<[ProfileDraft['grantType'], Partial<EnvironmentEntry>]>([
    [
      'authorization_code',
      { authorization_endpoint: 'https://x.example/start', redirect_uri: 'http://[::1]/cb' },
    ],
    [
      'urn:ietf:params:oauth:grant-type:device_code',
      { device_authorization_endpoint: 'https://x.example/start' },
    ],
    ['client_credentials', {}],
  ])('names what %s needs besides a token endpoint, and no more', (grantType, members) => {
    const over = { startUrl: ' https://x.example/start', redirectUri: 'http://[::1]/cb ', grantType };
    const [service] = draftFile({ ...DRAFT, ...over, source: 'token_endpoint' }).services;
    const added = Object.entries(service?.environments[0] ?? {}).filter(([name]) =>
      SIGN_IN_MEMBERS.has(name),
    );
    expect(Object.fromEntries(added)).toEqual(members);
  });

  test('is a valid profile file for every choice of the form', () => {
    const more = { startUrl: 'https://guardian.beta.example/start', redirectUri: 'http://127.0.0.1/cb' };
    for (const grantType of FORM_GRANT_TYPES)
      for (const authMethod of FORM_AUTH_METHODS)
        for (const encoding of FORM_ENCODINGS) {
          const text = draftText({ ...DRAFT, ...more, grantType, authMethod, encoding });
          expect(profilesFileSchema.safeParse(JSON.parse(text)).success).toBe(true);
        }
  });
});

describe('secrets of a draft', () => {
  const secrets = {
    client_secret: { from: 'vault', text: 'canary-typed' },
    private_key: { from: 'file', text: '/keys/one.pem' },
  } as const;

  test('what is typed for the vault never stands in the file; what is kept elsewhere goes nowhere else', () => {
    const draft: ProfileDraft = { ...DRAFT, secrets };
    expect(draftText(draft)).not.toContain('canary');
    expect(draftSecrets(draft)).toEqual({ client_secret: 'canary-typed' });
    const byKey: ProfileDraft = { ...draft, authMethod: 'private_key_jwt' };
    expect(draftSecrets(byKey)).toEqual({});
    expect(draftFile(byKey).services[0]?.environments[0]).toMatchObject({
      private_key: { from: 'file', path: '/keys/one.pem' },
    });
  });

  test('those that a token needs and nobody gave are named', () => {
    expect(unsaidSecrets({ ...DRAFT, secrets })).toEqual([]);
    expect(unsaidSecrets({ ...DRAFT, grantType: 'password' })).toEqual([
      'client_secret',
      'username',
      'password',
    ]);
    expect(unsaidSecrets({ ...DRAFT, authMethod: 'none' })).toEqual([]);
  });
});

describe('completed', () => {
  const server: ServerView = {
    issuer: 'https://login.acme.example/',
    endpoints: {},
    mtlsEndpoints: {},
    par: 'none',
    grantTypes: ['authorization_code', 'refresh_token'],
    clientAuthMethods: ['none', 'client_secret_post'],
    scopes: ['openid', 'offline_access', 'email'],
  };

  test('follows what the server says, and says its issuer as it does', () => {
    expect(completed({ url: 'https://login.acme.example' }, server, new Set())).toMatchObject({
      url: 'https://login.acme.example/',
      grantType: 'authorization_code',
      authMethod: 'none',
      scope: 'openid offline_access',
      service: 'acme',
    });
  });

  test('what was typed stays as it was typed', () => {
    const typed = { grantType: 'client_credentials', scope: 'mine', service: 'other', tier: 'dev' } as const;
    expect(completed(typed, server, new Set())).toMatchObject({
      ...typed,
      authMethod: 'client_secret_post',
    });
  });

  test('takes the address of the metadata for that of the issuer', () => {
    const url = ' https://a.example/realms/x/.well-known/openid-configuration ';
    expect(completed({ url }, undefined, new Set()).url).toBe('https://a.example/realms/x');
  });
});

describe('draftProblems', () => {
  test.each<[Partial<ProfileDraft>, string[]]>([
    [{}, []],
    [{ service: 'Salus' }, ['service']],
    [{ environment: '-x' }, ['environment']],
    [{ url: 'guardian.example' }, ['url']],
    [{ clientId: '  ' }, ['clientId']],
    [{ authMethod: 'none' }, ['authMethod']],
    [{ authMethod: 'none', grantType: 'password' }, []],
    [{ authMethod: 'none', grantType: 'authorization_code' }, []],
    [{ grantType: 'authorization_code', source: 'token_endpoint' }, ['startUrl']],
    [{ grantType: 'authorization_code', redirectUri: '127.0.0.1/cb' }, ['redirectUri']],
    [{ grantType: 'client_credentials', source: 'token_endpoint', redirectUri: 'x' }, []],
  ])('%j has problems in %j', (change, fields) => {
    expect(problemsOf({ ...DRAFT, ...change })).toEqual(fields);
  });

  test('an empty form names every field that is needed', () => {
    expect(problemsOf(EMPTY_DRAFT)).toEqual(['service', 'environment', 'url', 'clientId']);
  });

  test('an address that is here already is not replaced by a new profile', () => {
    expect(problemsOf(DRAFT, new Set(['salus/beta']))).toEqual(['environment']);
  });

  test('a secret that is kept elsewhere names where', () => {
    const secrets = { client_secret: { from: 'env', text: ' ' } } as const;
    expect(problemsOf({ ...DRAFT, secrets })).toEqual(['client_secret']);
  });
});
