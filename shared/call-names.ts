import type { IpcContract } from './ipc-contract.ts';
import type { InvokeName } from './ipc-kit.ts';

/**
 * Every call by name, apart from the contract itself: that one carries its schemas, which a page and its preload have no
 * use for. A name too many or too few does not compile.
 */
export const CALL_NAMES = {
  'snapshot.get': true,
  'tokens.copy': true,
  'tokens.reveal': true,
  'tokens.claims': true,
  'tokens.userinfo': true,
  'tokens.refresh': true,
  'tokens.inspect': true,
  'profiles.check': true,
  'profiles.add': true,
  'profiles.show': true,
  'profiles.remove': true,
  'profiles.discover': true,
  'profiles.test': true,
  'profiles.text': true,
  'profiles.save': true,
  'profiles.pin': true,
  'profiles.trust': true,
  'profiles.import': true,
  'profiles.importSave': true,
  'profiles.export': true,
  'secrets.set': true,
  'secrets.lend': true,
  'sessions.login': true,
  'sessions.done': true,
  'sessions.paste': true,
  'sessions.cancel': true,
  'sessions.logout': true,
  'guard.arm': true,
  'guard.disarm': true,
  'settings.set': true,
  'history.activity': true,
  'history.profile': true,
  'demo.start': true,
  'desktop.installCommand': true,
  'desktop.restart': true,
  'vault.unlock': true,
  'vault.lock': true,
} satisfies Record<InvokeName<IpcContract>, true>;
