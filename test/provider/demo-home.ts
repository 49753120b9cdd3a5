import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A data directory to throw away, and the environment in which Fob uses it. */
export interface DemoHome {
  readonly dataDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly remove: () => Promise<void>;
}

/** The vault's passphrase is in a file of its own, outside of the data directory that it protects. */
export async function makeDemoHome(): Promise<DemoHome> {
  const root = await mkdtemp(join(tmpdir(), 'fob-demo-'));
  const dataDirectory = join(root, 'data');
  const passphraseFile = join(root, 'passphrase');
  await mkdir(dataDirectory, { mode: 0o700 });
  await writeFile(passphraseFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    FOB_HOME: dataDirectory,
    FOB_PASSPHRASE_FILE: passphraseFile,
    // The IdPs are on this machine: no proxy reaches them.
    NO_PROXY: [process.env.NO_PROXY, '127.0.0.1'].filter(Boolean).join(','),
  };
  delete env.FOB_PASSPHRASE;
  return { dataDirectory, env, remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }) };
}
