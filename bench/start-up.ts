import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { agentClient, CLI, runFob } from '../test/provider/demo-fob.ts';
import { ms } from './figure.ts';
import type { Figure } from './figure.ts';
import { median, timed } from './measure.ts';
import { residentMb } from './process-facts.ts';
import { ADDRESS } from './scene.ts';
import type { Scene } from './scene.ts';

const ROUNDS = 5;
const IDLE_MS = 2_000;

/** What a person waits for once, and what stays afterwards. */
export async function benchStartUp(scene: Scene): Promise<Figure[]> {
  const cold: number[] = [];
  const listening: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await runFob(scene.home, ['agent', 'stop']);
    listening.push(await untilListening(scene));
    await runFob(scene.home, ['agent', 'stop']);
    cold.push(await timed(() => runFob(scene.home, ['token', ADDRESS])));
  }
  await pause(IDLE_MS);
  const memory = residentMb(await agentClient(scene.home).pid());
  return [
    { what: 'fob token, no agent yet: start, unlock by passphrase (median)', measured: ms(median(cold)) },
    { what: 'agent, from its start until it listens (median)', measured: ms(median(listening)) },
    {
      what: 'agent, resident memory when idle',
      measured: memory === undefined ? 'not known here' : `${memory.toFixed(0)} MB`,
    },
  ];
}

/** The agent stays; it is locked, as it is when the command line starts it. */
async function untilListening({ home }: Scene): Promise<number> {
  const env = { ...home.env };
  delete env.FOB_PASSPHRASE_FILE;
  return timed(async () => {
    const child = spawn(process.execPath, [CLI, 'agent', 'run', '--ready'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.unref();
    await once(child.stdout, 'data');
    child.stdout.destroy();
  });
}
