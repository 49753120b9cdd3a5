/**
 * The vault with a memory for the secrets that were read from it, so that a new token need not wait for the disk. What it
 * remembers is never outdated, since the host is the vault's only writer. It is kept as bytes and overwritten when it is
 * forgotten: when it is written, removed, repaired or restored, and when the vault is locked (security.md H09).
 */
import type { Vault } from '../vault/vault.ts';

export function rememberingVault(vault: Vault): Vault {
  const remembered = new Map<string, Uint8Array>();
  /** Counts what may have made a read under way outdated. */
  let changes = 0;

  const forget = (isMeant: (key: string) => boolean): void => {
    changes += 1;
    for (const [key, bytes] of remembered) {
      if (!isMeant(key)) continue;
      bytes.fill(0);
      remembered.delete(key);
    }
  };
  /** Before and after: what is read meanwhile may be either. */
  const forgetting = <T>(isMeant: (key: string) => boolean, change: () => Promise<T>): Promise<T> => {
    forget(isMeant);
    return change().finally(() => forget(isMeant));
  };
  const isOf =
    (address: string) =>
    (key: string): boolean =>
      key.startsWith(keyOf(address, ''));

  return {
    ...vault,
    lock: () => {
      forget(() => true);
      vault.lock();
    },
    read: async (address, member) => {
      const key = keyOf(address, member);
      const known = remembered.get(key);
      if (known !== undefined) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(known);
      const before = changes;
      const value = await vault.read(address, member);
      if (value !== undefined && isSecret(member) && changes === before)
        remembered.set(key, new TextEncoder().encode(value));
      return value;
    },
    write: (address, written) => {
      const keys = new Set(Object.keys(written).map((member) => keyOf(address, member)));
      return forgetting(
        (key) => keys.has(key),
        () => vault.write(address, written),
      );
    },
    remove: (address) => forgetting(isOf(address), () => vault.remove(address)),
    repair: (address) => forgetting(isOf(address), () => vault.repair(address)),
    restore: (text, passphrase, replace) =>
      forgetting(
        () => true,
        () => vault.restore(text, passphrase, replace),
      ),
  };
}

function keyOf(address: string, member: string): string {
  return `${address} ${member}`;
}

/** Token sets change with each write, and what is needed of them the engine holds itself. */
function isSecret(member: string): boolean {
  return !member.startsWith('tokens.') && !member.startsWith('intent.');
}
