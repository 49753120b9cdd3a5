/** Where secrets come from that are not in the vault. Each rejects with `secret_missing` and says what was looked for. */
export interface SecretSources {
  env(name: string): Promise<string>;
  /** The file's text without its last line break; a binary key (DER, PKCS #12) as base64. */
  file(path: string): Promise<string>;
  /** What the command prints, without the last line break. Never through a shell, and without the variables `withheld`. */
  exec(command: readonly string[], withheld?: readonly string[]): Promise<string>;
}
