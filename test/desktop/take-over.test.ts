/** A command line may have started an agent at any time before: the desktop app takes its place, and commands go to the app. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { FOB, isRunning } from '../e2e/fob-home.ts';
import { useDesktop } from './suite.ts';

const suite = useDesktop();

it('takes over from a running agent', async () => {
  const { data, home } = suite.home;
  const env = { PATH: process.env.PATH, HOME: home, FOB_HOME: data, FOB_PASSPHRASE: 'of the agent' };
  const fob = async (...args: string[]): Promise<{ pid: number; kind: string }> => {
    const { stdout } = await promisify(execFile)(process.execPath, [FOB, ...args, '--json'], { env });
    return JSON.parse(stdout) as { pid: number; kind: string };
  };
  const agent = await fob('agent', 'start');
  expect(agent.kind).toBe('agent');
  await suite.start();
  await suite.desktop.window();
  expect(isRunning(agent.pid)).toBe(false);
  expect(await fob('status')).toMatchObject({ kind: 'desktop', pid: process.pid });
  expect(suite.desktop.electron.dialog.errors).toEqual([]);
});
