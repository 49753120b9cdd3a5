import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandLine, commandWords } from '../../../renderer/profiles/command-line.ts';
import {
  DEFAULTS,
  editedText,
  openedService,
  secretWrites,
  unguarded,
  withColumns,
  withEnvironment,
  withId,
  withMember,
  withoutEnvironment,
  withSecret,
  wrongIds,
} from '../../../renderer/profiles/edited-service.ts';
import type { EditedService } from '../../../renderer/profiles/edited-service.ts';
import { MEMBER_ROWS, shownRows } from '../../../renderer/profiles/member-rows.ts';
import { guessPlace } from '../../../renderer/profiles/place-guess.ts';
import { entryOfReference, referenceOfEntry } from '../../../renderer/profiles/secret-entry.ts';
import { offerOf, suggestedAuth, suggestedGrant } from '../../../renderer/profiles/server-offer.ts';
import type { ServerView } from '../../../shared/editor-view.ts';
import { profileMembersSchema } from '../../../shared/profile.ts';

describe('a command', () => {
  test.each([
    ['op read op://dev/a/secret', ['op', 'read', 'op://dev/a/secret']],
    ['  pass  show "my work/acme" ', ['pass', 'show', 'my work/acme']],
    [`sh -c 'echo "x"'`, ['sh', '-c', 'echo "x"']],
    ['', []],
  ])('%s has its words', (line, words) => {
    expect(commandWords(line)).toEqual(words);
  });

  test('every list of words comes back from its line', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (words) => {
        expect(commandWords(commandLine(words))).toEqual(words);
      }),
    );
  });
});

describe('a secret reference', () => {
  test.each([
    { from: 'vault' },
    { from: 'env', name: 'ACME_SECRET' },
    { from: 'file', path: '/run/secrets/acme' },
    { from: 'exec', command: ['op', 'read', 'op://x y'] },
  ])('%j is the same after it was edited', (reference) => {
    const entry = entryOfReference(reference);
    expect(entry === undefined ? undefined : referenceOfEntry(entry)).toEqual(reference);
  });

  test.each([undefined, null, 'plain', { from: 'elsewhere' }, { from: 'env', name: 7 }])(
    '%j does not break the editor',
    (value) => {
      expect(() => entryOfReference(value)).not.toThrow();
    },
  );
});

describe('the place that a URL speaks of', () => {
  test.each([
    ['https://guardian.beta.salussafety.io', 'salussafety', 'beta', 'test'],
    ['https://login.example.com', 'example', 'prod', 'prod'],
    ['https://dev-123.eu.auth0.com', 'auth0', 'dev', 'dev'],
    ['https://sso.acme.example/realms/staging', 'acme', 'staging', 'test'],
    ['https://acme.example/realms/test-2', 'acme', 'test', 'test'],
    ['http://127.0.0.1:8080', 'local', 'dev', 'dev'],
    ['http://[::1]:1', 'local', 'dev', 'dev'],
    ['https://localhost', 'local', 'dev', 'dev'],
    ['https://id.example', 'id', 'prod', 'prod'],
  ])('%s', (url, service, environment, tier) => {
    expect(guessPlace(url, new Set())).toEqual({ service, environment, tier });
  });

  test('avoids what is here already', () => {
    const taken = new Set(['acme/prod', 'acme/prod-2']);
    expect(guessPlace('https://acme.example', taken)?.environment).toBe('prod-3');
  });

  test('is always one that a profile file may name, or none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), (url) => {
        const place = guessPlace(url, new Set());
        if (place === undefined) return;
        expect(place.service).toMatch(/^[a-z0-9][a-z0-9-]*$/);
        expect(place.environment).toMatch(/^[a-z0-9][a-z0-9-]*$/);
      }),
    );
  });
});

describe('what is offered', () => {
  const server = (part: Partial<ServerView>): ServerView => ({
    issuer: 'https://a.example',
    endpoints: {},
    mtlsEndpoints: {},
    par: 'none',
    ...part,
  });

  test('is what the server lists; a server that lists nothing limits nothing but its default authentication', () => {
    expect(offerOf(server({}), 'client_credentials')).toMatchObject({
      authMethods: ['client_secret_basic'],
    });
    expect(offerOf(server({}), 'client_credentials').grantTypes).toContain('authorization_code');
    const listed = server({ grantTypes: ['authorization_code'], clientAuthMethods: ['private_key_jwt'] });
    expect(offerOf(listed, 'authorization_code')).toEqual({
      grantTypes: ['authorization_code'],
      authMethods: ['private_key_jwt', 'none'],
    });
  });

  test('is never nothing', () => {
    const odd = server({ grantTypes: ['urn:odd'], clientAuthMethods: ['urn:odd'] });
    const { grantTypes, authMethods } = offerOf(odd, 'client_credentials');
    expect(Math.min(grantTypes.length, authMethods.length)).toBeGreaterThan(0);
  });

  test.each<[Partial<ServerView>, string, string]>([
    [{}, 'client_credentials', 'client_secret_basic'],
    [{ grantTypes: ['password', 'authorization_code'] }, 'authorization_code', 'client_secret_basic'],
    [
      { grantTypes: ['authorization_code'], clientAuthMethods: ['client_secret_post', 'none'] },
      'authorization_code',
      'none',
    ],
    [{ grantTypes: ['password'] }, 'client_credentials', 'client_secret_basic'],
  ])('of %j suggests %s with %s', (part, grant, auth) => {
    const said = server(part);
    expect(suggestedGrant(said)).toBe(grant);
    expect(suggestedAuth(said, suggestedGrant(said))).toBe(auth);
  });
});

const TEXT = JSON.stringify({
  version: 1,
  services: [
    {
      id: 'acme',
      name: 'Acme',
      defaults: { grant_type: 'client_credentials', refresh: { early: '90s' }, scope: 'a' },
      environments: [
        { id: 'dev', issuer: 'https://dev.example', client_id: 'c1', extra_token_params: { x: 'y' } },
        { id: 'prod', tier: 'prod', issuer: 'https://a.example', client_id: 'c2' },
      ],
    },
  ],
});

function opened(): EditedService {
  const service = openedService(TEXT);
  if (service === undefined) throw new Error('The text has a service.');
  return service;
}

test('what was prod and is so no more is taken out of the guard, by its own tier or the default', () => {
  const before = opened();
  const [dev, prod] = before.environments;
  if (dev === undefined || prod === undefined) throw new Error('The text has two environments.');
  expect(unguarded(before, withMember(before, dev.key, 'tier', 'test'))).toEqual([]);
  expect(unguarded(before, withMember(before, prod.key, 'tier', 'test'))).toEqual(['acme/prod']);
  expect(unguarded(before, withMember(before, prod.key, 'tier', undefined))).toEqual(['acme/prod']);
  const byDefault = withMember(before, DEFAULTS, 'tier', 'prod');
  expect(unguarded(byDefault, before)).toEqual(['acme/dev']);
  expect(unguarded(before, withMember(byDefault, prod.key, 'tier', undefined))).toEqual([]);
  expect(unguarded(before, withoutEnvironment(before, prod.key))).toEqual([]);
});

const parsed = (service: EditedService): unknown => JSON.parse(editedText(service));

describe('a service that is edited', () => {
  test('is the same text as before when nothing was changed, whatever it holds', () => {
    expect(editedText(opened())).toBe(JSON.stringify(JSON.parse(TEXT), null, 2));
  });

  test('has every member of a profile as a row, its tier in the head of the column', () => {
    const members = Object.keys(profileMembersSchema.shape).filter((name) => name !== 'tier');
    expect(MEMBER_ROWS.map(({ member }) => member).toSorted()).toEqual(members.toSorted());
  });

  test('shows what is written, needed or asked for', () => {
    const { shown } = shownRows(opened(), new Set(['par']));
    expect(shown.map(({ member }) => member)).toEqual([
      'issuer',
      'grant_type',
      'client_id',
      'token_endpoint_auth_method',
      'client_secret',
      'scope',
      'extra_token_params',
      'par',
      'refresh',
    ]);
  });

  test('changes one member in its place; an emptied one is inherited again', () => {
    const [dev] = opened().environments;
    const changed = withMember(opened(), dev?.key ?? '', 'client_id', 'c9');
    expect(editedText(changed)).toBe(editedText(opened()).replace('"c1"', '"c9"'));
    expect(editedText(withMember(opened(), DEFAULTS, 'scope', undefined))).not.toContain('"scope"');
  });

  test('takes a new environment that says nothing but its tier, which follows its name', () => {
    const added = withEnvironment(opened());
    const column = added.environments[2];
    expect(column).toMatchObject({ id: 'beta', isNew: true, members: { tier: 'test' } });
    const renamed = withId(added, column?.key ?? '', 'live');
    expect(renamed.environments[2]).toMatchObject({ id: 'live', members: { tier: 'prod' } });
    const chosen = withMember(renamed, column?.key ?? '', 'tier', 'dev');
    expect(withId(chosen, column?.key ?? '', 'qa').environments[2]?.members.tier).toBe('dev');
    expect(parsed(withoutEnvironment(renamed, column?.key ?? ''))).toEqual(JSON.parse(TEXT));
  });

  test('keys stay apart when environments come and go', () => {
    const [first] = opened().environments;
    const service = withEnvironment(withEnvironment(withoutEnvironment(opened(), first?.key ?? '')));
    const keys = service.environments.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const [column] = opened().environments;
    const merged = withColumns(service, column === undefined ? [] : [column]);
    expect(new Set(merged.environments.map(({ key }) => key)).size).toBe(merged.environments.length);
  });

  test('names ids that cannot be saved', () => {
    const added = withEnvironment(opened());
    const key = added.environments[2]?.key ?? '';
    expect([...wrongIds(added)]).toEqual([]);
    for (const id of ['', 'Beta', 'dev']) expect([...wrongIds(withId(added, key, id))]).toEqual([key]);
  });

  test('gives secrets to the vault alone, and only where the profile looks for them there', () => {
    const [dev, prod] = opened().environments;
    let service = withSecret(opened(), dev?.key ?? '', 'client_secret', 'canary-1');
    service = withSecret(service, prod?.key ?? '', 'client_secret', 'canary-2');
    service = withMember(service, prod?.key ?? '', 'client_secret', { from: 'env', name: 'X' });
    expect(editedText(service)).not.toContain('canary');
    expect(secretWrites(service)).toEqual([
      { address: 'acme/dev', member: 'client_secret', value: 'canary-1' },
    ]);
    expect(secretWrites(withSecret(service, dev?.key ?? '', 'client_secret', ''))).toEqual([]);
  });
});
