/** `fob login` while it runs, for tests that play the person. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { FOB, until } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';

const COMMAND_MS = 60_000;

export interface Attempt {
  readonly said: () => string;
  readonly ended: Promise<{ code: number | null; stdout: string }>;
  readonly type: (text: string) => void;
  readonly interrupt: () => void;
}

export function beginLogin({ env }: FobHome, ...args: readonly string[]): Attempt {
  const child = spawn(process.execPath, [FOB, 'login', ...args], { env, timeout: COMMAND_MS });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return {
    said: () => stderr,
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, stdout })),
    type: (text) => void child.stdin.write(text),
    interrupt: () => void child.kill('SIGINT'),
  };
}

/** The address that a person is told to open. */
export async function toldUrl({ said }: Attempt, before = /Waiting|Copy/): Promise<string> {
  await until(() => before.test(said()), 'the person was told what to do');
  return /^ {2}(http\S+)$/m.exec(said())?.[1] ?? '';
}

/** The code that a person is told to type on the other device. */
export function toldCode({ said }: Attempt): string {
  return /^ {2}(\w{4}-\w{4})$/m.exec(said())?.[1] ?? '';
}
