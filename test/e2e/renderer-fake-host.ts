/** A scripted host behind the IPC contract: enough behaviour to walk through the UI, and a record of what was asked. */
import type { ErrorView } from '../../shared/error-code.ts';
import type { IpcContract } from '../../shared/ipc-contract.ts';
import type { Handlers, InvokeName } from '../../shared/ipc-kit.ts';
import type { Address, ProfilesFile } from '../../shared/profile.ts';
import type { EnvironmentView, ServiceView, Snapshot } from '../../shared/snapshot.ts';
import { environment } from './renderer-environments.ts';
import { activityOf, historyOf } from './renderer-history.ts';
import { createFakeEditor } from './renderer-fake-editor.ts';
import { createFakeSessions } from './renderer-fake-sessions.ts';
import { Refusal } from './renderer-refusal.ts';
import { SCENARIOS } from './renderer-scenarios.ts';
import type { Scenario } from './renderer-scenarios.ts';

/** The passphrase that opens the fake vault. */
export const PASSPHRASE = 'correct horse battery staple';

export interface RecordedCall {
  readonly name: string;
  readonly argument: unknown;
}

export interface FakeHost {
  readonly handlers: Handlers<IpcContract>;
  readonly calls: RecordedCall[];
  snapshot(): Snapshot;
  /** Changes the state and pushes it. */
  change(part: Partial<Snapshot>): void;
  /** Changes one environment and pushes it. */
  changeEnvironment(address: Address, part: Partial<EnvironmentView>): void;
  /** What a person does with a sign-in that waits: finishes it, or fails with this error. */
  endSignIn(address: Address, error?: ErrorView): void;
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
}

/** The text that a copy of this address puts into the clipboard. */
export const tokenText = (address: string, format: string): string => `${format} of ${address}`;

const NO_USERINFO: ErrorView = {
  code: 'usage',
  message: 'The IdP names no userinfo_endpoint.',
  hint: 'If it has one, write "userinfo_endpoint" into the profile.',
};

export function createFakeHost(scenario: Scenario, now: () => number): FakeHost {
  let snapshot = scenario.snapshot;
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const calls: RecordedCall[] = [];

  const change = (part: Partial<Snapshot>) => {
    snapshot = { ...snapshot, ...part, revision: snapshot.revision + 1 };
    for (const listener of listeners) listener(snapshot);
  };
  const changeEnvironment = (address: Address, part: Partial<EnvironmentView>) =>
    change({
      services: snapshot.services.map((service) => ({
        ...service,
        environments: service.environments.map((one) =>
          one.address === address ? { ...one, ...part } : one,
        ),
      })),
    });
  const find = (address: Address) =>
    snapshot.services.flatMap(({ environments }) => environments).find((one) => one.address === address);
  const mint = (address: Address) => {
    const at = now();
    changeEnvironment(address, { status: 'fresh', receivedAt: at, expiresAt: at + 3_600_000 });
  };

  const forget = (address: Address, members: readonly (keyof EnvironmentView)[]) =>
    change({
      services: snapshot.services.map((service) => ({
        ...service,
        environments: service.environments.map((one) =>
          one.address === address ? without(one, members) : one,
        ),
      })),
    });
  /** Every environment of prod, none of which is armed then. */
  const guardProd = (isOn: boolean) =>
    snapshot.services
      .flatMap(({ environments }) => environments)
      .filter(({ tier }) => tier === 'prod')
      .forEach(({ address }) =>
        isOn ? changeEnvironment(address, { guard: {} }) : forget(address, ['guard']),
      );
  const sessions = createFakeSessions({ now, find, change: changeEnvironment, forget });

  const editor = createFakeEditor({
    services: () => snapshot.services,
    setServices: (services) => change({ services }),
    viewOf: serviceView,
  });

  const handlers: Handlers<IpcContract> = {
    'snapshot.get': () => snapshot,
    'tokens.copy': ({ address, format }) => {
      const before = find(address);
      refuseUnarmed(before, now());
      if (before?.status === 'error' && before.problem !== undefined) throw new Refusal(before.problem);
      if ((before?.expiresAt ?? 0) <= now()) mint(address);
      const expiresAt = find(address)?.expiresAt;
      const text = tokenText(address, format);
      return expiresAt === undefined ? { address, format, text } : { address, format, text, expiresAt };
    },
    'tokens.reveal': ({ address }) => {
      refuseUnarmed(find(address), now());
      return { text: tokenText(address, 'raw') };
    },
    'tokens.claims': ({ address }) =>
      scenario.claims[address] ?? { address, tokenType: 'Bearer', receivedAt: now(), scope: 'opaque' },
    'tokens.userinfo': ({ address }) => {
      const answer = scenario.userinfo?.[address];
      if (answer === undefined) throw new Refusal(NO_USERINFO);
      return answer;
    },
    'tokens.refresh': ({ address }) => {
      mint(address);
      return null;
    },
    'tokens.inspect': () => ({ header: {}, payload: {}, verification: { kind: 'decoded' } }),
    'profiles.check': ({ text }) => checkText(text),
    'profiles.add': ({ text }) => {
      const file = JSON.parse(text) as ProfilesFile;
      file.services.forEach(editor.keep);
      const added = file.services.map(serviceView);
      change({ services: [...snapshot.services, ...added] });
      const addresses = added.flatMap(({ environments }) => environments.map(({ address }) => address));
      return { addresses, replaced: [] };
    },
    'profiles.show': () => ({ members: {} }),
    'profiles.remove': ({ address }) => {
      const services = snapshot.services.map((service) => ({
        ...service,
        environments: service.environments.filter((one) => one.address !== address),
      }));
      change({ services: services.filter(({ environments }) => environments.length > 0) });
      return null;
    },
    'profiles.export': () => ({ text: '{}' }),
    ...editor.handlers,
    'profiles.pin': ({ address, pinned }) => {
      changeEnvironment(address, { pinned });
      return null;
    },
    'profiles.trust': ({ address }) => {
      const changes = [...(find(address)?.endpointChanges ?? [])];
      forget(address, ['problem', 'endpointChanges']);
      changeEnvironment(address, { status: 'idle' });
      return { changes };
    },
    'secrets.set': ({ address, member }) => {
      const missingSecrets = find(address)?.missingSecrets.filter((one) => one !== member) ?? [];
      changeEnvironment(address, { missingSecrets });
      return null;
    },
    'secrets.lend': () => null,
    ...sessions.handlers,
    'demo.start': () => {
      const environments = [
        environment('demo/dev', 'dev', {}),
        environment('demo/beta', 'test', {}),
        environment('demo/prod', 'prod', { guard: {} }),
      ];
      const demo = { id: 'demo', name: 'Demo (ends with Fob)', environments };
      change({ services: [...snapshot.services.filter(({ id }) => id !== 'demo'), demo] });
      return { addresses: environments.map(({ address }) => address) };
    },
    'desktop.installCommand': () => {
      const command = { state: 'installed', path: '/home/dana/.local/bin/fob', inPath: true } as const;
      change({ ...snapshot, desktop: { refusedShortcuts: [], ...snapshot.desktop, command } });
      return command;
    },
    'desktop.restart': () => null,
    'guard.arm': ({ address }) => {
      const armedUntil = now() + snapshot.settings.guard.minutes * 60_000;
      changeEnvironment(address, { guard: { armedUntil } });
      return { address, armedUntil };
    },
    'guard.disarm': ({ address }) => {
      changeEnvironment(address, { guard: {} });
      return null;
    },
    'settings.set': ({ guard, lock, shortcuts, ...others }) => {
      const { settings } = snapshot;
      if (guard?.on !== undefined) guardProd(guard.on);
      change({
        settings: {
          ...settings,
          ...others,
          guard: { ...settings.guard, ...guard },
          lock: { ...settings.lock, ...lock },
          shortcuts: { ...settings.shortcuts, ...shortcuts },
        },
      });
      return null;
    },
    'history.activity': ({ address }) => activityOf(snapshot, now(), address),
    'history.profile': ({ address }) => historyOf(snapshot, now(), address),
    'vault.unlock': ({ passphrase }) => {
      if (snapshot.vault.state === 'locked' && passphrase !== undefined && passphrase !== PASSPHRASE) {
        throw new Refusal({
          code: 'vault_passphrase_wrong',
          message: 'The passphrase does not open the vault.',
          hint: 'Check caps lock and the keyboard layout, then try again.',
        });
      }
      const { services } = snapshot.services.length === 0 ? snapshot : SCENARIOS.normal(now()).snapshot;
      change({ vault: { state: 'unlocked', slots: ['passphrase'] }, services });
      return null;
    },
    'vault.lock': () => {
      change({ vault: { state: 'locked', slots: ['passphrase'] } });
      return null;
    },
  };

  return {
    handlers: recording({ ...handlers, ...scenario.answers }, calls),
    calls,
    snapshot: () => snapshot,
    change,
    changeEnvironment,
    endSignIn: sessions.end,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function refuseUnarmed(view: EnvironmentView | undefined, now: number): void {
  if (view?.guard === undefined || (view.guard.armedUntil ?? 0) > now) return;
  throw new Refusal({
    code: 'refused_by_policy',
    message: `${view.address} is guarded, since it is of tier prod, and not armed.`,
    hint: `Arm it for 15 min with: fob arm ${view.address}`,
  });
}

function without(view: EnvironmentView, members: readonly (keyof EnvironmentView)[]): EnvironmentView {
  const kept = Object.entries(view).filter(([name]) => !members.some((member) => member === name));
  return Object.fromEntries(kept) as unknown as EnvironmentView;
}

function recording(handlers: Handlers<IpcContract>, calls: RecordedCall[]): Handlers<IpcContract> {
  const wrapped = Object.entries(handlers).map(([name, handler]) => [
    name,
    (argument: never) => {
      calls.push({ name, argument });
      return (handler as (argument: never) => unknown)(argument);
    },
  ]);
  return Object.fromEntries(wrapped) as Handlers<IpcContract>;
}

export function isCallName(name: string, handlers: Handlers<IpcContract>): name is InvokeName<IpcContract> {
  return Object.hasOwn(handlers, name);
}

/** Good enough for a walk: a file that parses is good, another has one problem at its last character. */
function checkText(text: string): ReturnType<Handlers<IpcContract>['profiles.check']> {
  try {
    const { services } = JSON.parse(text) as ProfilesFile;
    return {
      addresses: services.flatMap((one) => serviceView(one).environments.map((e) => e.address)),
      problems: [],
    };
  } catch {
    const lines = text.split('\n');
    const place = { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
    return { addresses: [], problems: [{ message: 'a comma or a closing brace is missing', ...place }] };
  }
}

function serviceView({ id, name, environments }: ProfilesFile['services'][number]): ServiceView {
  return {
    id,
    name: name ?? id,
    environments: environments.map((entry) =>
      environment(`${id}/${entry.id}`, entry.tier ?? 'dev', {
        missingSecrets: (['client_secret', 'username', 'password'] as const).filter(
          (member) => entry[member]?.from === 'vault',
        ),
      }),
    ),
  };
}
