/** What the services of the demo world are built from, and what each of them is when it runs. */
import { randomBytes } from 'node:crypto';
import type { Address, SecretMember, ServiceEntry } from '../../shared/profile.ts';
import type { ClientTls } from './client-tls.ts';
import type { Idp } from './idp.ts';
import type { ResourceServer } from './resource-server.ts';
import type { CertificateFolder } from './tls/certificate-folder.ts';
import type { TokenRequest } from './token-log.ts';

/** The addresses of the demo world, and with them its profiles. */
export const DEMO_ADDRESSES = [
  'compliance/test',
  'ifs/test',
  'ifs/test-batch',
  'ifs/user',
  'raidiam/sandbox',
  'raidiam/sandbox-key',
  'salus/beta',
  'salus/beta-user',
  'salus/dev',
  'salus/dev-user',
  'salus/prod',
  'signaturgruppen/key',
  'signaturgruppen/prod',
  'signaturgruppen/test',
] as const satisfies readonly Address[];
export type DemoAddress = (typeof DEMO_ADDRESSES)[number];

/** Those for which a person, or the scripted browser, has to sign in. */
export const INTERACTIVE_ADDRESSES = [
  'ifs/user',
  'salus/beta-user',
  'salus/dev-user',
] as const satisfies readonly DemoAddress[];
export type InteractiveAddress = (typeof INTERACTIVE_ADDRESSES)[number];

/** Those whose tokens Fob gets by itself. */
export type UnattendedAddress = Exclude<DemoAddress, InteractiveAddress>;
export const UNATTENDED_ADDRESSES: readonly UnattendedAddress[] = DEMO_ADDRESSES.filter(
  (address): address is UnattendedAddress => !INTERACTIVE_ADDRESSES.some((each) => each === address),
);

/** Those of tier `prod`, which Fob hands out only while they are armed. */
export const GUARDED_ADDRESSES = [
  'salus/prod',
  'signaturgruppen/prod',
] as const satisfies readonly DemoAddress[];

/** Registered for the loopback redirect of RFC 8252 section 7.3: any port will do. */
export const LOOPBACK_REDIRECT = 'http://127.0.0.1/callback';

/** A secret that a profile expects in the vault. */
export interface DemoSecret {
  readonly address: DemoAddress;
  readonly member: SecretMember;
  readonly value: string;
}

export interface Lifetime {
  /** Seconds that an access token of this address lives. */
  readonly seconds: number;
  /** The profile's `refresh.early`, such as `8s`; left out, Fob's default holds. */
  readonly early?: string;
}
export type Lifetimes = Readonly<Partial<Record<DemoAddress, Lifetime>>>;

/** What a service gets to start with. */
export interface ServiceStart {
  readonly lifetimes: Lifetimes;
  /** Where its IdPs note each request to their token endpoints. */
  readonly log: TokenRequest[];
  /** The world's private CA. */
  readonly certificates: CertificateFolder;
}

export interface StartedService {
  readonly entry: ServiceEntry;
  readonly secrets: readonly DemoSecret[];
  readonly idps: readonly Idp[];
  readonly resourceServers: readonly StartedResource[];
}

export interface StartedResource {
  readonly address: DemoAddress;
  readonly server: ResourceServer;
  /** What it takes to reach the address's IdP and API, where plain http does not do. */
  readonly tls?: ClientTls;
}

/**
 * A secret that can be found again wherever it leaks: unique in each run, and named for what it is. `extra` adds
 * characters that an encoding may get wrong.
 */
export function canary(address: DemoAddress, member: SecretMember, extra = ''): DemoSecret {
  const name = `canary-${address}-${member}`.replaceAll(/[^a-z]/g, '-');
  return { address, member, value: `${name}-${randomBytes(9).toString('hex')}${extra}` };
}

/** The scope that is always granted with what was asked for on top, in the order of `known`; others are left out. */
export function scopeGranter(
  always: readonly string[],
  known: readonly string[],
): (requested: ReadonlySet<string>) => string {
  return (requested) => known.filter((scope) => always.includes(scope) || requested.has(scope)).join(' ');
}

/** Seconds of an access token, and the profile members that go with them. */
export function lifetime(
  { lifetimes }: ServiceStart,
  address: DemoAddress,
  documentedSeconds: number,
): { readonly seconds: number; readonly members: { refresh?: { early: string } } } {
  const { seconds, early } = lifetimes[address] ?? { seconds: documentedSeconds };
  return { seconds, members: early === undefined ? {} : { refresh: { early } } };
}
