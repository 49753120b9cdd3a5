/** The demo uses Fob as a person would: its built command line, and its agent's socket. */
import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { delimiter, dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { KEY_HEADER, readPipeRecord } from '../../agent/pipe-record.ts';
import { agentEndpoint } from '../../agent/socket-path.ts';
import type { EnvironmentView, ServiceView } from '../../shared/snapshot.ts';
import type { DemoHome } from './demo-home.ts';

export const CLI = fileURLToPath(new URL('../../dist/cli/fob.js', import.meta.url));

const CLI_TIMEOUT_MS = 60_000;

/** The repository, where the commands run: so `BROWSER` can name a program of it without its whole path. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A browser that signs in by itself. Its program is this Node, wherever the machine has another one. */
const SCRIPTED_BROWSER: NodeJS.ProcessEnv = {
  BROWSER: 'node test/provider/scripted-browser.ts',
  PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
};

export interface CliOptions {
  /** What the command reads from stdin. */
  readonly input?: string;
  /** Whether the scripted browser stands in for the person's. */
  readonly scripted?: boolean;
  /** Kills the command. */
  readonly signal?: AbortSignal;
}

/** Runs `fob` and answers its stdout. Rejects with what it wrote to stderr when it fails or takes longer than 60 s. */
export function runFob(home: DemoHome, args: readonly string[], options: CliOptions = {}): Promise<string> {
  const { input = '', scripted = false, signal } = options;
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [CLI, ...args],
      {
        cwd: ROOT,
        env: { ...home.env, ...(scripted ? SCRIPTED_BROWSER : {}) },
        timeout: CLI_TIMEOUT_MS,
        ...(signal === undefined ? {} : { signal }),
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`fob ${args.join(' ')}: ${stderr.trim() || error.message}`));
      },
    );
    // A command that fails early does not read its input; its exit says why.
    child.stdin?.on('error', () => undefined).end(input);
  });
}

/** Fob's agent, asked over its socket. All methods reject with the agent's own words when it refuses. */
export interface AgentClient {
  readonly token: (address: string, minTtlSeconds?: number) => Promise<string>;
  readonly environments: () => Promise<readonly EnvironmentView[]>;
  readonly pid: () => Promise<number>;
}

export function agentClient(home: DemoHome): AgentClient {
  const get = (path: string) => askAgent(home, path);
  return {
    token: (address, minTtlSeconds) =>
      get(`/v1/token/${address}${minTtlSeconds === undefined ? '' : `?min_ttl=${minTtlSeconds}`}`),
    environments: async () => {
      const { services } = JSON.parse(await get('/v1/profiles')) as { services: readonly ServiceView[] };
      return services.flatMap(({ environments }) => environments);
    },
    pid: async () => (JSON.parse(await get('/v1/status')) as { pid: number }).pid,
  };
}

function askAgent(home: DemoHome, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ ...agentSocket(home), path }, (response) => {
      text(response).then((body) => {
        if (response.statusCode === 200) resolve(body);
        else reject(new Error(problemText(body)));
      }, reject);
    });
    asked.once('error', reject).end();
  });
}

function agentSocket({ env, dataDirectory }: DemoHome) {
  const { directory, socket } = agentEndpoint({
    env,
    platform: process.platform,
    uid: process.getuid?.(),
    dataDirectory,
  });
  if (process.platform !== 'win32') return { socketPath: socket };
  const record = readPipeRecord(directory);
  return { socketPath: record?.socket ?? '', headers: { [KEY_HEADER]: record?.key ?? '' } };
}

/** The agent's problem details (RFC 9457) in one line. */
function problemText(body: string): string {
  try {
    const { code, detail } = JSON.parse(body) as { code?: string; detail?: string };
    return `${code ?? 'error'}: ${detail ?? ''}`;
  } catch {
    return 'the agent answered something that is not JSON';
  }
}
