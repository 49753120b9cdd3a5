/**
 * The desktop's main process on the double of Electron, in a process of its own: measures itself and writes what it found as
 * JSON to standard output. Arguments: the built main bundle, a profile file, and the address whose token is copied.
 */
import { readFile } from 'node:fs/promises';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import '../test/fakes/electron/register-electron.ts';
import type { ElectronDouble } from '../test/fakes/electron/electron-double.ts';
import { CALL_CHANNEL } from '../electron/preload/channels.ts';
import type { Settled } from '../shared/ipc-kit.ts';
import { median } from './measure.ts';

const COPIES = 300;

const [main = '', profiles = '', address = ''] = process.argv.slice(2);
const { double } = (await import('../test/fakes/electron/electron-process.ts')) as { double: ElectronDouble };

const blocked = monitorEventLoopDelay({ resolution: 1 });
const before = process.cpuUsage();
blocked.enable();
const shown = new Promise<NodeJS.CpuUsage>((resolve) => {
  double.trays.push = (tray) => {
    resolve(process.cpuUsage(before));
    return Array.prototype.push.call(double.trays, tray);
  };
});
const { started } = (await import(pathToFileURL(main).href)) as { started: Promise<void> };
const { user, system } = await shown;
blocked.disable();
await started;

const [page] = double.windows;
if (page === undefined) throw new Error('There is no window.');
while (page.webContents.frame.url === 'about:blank') await pause(10);
const call = async (name: string, argument?: unknown): Promise<void> => {
  const from = { sender: page.webContents, senderFrame: page.webContents.frame };
  const settled = (await double.ipcMain.receive(from, CALL_CHANNEL, [name, argument])) as Settled<unknown>;
  if (!settled.ok) throw new Error(`${name}: ${settled.error.message}`);
};
await call('vault.unlock', { passphrase: 'of the bench alone' });
await call('profiles.add', { text: await readFile(profiles, 'utf8') });
await call('secrets.set', { address, member: 'client_secret', value: process.env.BENCH_SECRET ?? '' });
await call('tokens.copy', { address, format: 'raw' });
const copies: number[] = [];
for (let nth = 0; nth < COPIES; nth += 1) {
  const begun = performance.now();
  await call('tokens.copy', { address, format: 'raw' });
  copies.push(performance.now() - begun);
}
process.stdout.write(
  JSON.stringify({ cpuMs: (user + system) / 1000, blockedMs: blocked.max / 1e6, copyMs: median(copies) }),
  () => double.app.quit(),
);
