/** What the benchmarks run against: the demo's IdPs in a process of their own, and Fob's agent with one profile of theirs. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProfilesFile } from '../shared/profile.ts';
import { runFob } from '../test/provider/demo-fob.ts';
import { makeDemoHome } from '../test/provider/demo-home.ts';
import type { DemoHome } from '../test/provider/demo-home.ts';
import type { DemoAddress, DemoSecret } from '../test/provider/parts.ts';

const WORLD = fileURLToPath(new URL('../test/provider/main.ts', import.meta.url));
/** Client credentials without a refresh token, and signed by RS256 as most IdPs do. */
const MODEL: DemoAddress = 'ifs/test-batch';

export const ADDRESS = 'bench/test';

/** A client of the IdP that has `client_secret_basic`. */
export interface Client {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Scene {
  readonly home: DemoHome;
  readonly client: Client;
  /** A profile file with {@link ADDRESS} alone. */
  readonly profiles: string;
}

/** `cleanup` ends and removes everything again. */
export async function setScene(cleanup: AsyncDisposableStack): Promise<Scene> {
  const client = await startIdps(cleanup);
  const home = await makeDemoHome();
  cleanup.defer(home.remove);
  cleanup.defer(() => runFob(home, ['agent', 'stop']).then(() => undefined));
  const profiles = profileFile(client);
  await runFob(home, ['profile', 'add', '--file', '-'], { input: profiles });
  await runFob(home, ['secret', 'set', ADDRESS, 'client_secret'], { input: client.clientSecret });
  await runFob(home, ['token', ADDRESS]);
  return { home, client, profiles };
}

async function startIdps(cleanup: AsyncDisposableStack): Promise<Client> {
  const directory = await mkdtemp(join(tmpdir(), 'fob-bench-'));
  cleanup.defer(() => rm(directory, { recursive: true, force: true }));
  const profiles = join(directory, 'profiles.json');
  const secrets = join(directory, 'secrets.json');
  const child = spawn(process.execPath, [WORLD, '--profiles', profiles, '--secrets', secrets], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  cleanup.defer(() => end(child));
  // Its first words say that it is up.
  await Promise.race([
    once(child.stderr, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('The IdPs do not start.'))),
  ]);
  const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  return modelClient((await read(profiles)) as ProfilesFile, (await read(secrets)) as DemoSecret[]);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}

function modelClient({ services }: ProfilesFile, secrets: readonly DemoSecret[]): Client {
  const [serviceId, environmentId] = MODEL.split('/');
  const service = services.find(({ id }) => id === serviceId);
  const members = { ...service?.defaults, ...service?.environments.find(({ id }) => id === environmentId) };
  const secret = secrets.find(({ address, member }) => address === MODEL && member === 'client_secret');
  const { issuer, client_id: clientId } = members;
  if (issuer === undefined || clientId === undefined || secret === undefined)
    throw new Error(`The demo has no ${MODEL}.`);
  return { issuer, clientId, clientSecret: secret.value };
}

function profileFile({ issuer, clientId }: Client): string {
  const environment = {
    id: 'test',
    tier: 'test',
    issuer,
    client_id: clientId,
    grant_type: 'client_credentials',
    token_endpoint_auth_method: 'client_secret_basic',
    client_secret: { from: 'vault' },
  };
  return JSON.stringify({ version: 1, services: [{ id: 'bench', environments: [environment] }] });
}
