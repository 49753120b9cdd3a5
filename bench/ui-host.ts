import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agentEndpoint } from '../agent/socket-path.ts';
import { startHost } from '../agent/host.ts';
import { systemClock as clock } from '../core/node/system-clock.ts';
import { systemRandom as random } from '../core/node/system-random.ts';
import type { Address } from '../shared/profile.ts';
import { CHEAP_SCRYPT, engineIn, PASSPHRASE } from './engine.ts';
import { HASTY_DISK, instantIdp, MANY_SECRETS } from './many-profiles.ts';

const RENDERER = fileURLToPath(new URL('../dist/renderer', import.meta.url));
const TIERS = ['dev', 'test', 'prod'] as const;
const AT_ONCE = 50;

export interface UiHost {
  /** Mints a link that opens the UI once. */
  readonly launchUrl: () => Promise<string>;
}

/** A host with `count` profiles over services of three environments each, every one with a token that counts down. */
export async function startUiHost(count: number, cleanup: AsyncDisposableStack): Promise<UiHost> {
  const directory = await mkdtemp(join(tmpdir(), 'fob-bench-'));
  cleanup.defer(() => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, 'profiles.json'), profileFile(count));
  const ports = { http: instantIdp({ rotates: false }), secretSources: MANY_SECRETS };
  const engine = engineIn(directory, cleanup, { ...ports, scryptParameters: CHEAP_SCRYPT }, HASTY_DISK);
  await engine.start();
  await engine.unlock(PASSPHRASE);
  const addresses = addressesOf(count);
  for (let first = 0; first < count; first += AT_ONCE)
    await Promise.all(addresses.slice(first, first + AT_ONCE).map((address) => engine.refresh(address)));
  const { platform } = process;
  const endpoint = agentEndpoint({
    env: { FOB_HOME: directory },
    platform,
    uid: 0,
    dataDirectory: directory,
  });
  await mkdir(endpoint.directory, { recursive: true, mode: 0o700 });
  const host = await startHost({
    ...{
      engine,
      clock,
      random,
      platform,
      endpoint,
      dataDirectory: directory,
      kind: 'agent',
      version: 'bench',
    },
    log: { info: () => undefined, warn: (message) => console.error(message) },
    rendererDirectory: RENDERER,
    onShutdown: () => undefined,
  });
  cleanup.defer(() => host.stop());
  return { launchUrl: async () => (await host.openUi()).url };
}

/** Of the tier dev, which nothing guards. */
export const FIRST_ADDRESS: Address = 'service-0/dev';

function addressesOf(count: number): readonly Address[] {
  return Array.from({ length: count }, (_, index): Address => {
    const tier = TIERS[index % TIERS.length] ?? 'dev';
    return `service-${Math.floor(index / TIERS.length)}/${tier}`;
  });
}

function profileFile(count: number): string {
  const services = Map.groupBy(addressesOf(count), (address) => address.split('/')[0] ?? '');
  return JSON.stringify({
    version: 1,
    services: [...services].map(([id, addresses]) => ({
      id,
      name: `Service ${id.replace('service-', '')}`,
      defaults: {
        grant_type: 'client_credentials',
        client_id: `client-of-${id}`,
        client_secret: { from: 'env', name: 'BENCH_SECRET' },
        scope: 'read write',
      },
      environments: addresses.map((address) => {
        const [, tier = ''] = address.split('/');
        return { id: tier, tier, token_endpoint: `https://${tier}.${id}.example/token` };
      }),
    })),
  });
}
