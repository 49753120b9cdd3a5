import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { endpointIn, temporaryDirectory } from './host-fixture.ts';
import { eventually, exchange } from './raw-http.ts';

const MAIN = fileURLToPath(new URL('../../../agent/main.ts', import.meta.url));
const SCRIPT = `
  const { runAgent } = await import(process.argv[1]);
  try { process.exitCode = await runAgent({ ready: true }); }
  catch (error) { console.error(JSON.stringify({ code: error.code, message: error.message })); process.exitCode = 8; }
`;

/** The agent as a process of its own, on the real adapters. */
function startProcess(home: string, passphrase: string) {
  const env = {
    ...process.env,
    FOB_HOME: home,
    FOB_PASSPHRASE: passphrase,
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
  };
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, MAIN], { env });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const errors = text(child.stderr);
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, exited, errors, output: () => output };
}

async function ready(agent: ReturnType<typeof startProcess>): Promise<{ socket: string; pid: number }> {
  await eventually(() => agent.output().includes('\n') || agent.child.exitCode !== null);
  return JSON.parse(agent.output()) as { socket: string; pid: number };
}

const ask = (path: string, method: string, socket: string) =>
  exchange({ path: socket }, { method, path, headers: [['Host', 'fob']] });

describe('the agent as a process', () => {
  it('says when it listens, keeps others out, and ends by a signal', async () => {
    const home = temporaryDirectory();
    const agent = startProcess(home, 'correct horse');
    const { socket, pid } = await ready(agent);
    expect({ socket, pid }).toEqual({ socket: endpointIn(home).socket, pid: agent.child.pid });
    const status = JSON.parse((await ask('/v1/status', 'GET', socket)).body) as unknown;
    expect(status).toMatchObject({ pid, kind: 'agent', data_directory: home, vault: { state: 'unlocked' } });

    const second = startProcess(home, '');
    expect(await second.exited).toBe(8);
    const refusal = (await second.errors).split('\n').find((line) => line.startsWith('{')) ?? '';
    expect(JSON.parse(refusal)).toMatchObject({
      code: 'host_running',
      message: expect.stringContaining(`The agent (process ${pid})`) as string,
    });

    agent.child.kill('SIGTERM');
    expect(await agent.exited).toBe(0);
    expect(existsSync(socket)).toBe(false);
  });

  it('stays up, locked, when the passphrase is wrong, and ends when asked to over the socket', async () => {
    const home = temporaryDirectory();
    const first = startProcess(home, 'correct horse');
    await ask('/v1/shutdown', 'POST', (await ready(first)).socket);
    expect(await first.exited).toBe(0);

    const agent = startProcess(home, 'canary-wrong');
    const { socket } = await ready(agent);
    expect(JSON.parse((await ask('/v1/status', 'GET', socket)).body)).toMatchObject({
      vault: { state: 'locked' },
    });
    await ask('/v1/shutdown', 'POST', socket);
    expect(await agent.exited).toBe(0);
    const errors = await agent.errors;
    expect(errors).toMatch(/The vault stays locked/);
    expect(errors).not.toContain('canary');
  });
});
