import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { FOB } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs `fob` in a terminal of its own (by `script`, which Linux and macOS have) and types each answer when its question
 * stands there. Answers all that the terminal showed, and the exit code.
 */
export async function inTerminal(
  home: FobHome,
  args: readonly string[],
  {
    answers = [],
    env = {},
  }: { answers?: readonly (readonly [question: string, typed: string])[]; env?: Environment } = {},
): Promise<{ shown: string; code: number | null }> {
  const command = [process.execPath, FOB, ...args].map((part) => `'${part}'`).join(' ');
  const script =
    process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', command] : ['-qec', command, '/dev/null'];
  const child = spawn('script', script, {
    env: { ...home.env, TERM: 'xterm-256color', ...env },
    timeout: 30_000,
  });
  const left = [...answers];
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    const [next] = left;
    if (next === undefined || !shown.endsWith(next[0])) return;
    left.shift();
    child.stdin.write(`${next[1]}\r`);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { shown, code };
}
