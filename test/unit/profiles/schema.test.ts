import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { profilesJsonSchema } from '../../../core/profiles/profile-book.ts';
import { fileOf } from './kit.ts';

const published = readFileSync(new URL('../../../shared/profiles.schema.json', import.meta.url), 'utf8');

it('the published JSON Schema is the one that the code makes; "npm run schema" writes it anew', () => {
  expect(published).toBe(profilesJsonSchema());
});

describe('an editor that follows the JSON Schema', () => {
  const schema = z.fromJSONSchema(JSON.parse(published) as Parameters<typeof z.fromJSONSchema>[0]);
  const accepts = (members: object): boolean =>
    schema.safeParse(JSON.parse(fileOf({ client_secret: { from: 'vault' }, ...members }))).success;

  it.each<[string, object]>([
    ['a plain profile', {}],
    ['a secret from a program', { client_secret: { from: 'exec', command: ['op', 'read', 'op://x'] } }],
    ['nested settings', { tls: { ca: 'ca.pem', key: { from: 'vault' } }, refresh: { early: '60s' } }],
    ['extra parameters', { extra_token_params: { tenant: 'a' } }],
  ])('accepts %s', (_what, members) => {
    expect(accepts(members)).toBe(true);
  });

  it.each<[string, object]>([
    ['an unknown member', { isuer: 'https://idp.example' }],
    ['a secret in plain text', { client_secret: 'hunter2' }],
    ['a tier that is none', { tier: 'production' }],
    ['a grant type that is none', { grant_type: 'implicit' }],
    ['a wrong nested member', { tls: { insecure: true } }],
    ['a wrong duration', { refresh: { early: 'soon' } }],
    ['a line break in a header value', { client_id: 'a\r\nb' }],
    ['an id that is none', { id: 'A B' }],
  ])('marks %s', (_what, members) => {
    expect(accepts(members)).toBe(false);
  });
});
