/**
 * `npm run demo`: Fob, as it was built, on the demo world. With `--once` it signs in where a person has to, by a scripted
 * browser, gets a token of every address through the agent, shows each to its API, waits for one background refresh, and
 * exits 0 only if all were accepted.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkRefresh, checkTokens } from './demo-check.ts';
import type { ShortLived } from './demo-check.ts';
import { agentClient, CLI, runFob } from './demo-fob.ts';
import type { AgentClient } from './demo-fob.ts';
import { GUARDED_ADDRESSES, INTERACTIVE_ADDRESSES, UNATTENDED_ADDRESSES } from './parts.ts';
import { makeDemoHome } from './demo-home.ts';
import type { DemoHome } from './demo-home.ts';
import { electronProgram, offerMoreLinks, openBrowserUi, showLive, startDesktop } from './demo-live.ts';
import { checkTable, isAccepted } from './demo-table.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

const INTERRUPTED = 130;

interface Demo {
  readonly world: World;
  readonly home: DemoHome;
  readonly agent: AgentClient;
  readonly short: ShortLived;
  readonly signal: AbortSignal;
}

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
process.exitCode = await main(values.once);

async function main(once: boolean): Promise<number> {
  if (!existsSync(CLI)) return fail('Fob is not built yet. Run: npm run build');
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => {
      stop.abort();
    });
  // Whoever read the output went away: end as at Ctrl-C, and clean up.
  process.stdout.on('error', () => stop.abort());
  await using cleanup = new AsyncDisposableStack();
  try {
    const demo = await setUp(once, stop.signal, cleanup);
    return once ? await runOnce(demo) : await runLive(demo, cleanup);
  } catch (error) {
    if (stop.signal.aborted) return once ? INTERRUPTED : 0;
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** Everything a person would do by hand: profiles, secrets, arming; with the first of them comes the agent. */
async function setUp(once: boolean, signal: AbortSignal, cleanup: AsyncDisposableStack): Promise<Demo> {
  say('Starting the IdPs and APIs ...');
  const short = { address: 'compliance/test', seconds: once ? 12 : 75 } as const;
  const early = once ? '8s' : '45s';
  const world = await startWorld({ lifetimes: { [short.address]: { seconds: short.seconds, early } } });
  cleanup.defer(() => world.close());
  const home = await makeDemoHome();
  cleanup.defer(home.remove);
  const agent = agentClient(home);
  cleanup.defer(() => stopAgent(home, agent));
  say(`Giving Fob ${world.addresses.length} profiles and ${world.secrets.length} secrets ...`);
  await runFob(home, ['profile', 'add', '--file', '-'], { input: JSON.stringify(world.profiles), signal });
  for (const { address, member, value } of world.secrets)
    await runFob(home, ['secret', 'set', address, member], { input: value, signal });
  say(`Arming ${GUARDED_ADDRESSES.join(', ')}, since Fob hands out nothing of prod before ...`);
  for (const address of GUARDED_ADDRESSES) await runFob(home, ['arm', address], { signal });
  return { world, home, agent, short, signal };
}

async function runOnce({ world, home, agent, short, signal }: Demo): Promise<number> {
  say(`Signing in to ${INTERACTIVE_ADDRESSES.join(', ')} by a scripted browser ...`);
  for (const address of INTERACTIVE_ADDRESSES)
    await runFob(home, ['login', address], { scripted: true, signal });
  say('Getting a token of each address and showing it to its API ...');
  const rows = await checkTokens(world.addresses, world, agent, short);
  say(`Waiting for the background refresh of ${short.address} ...`);
  const refreshed = await checkRefresh(world, agent, short, signal);
  const all = rows.map((row) =>
    row.address === short.address && isAccepted(row) ? { ...row, ...refreshed } : row,
  );
  console.log(checkTable(all));
  return all.every(isAccepted) ? 0 : 1;
}

async function runLive(demo: Demo, cleanup: AsyncDisposableStack): Promise<number> {
  const { world, agent, short, signal } = demo;
  console.log(`${checkTable(await checkTokens(UNATTENDED_ADDRESSES, world, agent, short))}\n`);
  await openUi(demo, cleanup);
  console.log(`${INTERACTIVE_ADDRESSES.join(', ')} want a sign-in; their page comes filled in.`);
  console.log('Ctrl-C ends the demo and removes everything it made.\n');
  offerMoreLinks(demo.home, signal);
  await showLive(agent, signal);
  return 0;
}

async function openUi({ home, agent, signal }: Demo, cleanup: AsyncDisposableStack): Promise<void> {
  const program = electronProgram();
  if (program === undefined) {
    console.log(`Fob in your browser: ${await openBrowserUi(home, signal)}`);
    return;
  }
  // One host per data directory: the desktop app takes the agent's place.
  await stopAgent(home, agent);
  const desktop = startDesktop(home, program).on('error', (error) => {
    say(`The desktop app does not start: ${error.message}`);
  });
  cleanup.defer(() => {
    desktop.kill();
  });
  console.log('Fob opens on your desktop.');
}

/** Asks the agent to stop, and ends it when it does not: its data directory is about to go. */
async function stopAgent(home: DemoHome, agent: AgentClient): Promise<void> {
  const pid = await agent.pid().catch(() => undefined);
  if (pid === undefined) return;
  await runFob(home, ['agent', 'stop']).catch((error: unknown) => {
    say(String(error));
    endProcess(pid);
  });
}

function endProcess(pid: number): void {
  try {
    process.kill(pid);
  } catch {
    // It ended by itself in the meantime.
  }
}

function say(text: string): void {
  console.error(text);
}

function fail(text: string): number {
  say(text);
  return 1;
}
