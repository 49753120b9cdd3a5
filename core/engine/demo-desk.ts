/** "Try the demo": an identity provider inside the host, and its profiles in the profile file, by the ways of any other. */
import type { Address, EnvironmentEntry, ProfilesFile, Tier } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { DemoClient, DemoProvider } from '../ports/demo.ts';
import type { Vault } from '../vault/vault.ts';
import type { DemoDesk, EditorDesk } from './contract.ts';
import type { EnginePorts } from './ports.ts';
import type { ProfileDesk } from './profile-desk.ts';

const SERVICE = 'demo';
const NAME = 'Demo (ends with Fob)';
const NOTES =
  'An identity provider inside Fob, to look around with: no API accepts its tokens. After a restart of Fob, "Try the demo" brings it back.';
const TIERS: Readonly<Record<string, Tier>> = { dev: 'dev', beta: 'test', prod: 'prod' };

/** What tells the demo's profiles from those that somebody else named so. The port is another each time. */
const ISSUER = /^http:\/\/127\.0\.0\.1:\d+\/fob-demo\/[a-z]+$/;

export interface DemoDeskOptions {
  readonly ports: Pick<EnginePorts, 'startDemo'>;
  readonly editor: EditorDesk;
  readonly profiles: Pick<ProfileDesk, 'setSecret'>;
  readonly vault: Pick<Vault, 'read'>;
  /** Opens the vault as far as that needs nobody. */
  readonly unlocked: () => Promise<void>;
}

/** `stop`: ends the identity provider; it is not started again. */
export function createDemoDesk(options: DemoDeskOptions): DemoDesk & { stop(): Promise<void> } {
  const { ports, unlocked } = options;
  let provider: Promise<DemoProvider> | undefined;
  let underWay: Promise<readonly Address[]> | undefined;
  /** Clients whose secret was set without an error. */
  const settled = new WeakSet<DemoClient>();
  let isOver = false;

  const running = async (): Promise<DemoProvider> => {
    if (isOver) throw new FobError('runtime_unsupported', 'This host is stopping.');
    provider ??= ports.startDemo(Object.keys(TIERS));
    return provider.catch((error: unknown) => {
      provider = undefined;
      throw error;
    });
  };

  const start = async (): Promise<readonly Address[]> => {
    // Before anything listens or is saved: other profiles stay, and without its secrets the demo is no use.
    environmentsOf((await options.editor.text(SERVICE)).text);
    await unlocked();
    const { clients } = await running();
    await putProfiles(options, clients);
    for (const client of clients) {
      if (settled.has(client) && (await hasSecret(options, client))) continue;
      settled.delete(client);
      await options.profiles.setSecret(addressOf(client), 'client_secret', client.clientSecret);
      settled.add(client);
    }
    return clients.map(addressOf);
  };

  return {
    start: () => (underWay ??= start().finally(() => (underWay = undefined))),
    stop: async () => {
      isOver = true;
      await (await provider?.catch(() => undefined))?.close();
    },
  };
}

const addressOf = ({ environment }: DemoClient): Address => `${SERVICE}/${environment}`;

/** Throws `refused_by_policy` when one of them is not the demo's. */
function environmentsOf(text: string | undefined): readonly EnvironmentEntry[] {
  if (text === undefined) return [];
  const environments = (JSON.parse(text) as ProfilesFile).services.flatMap((service) => service.environments);
  const others = environments.filter(({ issuer = '' }) => !ISSUER.test(issuer));
  if (others.length === 0) return environments;
  const named = others.map(({ id }) => `${SERVICE}/${id}`).join(', ');
  throw new FobError('refused_by_policy', `There are profiles here that are not the demo's: ${named}.`, {
    hint: `Nothing was changed. Give their service another id than "${SERVICE}", then try the demo again.`,
  });
}

/** Leaves the file as it is while each profile is there and at the provider that runs. */
async function putProfiles({ editor }: DemoDeskOptions, clients: readonly DemoClient[]): Promise<void> {
  const { text: before } = await editor.text(SERVICE);
  const here = environmentsOf(before);
  const isHere = ({ environment, issuer }: DemoClient): boolean =>
    here.some((entry) => entry.id === environment && entry.issuer === issuer);
  if (clients.every(isHere)) return;
  await editor.save({ service: SERVICE, before, text: profileFile(clients) });
}

async function hasSecret({ vault }: DemoDeskOptions, client: DemoClient): Promise<boolean> {
  return (await vault.read(addressOf(client), 'client_secret')) === client.clientSecret;
}

function profileFile(clients: readonly DemoClient[]): string {
  const defaults = {
    grant_type: 'client_credentials',
    token_endpoint_auth_method: 'client_secret_basic',
    client_secret: { from: 'vault' },
    scope: 'demo:read',
    notes: NOTES,
  };
  const environments = clients.map(({ environment, issuer, clientId }) => ({
    id: environment,
    tier: TIERS[environment],
    issuer,
    client_id: clientId,
  }));
  return JSON.stringify({ version: 1, services: [{ id: SERVICE, name: NAME, defaults, environments }] });
}
