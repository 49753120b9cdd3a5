import { describe, expect, it } from 'vitest';
import { parseProfiles } from '../../../core/profiles/profiles-file.ts';
import { COMPLETE, fileOf } from './kit.ts';

const problemsOf = (text: string): readonly string[] =>
  parseProfiles(text).problems.map(({ message }) => message);

const FROM =
  'must say where the secret is kept: { "from": "vault" }, or from "env" with a "name", "file" with a "path", or "exec" with a "command"';

describe('a member that is wrong is named, with what to write', () => {
  it.each([
    [{ tier: 'production' }, '"tier" must be "dev", "test" or "prod"'],
    [{ par: true }, '"par" must be "auto", "always" or "never", not true'],
    [{ code_challenge_method: 'plain' }, '"code_challenge_method" must be "S256"'],
    [{ notes: 5 }, '"notes" must be text in quotes, not a number'],
    [{ scope: ['a', 'b'] }, '"scope" must be text in quotes, not a list in [ ]'],
    [{ issuer: null }, '"issuer" must be text in quotes, not null'],
    [{ dpop: 'true' }, '"dpop" must be true or false, without quotes, not text in quotes'],
    [{ tls: 'ca.pem' }, '"tls" must be an object in { }, not text in quotes'],
    [{ tls: { ca: 1 } }, '"tls.ca" must be text in quotes, not a number'],
    [{ mtls_endpoint_aliases: [] }, '"mtls_endpoint_aliases" must be an object in { }, not a list in [ ]'],
    [{ client_id: '' }, '"client_id" must not be empty'],
    [{ client_id: 'x'.repeat(4097) }, '"client_id" must have at most 4096 characters'],
    [{ client_secret: 5 }, `"client_secret" ${FROM}`],
    [{ client_secret: { from: 'keychain' } }, `"client_secret.from" ${FROM}`],
    [{ client_secret: { from: 'env' } }, '"client_secret.name" is missing; write text in quotes'],
    [
      { client_secret: { from: 'env', name: 'A B' } },
      '"client_secret.name" must be the name of an environment variable, such as ACME_SECRET',
    ],
    [
      { client_secret: { from: 'exec', command: 'op read' } },
      '"client_secret.command" must be a list in [ ], not text in quotes',
    ],
    [{ client_secret: { from: 'exec', command: [] } }, '"client_secret.command" must not be empty'],
    [
      { client_secret: { from: 'exec', command: ['op', 1] } },
      'entry 2 of "client_secret.command" must be text in quotes, not a number',
    ],
    [
      { client_secret: { from: 'exec', command: new Array(65).fill('x') } },
      '"client_secret.command" must have at most 64 entries',
    ],
    [
      { extra_token_params: { '': 'x' } },
      '"extra_token_params." is not a name that a parameter can have: it needs 1 to 256 characters',
    ],
  ])('%j', (members, message) => {
    expect(problemsOf(fileOf(members))).toEqual([message]);
  });

  it.each([
    ['client-credentials', 'client_credentials'],
    ['device_code', 'urn:ietf:params:oauth:grant-type:device_code'],
  ])('%s is near enough to be understood', (typed, meant) => {
    const [problem] = problemsOf(fileOf({ grant_type: typed }));
    expect(problem).toMatch(/^"grant_type" must be "client_credentials", .* or "refresh_token"; /);
    expect(problem).toContain(`did you mean "${meant}"?`);
  });

  it.each([
    ['[]', 'the file must be an object in { }, not a list in [ ]'],
    ['{ "services": [] }', '"version" is missing; write 1'],
    ['{ "version": 2, "services": [] }', '"version" must be 1'],
    ['{ "version": "1", "services": [] }', '"version" must be 1, not text in quotes'],
    ['{ "version": 1 }', '"services" is missing; write a list in [ ]'],
    ['{ "version": 1, "services": [7] }', 'entry 1 of "services" must be an object in { }, not a number'],
    [
      JSON.stringify({ version: 1, services: [{ id: 's', environments: [COMPLETE] }] }),
      '"id" is missing; write text in quotes',
    ],
  ])('%s', (text, message) => {
    expect(problemsOf(text)).toEqual([message]);
  });
});
