import { homedir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CommandContext, Output } from '../../../cli/command.ts';
import { nextSteps, presetEntry, presetNamed } from '../../../cli/commands/profile-preset.ts';
import { profilePresets } from '../../../cli/commands/profile-presets.ts';
import { PRESETS } from '../../../shared/presets/registry.ts';
import type { SecretMember, ServiceEntry } from '../../../shared/profile.ts';

const HERE = import.meta.filename;

/** A terminal in which somebody types these lines; without any nobody can be asked. */
function contextOf(positionals: readonly string[], lines?: readonly string[]) {
  const left = [...(lines ?? [])];
  const shown: string[] = [];
  const terminal = {
    interactive: lines !== undefined,
    say: (text: string) => shown.push(text),
    readLine: (question: string) => {
      shown.push(question);
      const line = left.shift();
      return line === undefined ? Promise.reject(new Error(`asked "${question}"`)) : Promise.resolve(line);
    },
  };
  const context = { args: { positionals }, terminal } as unknown as CommandContext;
  return { context, shown, left };
}

describe('the answers', () => {
  const client = ['client_id=app', 'key=/dev/null'];
  const tls = async (cert: string): Promise<unknown> => {
    const { context } = contextOf([...client, `cert=${cert}`]);
    const entry: ServiceEntry = await presetEntry(presetNamed('raidiam'), context);
    return entry.environments[0]?.tls?.cert;
  };

  test('that are files are seen from where the command runs, and from home', async () => {
    expect(await tls(relative(process.cwd(), HERE))).toBe(HERE);
    expect(await tls(`~/${relative(homedir(), HERE)}`)).toBe(HERE);
    await expect(tls(join('nowhere', basename(HERE)))).rejects.toMatchObject({ code: 'usage' });
  });

  test('that are given are not asked for; Enter takes the default, and nothing where that is allowed', async () => {
    const given = ['token_endpoint_auth_method=client_secret_basic', 'issuer=https://broker.example'];
    const { context, shown, left } = contextOf(given, ['', '', 'api-client', '']);
    const { environments } = await presetEntry(presetNamed('signaturgruppen'), context);
    expect(environments[0]).toMatchObject({ id: 'test', tier: 'test', client_id: 'api-client' });
    expect(environments[0]).not.toHaveProperty('scope');
    expect(shown).toContain('Scope of the API that you call (optional)');
    expect(left).toEqual([]);
  });

  test('are asked for again until they can be taken, also a file that is not there', async () => {
    const given = ['environment=sandbox', 'tier=test', 'token_endpoint_auth_method=tls_client_auth'];
    const lines = ['', ' ', 'app', '', '/no/such/file', HERE, HERE, ''];
    const { context, shown } = contextOf(given, lines);
    const { environments } = await presetEntry(presetNamed('raidiam'), context);
    expect(environments[0]?.tls).toEqual({ cert: HERE, key: HERE });
    expect(shown).toContain('There is no file /no/such/file.');
  });
});

test('the next steps ask for the secrets that are not stored yet, and for no others', () => {
  const entry = {
    id: 'acme',
    environments: [{ id: 'dev', client_secret: { from: 'vault' } }],
  } as ServiceEntry;
  const commands = (missing?: Record<string, SecretMember[]>) =>
    nextSteps(entry, missing).map(({ command }) => command);
  expect(commands({ 'acme/dev': ['username', 'private_key'] })).toEqual([
    'fob secret set acme/dev username',
    'fob key generate acme/dev',
    'fob copy acme/dev',
  ]);
  expect(commands({ 'acme/beta': ['client_secret'] })).toEqual(['fob copy acme/dev']);
  expect(commands()).toEqual(['fob copy acme/dev']);
});

describe('fob profile presets', () => {
  const run = (...positionals: string[]): Promise<Output> =>
    profilePresets.run(contextOf(positionals).context);

  test('lists every service, and all that is to know of it as JSON', async () => {
    const { text, json } = await run();
    for (const { name, title, summary } of PRESETS) {
      expect(text).toMatch(new RegExp(`^${name} +${title} `, 'm'));
      expect(text).toContain(summary);
    }
    expect(JSON.parse(JSON.stringify(json))).toEqual(
      PRESETS.map(({ name, title, summary, questions }) => ({ name, title, summary, questions })),
    );
  });

  test.each(PRESETS)('tells what $name asks', async ({ name, questions }) => {
    const { text } = await run(name);
    for (const question of questions) {
      expect(text).toMatch(new RegExp(`^${question.name} `, 'm'));
      for (const { value } of question.choices ?? []) expect(text).toContain(`  ${value}: `);
    }
  });
});
