import { setTimeout as delay } from 'node:timers/promises';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import type { AgentClient } from './demo-fob.ts';
import type { CheckRow } from './demo-table.ts';
import type { DemoAddress } from './parts.ts';
import { callApi } from './plain-client.ts';
import type { World } from './world.ts';

/** The tokens of this address live for a few seconds, so that nobody waits long to see one refreshed. */
export interface ShortLived {
  readonly address: DemoAddress;
  readonly seconds: number;
}

/** Gets a token of each address from the agent and shows it to the address's API. Never rejects. */
export async function checkTokens(
  addresses: readonly DemoAddress[],
  world: World,
  agent: AgentClient,
  short: ShortLived,
): Promise<readonly CheckRow[]> {
  const answers = await Promise.all(
    addresses.map(async (address) => ({ address, ...(await tryToken(world, agent, address, short)) })),
  );
  const views = await agent.environments().catch(() => []);
  const now = Date.now();
  return answers.map(({ address, ...answer }) => ({
    address,
    ...viewCells(
      views.find((view) => view.address === address),
      now,
    ),
    ...answer,
  }));
}

type Tried = Pick<CheckRow, 'apiStatus' | 'problem'>;

async function tryToken(
  world: World,
  agent: AgentClient,
  address: DemoAddress,
  short: ShortLived,
): Promise<Tried> {
  try {
    const token = await agent.token(address, address === short.address ? 1 : undefined);
    return await showToApi(world, address, token);
  } catch (error) {
    return { apiStatus: undefined, problem: message(error) };
  }
}

async function showToApi(world: World, address: DemoAddress, token: string): Promise<Tried> {
  const { status, challenge } = await callApi(
    world.resourceServers.get(address) ?? '',
    token,
    world.tls.get(address),
  );
  return status === 200 ? { apiStatus: status } : { apiStatus: status, problem: challenge };
}

function viewCells(view: EnvironmentView | undefined, now: number) {
  return {
    tier: view?.tier ?? '-',
    grant: view?.grantType ?? '-',
    clientAuth: view?.clientAuthMethod ?? '-',
    expiresIn: view?.expiresAt === undefined ? undefined : Math.round((view.expiresAt - now) / 1000),
  };
}

/**
 * Waits until the agent has refreshed the short-lived token by itself, and shows the new one to its API. Answers what
 * the row then says. Rejects only when `signal` aborts.
 */
export async function checkRefresh(
  world: World,
  agent: AgentClient,
  short: ShortLived,
  signal: AbortSignal,
): Promise<Pick<CheckRow, 'refresh' | 'apiStatus' | 'problem'>> {
  const deadline = Date.now() + (short.seconds + 3) * 1000;
  try {
    const refreshedAt = await nextRefresh(world, agent, short, deadline, signal);
    if (refreshedAt === undefined)
      return { apiStatus: undefined, problem: `no background refresh within ${short.seconds + 3} s` };
    const tried = await showToApi(world, short.address, await agent.token(short.address, 1));
    return { refresh: `in the background, ${tried.apiStatus === 200 ? 'accepted' : 'refused'}`, ...tried };
  } catch (error) {
    signal.throwIfAborted();
    return { apiStatus: undefined, problem: message(error) };
  }
}

/**
 * The time of receipt of the refreshed token. Both sides must agree: the IdP saw a refresh token being used, and the
 * agent holds what it answered. Nothing here asks for a token, which would make the agent refresh in the foreground.
 */
async function nextRefresh(
  world: World,
  agent: AgentClient,
  { address }: ShortLived,
  deadline: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const receivedAt = async () =>
    (await agent.environments()).find((view) => view.address === address)?.receivedAt ?? 0;
  const refreshes = () => world.requests()[address]?.refresh_token ?? 0;
  const [first, before] = [await receivedAt(), refreshes()];
  while (Date.now() < deadline) {
    await delay(200, undefined, { signal });
    const latest = await receivedAt();
    if (latest > first && refreshes() > before) return latest;
  }
  return undefined;
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
