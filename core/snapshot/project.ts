/** From what the engine knows to what a UI may know. Pure, and the only place where a snapshot is made. */
import type { CertificateView } from '../../shared/certificate.ts';
import type { ErrorView } from '../../shared/error-code.ts';
import type { GuardView } from '../../shared/guard-view.ts';
import type { Profile, SecretMember } from '../../shared/profile.ts';
import type { SettingsView } from '../../shared/settings-view.ts';
import type {
  EndpointChange,
  EnvironmentView,
  ProfileProblem,
  ServiceView,
  SignInView,
  Snapshot,
  VaultView,
} from '../../shared/snapshot.ts';
import { phaseOf, statusOf } from './phase.ts';
import type { PhaseFacts } from './phase.ts';
import type { Outline, ServiceOutline } from '../profiles/profiles-file.ts';

/** What is known of one address's default token. */
export interface EnvironmentFacts extends PhaseFacts {
  readonly profile: Profile;
  readonly certificate?: CertificateView | undefined;
  readonly refreshExpiresAt?: number | undefined;
  readonly refreshAt?: number | undefined;
  readonly lastUsedAt?: number | undefined;
  readonly skewMs?: number | undefined;
  readonly endpointChanges?: readonly EndpointChange[] | undefined;
  readonly missingSecrets: readonly SecretMember[];
  readonly signIn?: SignInView | undefined;
  readonly guard?: GuardView | undefined;
}

export interface ProjectInput {
  readonly revision: number;
  readonly now: number;
  readonly vault: VaultView;
  readonly services: readonly ServiceOutline[];
  readonly problems: readonly ProfileProblem[];
  readonly pinned: ReadonlySet<string>;
  readonly settings: SettingsView;
  /** `undefined` for an address whose profile cannot be used. */
  readonly facts: (address: string) => EnvironmentFacts | undefined;
}

export function project(input: ProjectInput): Snapshot {
  const services = input.services.map((service): ServiceView => ({
    id: service.id,
    name: service.name,
    environments: service.environments.map((outline) => environment(outline, service.id, input)),
  }));
  const { revision, now: at, vault, problems, settings } = input;
  return { revision, at, vault, services, problems, settings };
}

function environment(outline: Outline, service: string, input: ProjectInput): EnvironmentView {
  const { address, tier } = outline;
  const pinned = input.pinned.has(address);
  const base = { address, id: outline.environment, tier, pinned };
  const facts = input.facts(address);
  if (facts === undefined) {
    return {
      ...base,
      status: 'invalid',
      missingSecrets: [],
      problem: invalidBecause(address, service, input.problems),
    };
  }
  const { profile } = facts;
  return defined({
    ...base,
    status: input.vault.state === 'locked' ? 'locked' : statusOf(phaseOf(facts, input.now)),
    issuer: profile.issuer,
    tokenEndpoint: profile.token_endpoint,
    clientId: profile.client_id,
    grantType: profile.grant_type,
    clientAuthMethod: profile.token_endpoint_auth_method,
    scope: profile.scope,
    audience: profile.audience,
    certificate: facts.certificate,
    receivedAt: facts.receivedAt,
    expiresAt: facts.expiresAt,
    refreshExpiresAt: facts.refreshExpiresAt,
    refreshAt: facts.refreshAt,
    lastUsedAt: facts.lastUsedAt,
    skewMs: facts.skewMs,
    missingSecrets: facts.missingSecrets,
    problem: facts.problem,
    endpointChanges: facts.endpointChanges,
    signIn: facts.signIn,
    guard: facts.guard,
  });
}

function invalidBecause(address: string, service: string, problems: readonly ProfileProblem[]): ErrorView {
  const problem =
    problems.find((entry) => entry.address === address) ??
    problems.find((entry) => entry.address === service);
  const found = problem ?? problems[0];
  const place = found === undefined ? '' : ` Line ${found.line}, column ${found.column}: ${found.message}.`;
  return { code: 'profile_invalid', message: `This profile cannot be used.${place}` };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Leaves out members that are `undefined`, so that a snapshot is the same before and after it crosses a boundary. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
