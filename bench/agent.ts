import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { agentEndpoint } from '../agent/socket-path.ts';
import { agentClient } from '../test/provider/demo-fob.ts';
import { ms } from './figure.ts';
import type { Figure } from './figure.ts';
import { median, quantile } from './measure.ts';
import { cpuSeconds } from './process-facts.ts';
import { ADDRESS } from './scene.ts';
import type { Scene } from './scene.ts';

const CLIENT = fileURLToPath(new URL('agent-client.ts', import.meta.url));
const ROUNDS = 15;
const REQUESTS = 2_000;

/** The agent's answers for a fresh token over one kept-alive connection, and what they cost it. */
export async function benchAgent(scene: Scene): Promise<Figure[]> {
  const pid = await agentClient(scene.home).pid();
  await ask(scene, 1);
  const before = cpuSeconds(pid);
  const rounds = await ask(scene, ROUNDS);
  const after = cpuSeconds(pid);
  const answers = ROUNDS * REQUESTS;
  const wallSeconds = rounds.flat().reduce((sum, taken) => sum + taken, 0) / 1000;
  // Without CPU times: the agent has one thread, so that it cannot have used more than the time that passed.
  const seconds = before === undefined || after === undefined ? wallSeconds : after - before;
  const p99 = median(rounds.map((round) => quantile(round, 0.99)));
  const perSecond = answers / seconds;
  return [
    {
      what: 'agent, fresh token, kept-alive connection (p99)',
      measured: `${ms(p99)} (median ${ms(median(rounds.flat()))})`,
      target: { words: 'below 1 ms', isMet: p99 < 1 },
    },
    {
      what: 'agent, fresh token, answers per second on one core',
      measured: `${Math.round(perSecond)} (${Math.round(answers / wallSeconds)} as one client saw it)`,
      target: { words: 'at least 5000', isMet: perSecond >= 5_000 },
    },
  ];
}

/** Latencies by round. The agent's client is a process of its own, so that neither waits for the other's work. */
async function ask({ home }: Scene, rounds: number): Promise<number[][]> {
  const { env, dataDirectory } = home;
  const { socket } = agentEndpoint({
    env,
    platform: process.platform,
    uid: process.getuid?.(),
    dataDirectory,
  });
  const args = [CLIENT, socket, `/v1/token/${ADDRESS}`, String(rounds), String(REQUESTS)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as number[][];
}
