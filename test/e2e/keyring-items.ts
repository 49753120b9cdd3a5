import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const PROGRAM = `
  import { findCredentialsAsync } from '@napi-rs/keyring';
  const items = await findCredentialsAsync('fob');
  process.stdout.write(JSON.stringify(items.map(({ account }) => account)));
`;

/** The accounts of Fob's items in the keyring of a session. */
export async function keyringItems(env: NodeJS.ProcessEnv): Promise<string[]> {
  const args = ['--input-type=module', '--eval', PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 20_000 });
  return JSON.parse(stdout) as string[];
}
