/** The environment for programs that are started from here: what opens the vault is none of their business. */
export function withoutPassphrase(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const rest = { ...env };
  delete rest.FOB_PASSPHRASE;
  delete rest.FOB_PASSPHRASE_FILE;
  return rest;
}
