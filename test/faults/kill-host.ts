/**
 * A host that dies: `node kill-host.ts ORDER` works through a scenario over the real adapters and kills itself, as kill -9
 * does, at one call of the disk or one step of a request.
 */
import { writeSync } from 'node:fs';
import { acquireHostLock } from '../../core/node/host-lock.ts';
import { realDisk } from '../../core/node/disk.ts';
import { createUndiciHttp } from '../../core/node/undici-http.ts';
import { engineOn, vaultOn } from './kill-engine.ts';
import type { HostLine, HostOrder } from './kill-order.ts';
import { killingDisk, killingHttp, killingItems } from './kill-seams.ts';
import type { Meet } from './kill-seams.ts';
import { fileItems } from './kill-keyring.ts';
import { weaken } from './kill-mutants.ts';
import { SCENARIOS, SIGNED_IN } from './kill-scenarios.ts';
import type { HostTools } from './kill-scenarios.ts';
import { PASSPHRASE } from './store.ts';

const order = JSON.parse(process.argv[2] ?? '') as HostOrder;
const scenario = SCENARIOS[order.scenario];
let points = 0;
let isCounting = false;

const say = (line: HostLine): void => void writeSync(1, `${JSON.stringify(line)}\n`);
const die = (): void => void process.kill(process.pid, 'SIGKILL');
const meet: Meet = (label) => {
  if (!isCounting) return undefined;
  points += 1;
  const isLast = points === order.at;
  if (isLast || order.at === 0) say({ is: 'point', label });
  return isLast ? die : undefined;
};

let isAnswered = false;
const disk = killingDisk(realDisk, order.home, scenario?.address ?? SIGNED_IN, meet, () => {
  if (isAnswered) say({ is: 'durable' });
  isAnswered = false;
});
const http = killingHttp(createUndiciHttp({}), order.family, meet, () => (isAnswered = true));
const place = { home: order.home, disk, items: killingItems(fileItems(order.keyring), meet) };

weaken(order.mutants);
const lock = await acquireHostLock(order.home, { kind: 'agent', pid: process.pid });
if ('heldBy' in lock) throw new Error('the lock is held');
const tools = await prepared();
isCounting = true;
for (const [step, { run }] of (scenario?.steps ?? []).entries()) {
  say({ is: 'begun', step });
  await run(tools);
  say({ is: 'done', step });
}
// Until the last save there is something to lose.
await tools.end();
say({ is: 'end' });
process.exit(0);

/** Opens the vault, unless the scenario begins with none. */
async function prepared(): Promise<HostTools & { end: () => Promise<void> }> {
  const isOfVault = ['slots', 'key rotation'].includes(order.scenario);
  if (isOfVault) {
    const vault = vaultOn(place);
    await vault.load();
    await vault.unlock(PASSPHRASE);
    return { engine: absent, vault: () => Promise.resolve(vault), end: () => Promise.resolve() };
  }
  const engine = engineOn(place, http);
  await engine.start();
  if (scenario?.isFirst !== true) await engine.unlock(PASSPHRASE);
  return { engine: () => Promise.resolve(engine), vault: absent, end: () => engine.stop() };
}

function absent(): never {
  throw new Error('this host has no such thing');
}
