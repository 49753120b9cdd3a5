import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { runFob } from './demo-fob.ts';
import type { AgentClient } from './demo-fob.ts';
import type { DemoHome } from './demo-home.ts';
import { liveTable, statusLine } from './demo-table.ts';

/** For a terminal that says it has 0 columns. */
const UNKNOWN_WIDTH = 80;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Electron's program, when its runtime was fetched and the desktop app was built. Never fetches it. */
export function electronProgram(): string | undefined {
  const pathFile = `${ROOT}node_modules/electron/path.txt`;
  if (!existsSync(pathFile) || !existsSync(`${ROOT}dist/electron/main.js`)) return undefined;
  const program = `${ROOT}node_modules/electron/dist/${readFileSync(pathFile, 'utf8')}`;
  return existsSync(program) ? program : undefined;
}

/** Starts the desktop app on the demo's data directory. The caller ends it. */
export const startDesktop = (home: DemoHome, program: string): ChildProcess =>
  spawn(program, [ROOT], { env: home.env, stdio: ['ignore', 'ignore', 'inherit'] });

/** Starts the browser UI; opens a browser only where there is one to open. Answers the URL to open by hand. */
export async function openBrowserUi(home: DemoHome, signal: AbortSignal): Promise<string> {
  const args = hasBrowser(home.env) ? ['ui'] : ['ui', '--no-open'];
  return (await runFob(home, args, { signal })).trim();
}

/** A link is good once and for a minute; who reads first and clicks later gets another one by Enter. */
export function offerMoreLinks(home: DemoHome, signal: AbortSignal): void {
  const { stdin } = process;
  if (!stdin.isTTY) return;
  console.log('Enter: another link to the UI (each is good once, for a minute).\n');
  stdin.on('data', () => {
    openBrowserUi(home, signal).then(console.log, () => undefined);
  });
  signal.addEventListener('abort', () => stdin.destroy());
}

function hasBrowser(env: NodeJS.ProcessEnv): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true;
  return ['BROWSER', 'DISPLAY', 'WAYLAND_DISPLAY'].some((name) => (env[name] ?? '') !== '');
}

/** Shows how the tokens live until `signal` aborts: a table redrawn each second, or a line every 30 s in a log. */
export async function showLive(agent: AgentClient, signal: AbortSignal): Promise<void> {
  const { stdout } = process;
  let drawn = 0;
  while (!signal.aborted) {
    // The desktop app needs a moment to come up, and a person may stop any host.
    const views = await agent.environments().catch(() => undefined);
    const text = views === undefined ? 'Waiting for Fob ...' : picture(views, stdout);
    stdout.write(drawn === 0 ? `${text}\n` : `\u001b[${drawn}A\u001b[J${text}\n`);
    drawn = stdout.isTTY ? text.split('\n').length : 0;
    await delay(stdout.isTTY ? 1000 : 30_000, undefined, { signal }).catch(() => undefined);
  }
}

function picture(views: readonly EnvironmentView[], { isTTY, columns }: NodeJS.WriteStream): string {
  return isTTY
    ? liveTable(views, Date.now(), columns === 0 ? UNKNOWN_WIDTH : columns)
    : statusLine(views, Date.now());
}
