/** The demo world: every service with its IdPs and APIs, on free ports of this machine, in this process. */
import type { ProfilesFile } from '../../shared/profile.ts';
import type { Idp } from './idp.ts';
import type { ClientTls } from './client-tls.ts';
import type { DemoAddress, DemoSecret, Lifetimes, StartedService } from './parts.ts';
import { startCompliance } from './services/compliance.ts';
import { startIfs } from './services/ifs.ts';
import { startRaidiam } from './services/raidiam.ts';
import { startSalus } from './services/salus.ts';
import { startSignaturgruppen } from './services/signaturgruppen.ts';
import { makeCertificateFolder } from './tls/certificate-folder.ts';
import { countTokenRequests } from './token-log.ts';
import type { TokenRequest, TokenRequestCounts } from './token-log.ts';

export interface WorldOptions {
  /** Other lifetimes of access tokens than the services document. */
  readonly lifetimes?: Lifetimes;
}

export interface World {
  /** A profile file for all of it. */
  readonly profiles: ProfilesFile;
  readonly addresses: readonly DemoAddress[];
  /** What `fob secret set` must be told. Each value is unique and holds the word `canary`, but for private keys. */
  readonly secrets: readonly DemoSecret[];
  /** By the first address that each IdP serves. */
  readonly idps: ReadonlyMap<string, Idp>;
  /** What to call with a token of each address. */
  readonly resourceServers: ReadonlyMap<DemoAddress, string>;
  /** By address, what it takes to reach IdP and API where plain http does not do. The profile names the same as files. */
  readonly tls: ReadonlyMap<DemoAddress, ClientTls>;
  /** PEM file of the private CA of all https servers of this world. */
  readonly caFile: string;
  /** How many requests each token endpoint has got, refused ones too. */
  requests(): TokenRequestCounts;
  /** The same, one by one, oldest first. */
  requestLog(): readonly Readonly<TokenRequest>[];
  close(): Promise<void>;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const log: TokenRequest[] = [];
  const certificates = await makeCertificateFolder('Fob Demo');
  const start = { lifetimes: options.lifetimes ?? {}, log, certificates };
  const services = await Promise.all([
    startCompliance(start),
    startIfs(start),
    startRaidiam(start),
    startSalus(start),
    startSignaturgruppen(start),
  ]);
  const resourceServers = services.flatMap((service) => service.resourceServers);
  const idps = services.flatMap((service) => service.idps);
  return {
    profiles: { version: 1, services: services.map(({ entry }) => entry) },
    addresses: resourceServers.map(({ address }) => address),
    secrets: services.flatMap(({ secrets }) => secrets),
    idps: new Map(idps.map((idp) => [idp.id, idp])),
    resourceServers: new Map(resourceServers.map(({ address, server }) => [address, server.url])),
    tls: new Map(resourceServers.flatMap(({ address, tls }) => (tls === undefined ? [] : [[address, tls]]))),
    caFile: certificates.caFile,
    requests: () => countTokenRequests(log),
    requestLog: () => [...log],
    close: async () => {
      await closeAll(services);
      await certificates.remove();
    },
  };
}

async function closeAll(services: readonly StartedService[]): Promise<void> {
  const idps = services.flatMap((service) => service.idps);
  // Two addresses may share one server.
  const servers = new Set(
    services.flatMap(({ resourceServers }) => resourceServers.map(({ server }) => server)),
  );
  await Promise.all([...idps, ...servers].map((each) => each.close()));
}
