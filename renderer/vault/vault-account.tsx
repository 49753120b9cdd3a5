/** Tells password managers whose passphrase this is; people do not see it. */
export function VaultAccount() {
  return <input type="text" name="username" autoComplete="username" value="Fob vault" readOnly hidden />;
}
