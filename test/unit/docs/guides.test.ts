import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../../cli/arguments.ts';
import type { Command, CommandContext } from '../../../cli/command.ts';
import { COMMANDS } from '../../../cli/commands/registry.ts';
import { usageLine } from '../../../cli/help.ts';
import { parseProfiles } from '../../../core/index.ts';
import { PRESETS } from '../../../shared/presets/registry.ts';
import { referenceOf, SECRET_MEMBERS } from '../../../shared/profile.ts';
import { fobCalls, guideCommands, guideNames, guideText, mentions } from './guide.ts';

const GUIDES = ['README.md', ...guideNames()];

/** The longest name that fits, as the command line finds it. */
function find(args: readonly string[]): { command: Command; rest: readonly string[] } {
  const [first, second] = args;
  const command = COMMANDS.find(({ name }) => name === first || name === `${first ?? ''} ${second ?? ''}`);
  if (command === undefined) throw new Error(`there is no command: fob ${args.join(' ')}`);
  return { command, rest: args.slice(command.name.split(' ').length) };
}

const parsed = ({ command, rest }: ReturnType<typeof find>) =>
  parseArguments(rest, command.options, { ...command.arity, usage: usageLine(command) });

/** A file that is there stands for the certificates of the reader. */
const withFile = (word: string): string => word.replace(/^(cert|key|ca)=.*/, `$1=${import.meta.filename}`);

/** The text of the profile file that `fob profile add` hands to the host. */
async function addedText(args: readonly string[]): Promise<string> {
  const { command, rest } = find(args.map(withFile));
  let added = '';
  const host = {
    call: ({ body }: { body: { text: string } }) => {
      added = body.text;
      return Promise.resolve({ addresses: [], replaced: [] });
    },
  };
  const context = { args: parsed({ command, rest }), host, terminal: { interactive: false } };
  await command.run(context as unknown as CommandContext);
  return added;
}

describe.each(GUIDES)('%s', (guide) => {
  const calls = guideCommands(guideText(guide)).flatMap(fobCalls);

  test.each(calls.map((args) => [args.join(' '), args] as const))('fob %s', (_line, args) => {
    expect(() => parsed(find(args))).not.toThrow();
  });

  test('mentions only commands and options that there are', () => {
    for (const mention of mentions(guideText(guide))) {
      const { command, rest } = find(fobCalls(mention)[0] ?? []);
      for (const option of rest.filter((word) => word.startsWith('--') && word !== '--json'))
        expect(Object.keys(command.options), mention).toContain(option.slice(2));
    }
  });

  test('uses addresses and secrets of profiles that it has added before', async () => {
    const known = new Map<string, readonly string[]>();
    // What is in the files of an import only its reader knows; test/e2e/guides.test.ts is one.
    const imported = calls.findIndex(([command]) => command === 'import');
    for (const args of imported === -1 ? calls : calls.slice(0, imported)) {
      if (args[0] === 'profile' && args[1] === 'add') {
        const { problems, profiles } = parseProfiles(await addedText(args));
        expect(problems, args.join(' ')).toEqual([]);
        for (const [address, profile] of profiles)
          known.set(
            address,
            SECRET_MEMBERS.filter((member) => referenceOf(profile, member)?.from === 'vault'),
          );
        continue;
      }
      const address = args.find((word) => /^[a-z0-9-]+\/[a-z0-9-]+$/.test(word));
      if (address === undefined) continue;
      expect([...known.keys()], args.join(' ')).toContain(address);
      if (args[0] === 'secret') expect(known.get(address), args.join(' ')).toContain(args[3]);
    }
  });

  test('links only to what is there', () => {
    for (const [, target = ''] of guideText(guide).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g))
      expect(existsSync(new URL(`../../../docs/guides/${target}`, import.meta.url)), target).toBe(true);
  });
});

test('every preset has a guide that uses it, and the index leads to every guide', () => {
  const texts = guideNames().map(guideText).join('\n');
  for (const { name } of PRESETS) expect(texts).toContain(`--preset ${name} `);
  for (const name of guideNames()) expect(guideText('README.md')).toContain(`](${name})`);
});

describe('reading a command line', () => {
  test.each([
    ['fob token a/b', [['token', 'a/b']]],
    [
      `fob profile add a/b scope='x y' c='{"from":"vault"}'`,
      [['profile', 'add', 'a/b', 'scope=x y', 'c={"from":"vault"}']],
    ],
    ['fob token a/b --format header | curl -H @- https://x', [['token', 'a/b', '--format', 'header']]],
    ['fob secret set a/b password < file', [['secret', 'set', 'a/b', 'password']]],
    ['npm ci && fob list', [['list']]],
    ['chmod 600 fob', []],
  ])('%s', (command, calls) => {
    expect(fobCalls(command)).toEqual(calls);
  });

  test('a command may go on on the next line', () => {
    expect(guideCommands('x\n```sh\nfob a \\\n  b\nfob c |\n  d\n```\n```json\n{}\n```\n')).toEqual([
      'fob a b',
      'fob c | d',
    ]);
  });
});
