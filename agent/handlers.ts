/** Every call of the IPC contract over the engine: one table for the browser UI and for the desktop's IPC. */
import { FobError } from '../core/index.ts';
import type { Engine } from '../core/index.ts';
import type { CommandLineView } from '../shared/desktop-view.ts';
import type { Taker } from '../shared/history-view.ts';
import type { IpcContract } from '../shared/ipc-contract.ts';
import type { ArgumentOf, Handlers } from '../shared/ipc-kit.ts';
import type { Address } from '../shared/profile.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import type { CopyResult, RevealedToken } from '../shared/token-view.ts';
import type { VaultContract } from '../shared/vault-contract.ts';
import { surroundings } from './surroundings.ts';
import { formatToken } from './token-format.ts';

export interface HandlerHost {
  /** Where the host can reach a clipboard itself, so that the token stays out of its answers. */
  readonly writeClipboard?: (text: string, address: Address) => Promise<void> | void;
  readonly desktop?: DesktopHost;
}

/** What only the desktop app can do. */
export interface DesktopHost {
  /** Rejects with `storage_failed`, or with `usage` where a file of somebody else's is in the way. */
  installCommand(): Promise<CommandLineView>;
  /** Quits in order and starts the version that was fetched. Throws `usage` when none was. */
  restart(): void;
}

export function createHandlers(engine: Engine, host: HandlerHost): Handlers<IpcContract> {
  return {
    'snapshot.get': () => freshSnapshot(engine),
    'tokens.copy': (argument) => copyToken(engine, host, argument),
    'tokens.reveal': ({ address }) => reveal(engine, host, address),
    'tokens.claims': ({ address }) => engine.claims(address),
    'tokens.userinfo': ({ address }) => engine.userinfo(address),
    'tokens.refresh': ({ address }) => done(engine.refresh(address)),
    'tokens.inspect': (request) => engine.inspect(request),
    'sessions.login': ({ address, device }) => engine.login(address, { device: device === true }),
    'sessions.done': ({ address }) => done(engine.loginDone(address)),
    'sessions.paste': ({ address, callback }) => done(engine.pasteCallback(address, callback)),
    'sessions.cancel': ({ address }) => {
      engine.cancelLogin(address);
      return null;
    },
    'sessions.logout': ({ address }) => engine.logout(address),
    'profiles.check': ({ text }) => engine.checkProfiles(text),
    'profiles.add': ({ text }) => engine.addProfiles(text),
    'profiles.show': ({ address }) => engine.reload().then(() => engine.showProfile(address)),
    'profiles.remove': ({ address }) => done(engine.removeProfile(address)),
    'profiles.discover': ({ issuer }) => engine.editor.discover(issuer),
    'profiles.test': ({ text, secrets }) => engine.editor.test(text, secrets),
    'profiles.text': ({ service }) => engine.editor.text(service),
    'profiles.save': (request) => engine.editor.save(request),
    'profiles.import': ({ files, service }) => engine.imports.read(files, service),
    'profiles.importSave': (request) => engine.imports.save(request),
    'profiles.export': async ({ addresses }) => ({ text: await engine.imports.exported(addresses) }),
    'profiles.pin': ({ address, pinned }) => done(engine.pin(address, pinned)),
    'profiles.trust': ({ address, seen }) => engine.trust(address, seen),
    'secrets.set': ({ address, member, value }) => done(engine.setSecret(address, member, value)),
    'secrets.lend': ({ address, variables }) => done(engine.lendVariables(address, variables)),
    'guard.arm': ({ address }) => engine.guard.arm(address),
    'guard.disarm': ({ address }) => done(engine.guard.disarm(address)),
    'settings.set': (change) => done(engine.settings.set(change)),
    'history.activity': ({ address }) => engine.history.activity(address),
    'history.profile': ({ address }) => engine.history.profile(address),
    'demo.start': async () => ({ addresses: await engine.demo.start() }),
    'desktop.installCommand': () => desktop(host).installCommand(),
    'desktop.restart': () => {
      desktop(host).restart();
      return null;
    },
    'vault.unlock': ({ passphrase }) => done(engine.unlock(passphrase)),
    'vault.lock': () => done(engine.lock()),
  };
}

/** What only the socket answers: the calls that no UI gets. */
export function createVaultHandlers(engine: Engine): Handlers<VaultContract> {
  const { vault } = engine;
  return {
    'vault.slots': () => ({ slots: vault.slots() }),
    'vault.addSlot': ({ kind, ...secrets }) => done(vault.addSlot(kind, secrets)),
    'vault.removeSlot': ({ kind }) => done(vault.removeSlot(kind)),
    'vault.changePassphrase': ({ passphrase, newPassphrase }) =>
      done(vault.changePassphrase(passphrase, newPassphrase)),
    'vault.rotateKey': ({ passphrase }) => vault.rotateKey(passphrase),
    'vault.backup': async ({ newPassphrase }) => ({ text: await vault.backup(newPassphrase) }),
    'vault.restore': ({ text, passphrase, replace }) => vault.restore(text, passphrase, replace === true),
    'vault.repair': async ({ address }) => ({ repaired: await vault.repair(address) }),
    'host.checkup': async (request) => ({ ...(await vault.checkup(request)), host: surroundings(process) }),
  };
}

/** With the profile file as it is now. One that cannot be read is said by the call that needs it, not by this one. */
export async function freshSnapshot(engine: Engine): Promise<Snapshot> {
  await engine.reload().catch(() => undefined);
  return engine.snapshot();
}

async function copyToken(
  engine: Engine,
  host: HandlerHost,
  { address, format }: ArgumentOf<IpcContract['tokens.copy']>,
): Promise<CopyResult> {
  const token = await engine.token(address, { taker: takerOf(host), format });
  const text = formatToken(token, format);
  const result = {
    address,
    format,
    ...(token.expiresAt === undefined ? {} : { expiresAt: token.expiresAt }),
  };
  if (host.writeClipboard === undefined) return { ...result, text };
  await host.writeClipboard(text, address);
  return result;
}

function desktop({ desktop: host }: HandlerHost): DesktopHost {
  if (host !== undefined) return host;
  throw new FobError('runtime_unsupported', 'Only the desktop app can do this.', {
    hint: 'Open the settings in the app itself.',
  });
}

/** Of the two UIs that have these calls, the desktop's is the one with a clipboard. */
function takerOf({ writeClipboard }: HandlerHost): Taker {
  return writeClipboard === undefined ? 'browser' : 'desktop';
}

async function reveal(engine: Engine, host: HandlerHost, address: Address): Promise<RevealedToken> {
  const { accessToken, expiresAt } = await engine.token(address, { taker: takerOf(host) });
  return expiresAt === undefined ? { text: accessToken } : { text: accessToken, expiresAt };
}

/** An answer without content is `null` in the contract: `undefined` does not survive JSON. */
const done = (work: Promise<void>): Promise<null> => work.then(() => null);
