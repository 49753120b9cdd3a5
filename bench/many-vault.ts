import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseProfiles } from '../core/index.ts';
import { scrypt } from '../core/node/scrypt.ts';
import { systemClock as clock } from '../core/node/system-clock.ts';
import { systemRandom as random } from '../core/node/system-random.ts';
import { identityName, tokenIdentity } from '../core/tokens/token-identity.ts';
import { serializeTokenSet } from '../core/tokens/token-set.ts';
import { createVault } from '../core/vault/vault.ts';
import { createMemoryFiles } from '../test/fakes/memory-files.ts';
import { CHEAP_SCRYPT, PASSPHRASE } from './engine.ts';
import { longToken, manyProfiles, PERIOD_MS, TOKEN_MS } from './many-profiles.ts';

const AT_ONCE = 100;

/**
 * Writes a data directory: so many profiles, each with a stored token that was used lately. At `now` (milliseconds since
 * 1970) the first is due for its refresh, and the others follow evenly.
 */
export async function writeManyVault(directory: string, count: number, now: number): Promise<void> {
  const files = createMemoryFiles();
  const text = manyProfiles(count);
  await files.write('profiles.json', new TextEncoder().encode(text));
  const vault = createVault({ files, random, clock, scrypt, scryptParameters: CHEAP_SCRYPT, backends: [] });
  await vault.unlock(PASSPHRASE);
  const profiles = [...parseProfiles(text).profiles.values()];
  const store = async (number: number): Promise<void> => {
    const profile = profiles[number];
    if (profile === undefined) return;
    const received_at = now - PERIOD_MS + (number * PERIOD_MS) / count;
    const tokens = { access_token: longToken(number), token_type: 'bearer', received_at, used_at: now };
    const member = `tokens.${await identityName(tokenIdentity(profile))}`;
    const stored = serializeTokenSet({ ...tokens, expires_at: received_at + TOKEN_MS });
    await vault.write(profile.address, { [member]: stored });
  };
  for (let first = 0; first < count; first += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => store(first + n)));
  for (const [name, bytes] of files.content) {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, bytes, { mode: 0o600 });
  }
}
