/**
 * Secrets that can be told apart go through everything that Fob does, as real processes; afterwards nobody may find one
 * outside of the vault's sealed records. Each run also proves that the search finds what is there.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAtomicFiles } from '../../../core/node/atomic-files.ts';
import { scrypt } from '../../../core/node/scrypt.ts';
import { systemClock } from '../../../core/node/system-clock.ts';
import { systemRandom } from '../../../core/node/system-random.ts';
import { createVault } from '../../../core/vault/vault.ts';
import { isRunning, makeFobHome, until } from '../../e2e/fob-home.ts';
import type { FobHome } from '../../e2e/fob-home.ts';
import { filesBelow } from '../../e2e/leaks.ts';
import type { Leak } from '../../e2e/leaks.ts';
import { startConnectProxy } from '../../fakes/connect-proxy.ts';
import { campaign } from '../family.ts';
import type { Count, Family } from '../family.ts';
import { startCanaryIdp } from './canary-idp.ts';
import * as flows from './flows.ts';
import type { Stage } from './flows.ts';
import { createSearch } from './search.ts';
import { useUi } from './ui.ts';
import { watchProcesses } from './watch.ts';
import { makeSecrets } from './ways.ts';
import type { Given } from './ways.ts';

const BROWSER_SCRIPT = fileURLToPath(new URL('../../provider/scripted-browser.ts', import.meta.url));
const LEAST_CANARIES = 12;

/** On Linux processes show their arguments and environment in /proc; elsewhere everything else is searched. */
export const secrets: Family = {
  name: 'secrets',
  runs: { test: 1, bounded: 1, full: 3 },
  safeguards: [],
  run: (options) => campaign(options, (_seed, count) => everything(count)),
};

async function everything(count: Count): Promise<string | undefined> {
  await using cleanup = new AsyncDisposableStack();
  const own = mkdtempSync(join(tmpdir(), 'fob-canary-'));
  cleanup.defer(() => rmSync(own, { recursive: true, force: true }));
  const given = makeSecrets(join(own, 'secret.sh'));
  // Long enough for its environment to be seen.
  writeFileSync(join(own, 'secret.txt'), given.execSecret);
  writeFileSync(join(own, 'secret.sh'), `sleep 0.3\ncat '${own}/secret.txt'\n`);
  const idp = cleanup.use(await startCanaryIdp());
  const proxy = cleanup.use(await startConnectProxy({ login: given.proxyLogin }));
  const home = cleanup.use(await makeFobHome());
  const search = createSearch();
  const stage: Stage = {
    home,
    idp,
    seen: (where, text) => search.add(where, text),
    shell: given.lent,
    browser: `${process.execPath} ${BROWSER_SCRIPT}`,
  };
  const watch = cleanup.use(watchProcesses(`FOB_HOME=${home.data}`));
  await home.fob(['agent', 'start']);

  const played = await play(stage, given);
  const canaries = new Map([...given.canaries, ...idp.canaries, ...played.canaries]);
  canaries.set('vault passphrase', home.passphrase);
  for (const [name, value] of await dpopKeys(home)) canaries.set(name, value);
  await playBehindProxy(stage, proxy.url, given);

  for (const line of watch.commandLines) search.add('command line', line);
  for (const text of watch.environments) {
    const [program = '', environment = ''] = text.split('\n', 2);
    search.add(`environment of ${program}`, environment);
  }
  for (const url of idp.urls) search.add('URL at the IdP', url);
  for (const [where, content] of filesBelow(home.root)) search.add(where, content);
  count('canaries', canaries.size);
  count('flows', played.flows);
  count('places', search.places());
  count('bytes', search.bytes());
  const planted = await findsPlanted(home, canaries);
  count('planted and found', planted.found);
  return whatIsWrong(search.leaks(canaries), planted.missed, canaries, watch.environments.size);
}

interface Played {
  readonly flows: number;
  readonly canaries: ReadonlyMap<string, string>;
}

async function play(stage: Stage, { ways, canaries }: Given): Promise<Played> {
  const addresses = ways.map(({ id }) => `canary/${id}`);
  const people = ways.filter(({ login }) => login === true).map(({ id }) => `canary/${id}`);
  const [secret = '', person = ''] = [canaries.get('password'), people[0]];
  const found = new Map<string, string>();
  const ui = async (): Promise<void> => {
    for (const [name, value] of Object.entries(await useUi(stage, person))) found.set(name, value);
  };
  const steps: readonly (() => Promise<unknown>)[] = [
    () => flows.setUp(stage, ways),
    ...people.map((address) => () => flows.signIn(stage, address)),
    () => flows.signInByPaste(stage, person),
    () => flows.signInByDevice(stage, person),
    ...addresses.map((address) => () => flows.look(stage, address)),
    () => flows.lookAround(stage),
    () => flows.goWrong(stage, 'canary/password', secret),
    () => flows.beRefused(stage, addresses),
    ui,
    () => crash(stage.home),
    () => flows.look(stage, 'canary/pasted'),
    () => flows.logOut(stage, people),
  ];
  for (const step of steps) await step();
  return { flows: steps.length, canaries: found };
}

/** As when the machine kills it. */
async function crash(home: FobHome): Promise<void> {
  const pid = await home.pid();
  process.kill(pid, 'SIGKILL');
  await until(() => !isRunning(pid), 'the agent is gone');
  await home.fob(['agent', 'start']);
}

/** A shell that names a proxy with a password has it in its own environment; it must not show up anywhere else. */
async function playBehindProxy(stage: Stage, url: string, { proxyLogin }: Given): Promise<void> {
  const [user = '', password = ''] = proxyLogin.split(':');
  const named = url.replace('//', `//${user}:${encodeURIComponent(password)}@`);
  const broken = `http://${user}:${encodeURIComponent(password)}@127.0.0.1:9`;
  for (const proxy of [named, broken]) {
    await using home = await makeFobHome({ env: { HTTP_PROXY: proxy } });
    const members = [
      `token_endpoint=${stage.idp.issuer}/token`,
      'client_id=c',
      'grant_type=client_credentials',
    ];
    await home.fob(['profile', 'add', 'canary/proxy', ...members, 'token_endpoint_auth_method=none']);
    const { code, stderr } = await home.run(['token', 'canary/proxy'], { env: { FOB_DEBUG: '1' } });
    if (code !== (proxy === named ? 0 : 5))
      throw new Error(`behind a proxy, fob token ended with ${code ?? ''}: ${stderr}`);
    stage.seen('fob token, by a proxy', stderr);
    stage.seen('/v1/profiles, by a proxy', (await home.ask('/v1/profiles')).body);
    for (const [where, content] of filesBelow(home.root)) stage.seen(where, content.toString('latin1'));
  }
}

/** The keys that Fob made itself, read with the passphrase as it reads them. */
async function dpopKeys(home: FobHome): Promise<readonly (readonly [string, string])[]> {
  await home.fob(['lock']);
  const vault = createVault({
    files: createAtomicFiles(home.data),
    random: systemRandom,
    clock: systemClock,
    scrypt,
    backends: [],
  });
  await vault.unlock(home.passphrase);
  const stored = await vault.read('canary/bound', 'dpop_key');
  const { d = '' } = JSON.parse(stored ?? '{}') as { d?: string };
  return [['DPoP private key', d]];
}

/** A canary that is put where each kind of leak would be has to be found there. */
async function findsPlanted(
  home: FobHome,
  canaries: ReadonlyMap<string, string>,
): Promise<{ readonly found: number; readonly missed: readonly string[] }> {
  const missed: string[] = [];
  const watch = watchProcesses(`FOB_HOME=${home.data}`);
  const [[, first = ''] = []] = canaries;
  // A child of a child, as Fob's are; the shell itself is one of ours.
  const script = `'${process.execPath}' -e 'setTimeout(() => {}, 5000)' '${first}' & wait`;
  const child = spawn('/bin/sh', ['-c', script], {
    env: { FOB_HOME: home.data, PLANTED: first },
    detached: true,
  });
  const seen = (set: ReadonlySet<string>) => [...set].some((text) => text.includes(first));
  const isSeen = () => seen(watch.commandLines) && seen(watch.environments);
  if (process.platform === 'linux') await until(isSeen, 'the planted process was seen');
  watch[Symbol.dispose]();
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await once(child, 'close');
  let found = process.platform === 'linux' ? 2 : 0;
  for (const [name, value] of canaries) {
    const search = createSearch();
    search.add('plain', `x${value}y`);
    search.add('URL', `https://x.example/?${new URLSearchParams({ q: value }).toString()}`);
    search.add('base64', Buffer.from(`{"k":"${value}"}`).toString('base64'));
    search.add('JSON', JSON.stringify({ event: { value } }));
    const hits = search.leaks(new Map([[name, value]])).length;
    found += hits;
    if (hits !== search.places()) missed.push(name);
  }
  return { found, missed };
}

function whatIsWrong(
  leaks: readonly Leak[],
  missed: readonly string[],
  canaries: ReadonlyMap<string, string>,
  environments: number,
): string | undefined {
  const short = [...canaries].filter(([, value]) => value.length < 12).map(([name]) => name);
  if (canaries.size < LEAST_CANARIES || short.length > 0) return `these are no canaries: ${short.join(', ')}`;
  if (missed.length > 0) return `the search does not find ${missed.join(', ')} where it was planted`;
  if (process.platform === 'linux' && environments < 3) return 'too few of the children of Fob were seen';
  if (leaks.length === 0) return undefined;
  const told = new Set(
    leaks.map(({ what, where }) => `${what} in ${where.slice(0, 100).replaceAll('\0', ' ')}`),
  );
  return `${told.size} leaks: ${[...told].slice(0, 20).join('; ')}`;
}
