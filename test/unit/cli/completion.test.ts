import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../cli/commands/registry.ts';
import { candidates } from '../../../cli/completion.ts';

const ADDRESSES = ['salus/beta', 'salus/dev'];
const after = (...words: string[]): Promise<readonly string[]> =>
  candidates(words, { commands: COMMANDS, addresses: () => Promise.resolve(ADDRESSES) });

describe('what completes', () => {
  it('an empty line is each command once, by its first word', async () => {
    const words = await after('');
    expect(words).toContain('vault');
    expect(words).toEqual([...new Set(words)]);
    for (const { name } of COMMANDS) expect(words).toContain(name.split(' ')[0]);
  });

  it.each([
    [['tok'], ['token']],
    [['vault', 'ro'], ['rotate-key']],
    [['token', ''], ADDRESSES],
    [['token', 'salus/b'], ['salus/beta']],
    [['token', 'salus/dev', ''], []],
    [['token', '--scope', ''], []],
    [['token', '--scope', 'x', ''], ADDRESSES],
    [
      ['token', 'salus/dev', '--format', 'e'],
      ['env', 'exec-credential'],
    ],
    [['token', 'salus/dev', '--s'], ['--scope']],
    [['export', 'salus/dev', 'salus/b'], ['salus/beta']],
    [['inspect', '--for', ''], ADDRESSES],
    [['secret', 'set', 'salus/dev', 'client'], ['client_secret']],
    [['vault', 'add-slot', 'k'], ['keyring']],
    [['exec', ''], ADDRESSES],
    [['exec', 'salus/dev', ''], []],
    [['exec', 'salus/dev', '--', '-'], []],
    [['completion', 'f'], ['fish']],
    [['nonsense', ''], []],
    [['nonsense', 'x', ''], []],
  ])('%j is %j', async (words, expected) => {
    expect(await after(...words)).toEqual(expected);
  });
});
