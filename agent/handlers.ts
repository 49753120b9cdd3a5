/** Every call of the IPC contract over the engine: one table for the browser UI and for the desktop's IPC. */
import type { Engine } from '../core/index.ts';
import type { IpcContract } from '../shared/ipc-contract.ts';
import type { ArgumentOf, Handlers } from '../shared/ipc-kit.ts';
import type { Address } from '../shared/profile.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import type { CopyResult } from '../shared/token-view.ts';
import type { VaultContract } from '../shared/vault-contract.ts';
import { surroundings } from './surroundings.ts';
import { formatToken } from './token-format.ts';

export interface HandlerHost {
  /** Where the host can reach a clipboard itself, so that the token stays out of its answers. */
  readonly writeClipboard?: (text: string, address: Address) => Promise<void> | void;
}

export function createHandlers(engine: Engine, host: HandlerHost): Handlers<IpcContract> {
  return {
    'snapshot.get': () => freshSnapshot(engine),
    'tokens.copy': (argument) => copyToken(engine, host, argument),
    'tokens.claims': ({ address }) => engine.claims(address),
    'tokens.userinfo': ({ address }) => engine.userinfo(address),
    'tokens.refresh': ({ address }) => done(engine.refresh(address)),
    'tokens.inspect': ({ jwt, for: address }) =>
      engine.inspect(address === undefined ? { jwt } : { jwt, for: address }),
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
    'profiles.pin': ({ address, pinned }) => done(engine.pin(address, pinned)),
    'profiles.trust': ({ address, seen }) => engine.trust(address, seen),
    'secrets.set': ({ address, member, value }) => done(engine.setSecret(address, member, value)),
    'secrets.lend': ({ address, variables }) => done(engine.lendVariables(address, variables)),
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
  const token = await engine.token(address);
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

/** An answer without content is `null` in the contract: `undefined` does not survive JSON. */
const done = (work: Promise<void>): Promise<null> => work.then(() => null);
