import { errorView } from '../core/index.ts';
import type { Engine, Log, SecretSources } from '../core/index.ts';

/**
 * Unlocks with `FOB_PASSPHRASE` or `FOB_PASSPHRASE_FILE` where one is set. A wrong one is no reason to end: the host stays
 * up, locked, and can be given the right one. Removes the passphrase from `env`, which whatever this process starts
 * inherits.
 */
export async function unlockFromEnvironment(
  engine: Engine,
  env: NodeJS.ProcessEnv,
  secretSources: SecretSources,
  log: Log,
): Promise<void> {
  const { FOB_PASSPHRASE: passphrase = '', FOB_PASSPHRASE_FILE: path = '' } = env;
  delete env.FOB_PASSPHRASE;
  try {
    if (passphrase !== '') await engine.unlock(passphrase);
    else if (path !== '') await engine.unlock(await secretSources.file(path));
  } catch (error) {
    const { message, hint = '' } = errorView(error);
    log.warn(`The vault stays locked. ${message} ${hint}`.trimEnd());
  }
}
