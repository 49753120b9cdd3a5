import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import type { Identity } from './tls/certificates.ts';

/** How a client reaches a server with a private CA: what it trusts, and what it shows of itself. PEM all of it. */
export interface ClientTls {
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
}

export const clientTls = (ca: string, identity?: Identity): ClientTls =>
  identity === undefined ? { ca } : { ca, cert: identity.certificate, key: identity.privateKey };

/**
 * Runs `use` with connections of its own. They are not kept: a server tells its clients apart by the connection, and a
 * test must not find another's.
 */
export async function withTls<Result>(
  tls: ClientTls | undefined,
  use: (dispatcher: Dispatcher) => Promise<Result>,
): Promise<Result> {
  const agent = new Agent(tls === undefined ? {} : { connect: { ...tls } });
  try {
    return await use(agent);
  } finally {
    await agent.close();
  }
}
