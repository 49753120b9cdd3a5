import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { FobError } from '../../core/index.ts';
import { isNewEnough, programPath, runtime } from '../agent-starter.ts';
import type { Command } from '../command.ts';
import { statusText } from './status.ts';

const STOP_MS = 15_000;
const POLL_MS = 25;

export const agentStart: Command = {
  name: 'agent start',
  parameters: '',
  summary: 'starts the headless host, when none runs',
  options: {},
  arity: { min: 0, max: 0 },
  run: async ({ host }) => {
    const running = await host.callRunning({ method: 'GET', path: '/v1/status' });
    const status = (running ?? (await host.call({ method: 'GET', path: '/v1/status' }))) as Parameters<
      typeof statusText
    >[0];
    const text = `${running === undefined ? 'Started' : 'Already running'}: ${status.kind}, process ${status.pid}`;
    return { text, json: { started: running === undefined, pid: status.pid, kind: status.kind } };
  },
};

export const agentStatus: Command = {
  name: 'agent status',
  parameters: '',
  summary: 'whether a host runs; starts none',
  options: {},
  arity: { min: 0, max: 0 },
  run: async ({ host }) => {
    const status = await host.callRunning({ method: 'GET', path: '/v1/status' });
    if (status === undefined) return { text: 'No host runs', json: { running: false } };
    return {
      text: statusText(status as Parameters<typeof statusText>[0], Date.now()),
      json: { running: true, ...(status as object) },
    };
  },
};

export const agentStop: Command = {
  name: 'agent stop',
  parameters: '',
  summary: 'stops the running host',
  options: {},
  arity: { min: 0, max: 0 },
  run: async ({ host }) => {
    const status = (await host.callRunning({ method: 'GET', path: '/v1/status' })) as
      { pid: number } | undefined;
    if (status === undefined) return { text: 'No host runs', json: { stopped: false } };
    await host.callRunning({ method: 'POST', path: '/v1/shutdown', body: {} });
    await gone(status.pid);
    return { text: `Stopped process ${status.pid}`, json: { stopped: true, pid: status.pid } };
  },
};

/** Resolves when the process has ended. A host waits for a running save, and no longer. */
async function gone(pid: number): Promise<void> {
  for (let waited = 0; waited < STOP_MS; waited += POLL_MS) {
    if (hasEnded(pid)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new FobError('internal', `Process ${pid} was asked to stop and still runs.`);
}

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return true;
  }
  return isZombie(pid);
}

/** Where nobody waits for orphans (many a container's process 1), a process that has ended keeps its id for good. */
function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
}

export const agentRun: Command = {
  name: 'agent run',
  parameters: '',
  summary: 'runs the headless host in this terminal',
  options: { ready: { type: 'boolean', help: 'print one line of JSON on stdout when it listens' } },
  arity: { min: 0, max: 0 },
  run: async ({ args }) => {
    const exitCode = isNewEnough(process.versions.node)
      ? await runHere(args.flag('ready'))
      : await runElsewhere();
    return { text: '', json: null, exitCode };
  },
};

/** The engine is loaded for this command alone. */
async function runHere(ready: boolean): Promise<number> {
  const { runAgent } = await import('../../agent/main.ts');
  return runAgent({ ready });
}

async function runElsewhere(): Promise<number> {
  const child = spawn(runtime(), [programPath(), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 70;
}
