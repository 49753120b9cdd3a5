import { describe, expect, test } from 'vitest';
import {
  draftFile,
  draftProblems,
  draftText,
  EMPTY_DRAFT,
  FORM_AUTH_METHODS,
  FORM_ENCODINGS,
  FORM_GRANT_TYPES,
} from '../../../renderer/profiles/profile-draft.ts';
import type { ProfileDraft } from '../../../renderer/profiles/profile-draft.ts';
import { profilesFileSchema } from '../../../shared/profile.ts';

const DRAFT: ProfileDraft = {
  ...EMPTY_DRAFT,
  service: 'salus',
  environment: 'beta',
  tier: 'test',
  url: ' https://guardian.beta.example ',
  clientId: ' c1 ',
};

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

  test('is a valid profile file for every choice of the form', () => {
    for (const grantType of FORM_GRANT_TYPES)
      for (const authMethod of FORM_AUTH_METHODS)
        for (const encoding of FORM_ENCODINGS) {
          const text = draftText({ ...DRAFT, grantType, authMethod, encoding });
          expect(profilesFileSchema.safeParse(JSON.parse(text)).success).toBe(true);
        }
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
  ])('%j has problems in %j', (change, fields) => {
    expect(Object.keys(draftProblems({ ...DRAFT, ...change }))).toEqual(fields);
  });

  test('an empty form names every field that is needed', () => {
    expect(Object.keys(draftProblems(EMPTY_DRAFT))).toEqual(['service', 'environment', 'url', 'clientId']);
  });
});
