import { spawnSync } from 'node:child_process';
import { CLI } from '../test/provider/demo-fob.ts';
import { atMostTimes, ms } from './figure.ts';
import type { Figure } from './figure.ts';
import { interleave, median } from './measure.ts';
import { ADDRESS } from './scene.ts';
import type { Scene } from './scene.ts';

/** `fob token` with the agent running, from before the process is made until after it is gone, beside an empty program. */
export async function benchFreshToken({ home }: Scene): Promise<Figure[]> {
  const run = (args: readonly string[]): void => {
    const { status, stderr } = spawnSync(process.execPath, args, {
      env: home.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${String(stderr)}`);
  };
  const { baseline, subject } = await interleave({
    baseline: () => run(['-e', '0']),
    subject: () => run([CLI, 'token', ADDRESS]),
    rounds: 100,
    warmUp: 5,
  });
  const [empty, token] = [median(baseline), median(subject)];
  return [
    {
      what: 'fob token, fresh, whole process (median)',
      measured: `${ms(token)} = ${(token / empty).toFixed(2)} × node -e 0 (${ms(empty)})`,
      target: atMostTimes(1.3, token, empty),
    },
  ];
}
