/** Switches V8's compile cache on (Node 22 and later), then loads the program, so that the cache covers it. */
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataDirectory } from '../core/node/data-directory.ts';
import type { AgentAnswer } from './fresh-token.ts';

export async function startProgram(answer?: AgentAnswer): Promise<void> {
  // The data directory is private; a cache in a shared temporary directory could be planted by others.
  const directory = join(dataDirectory(process.env, process.platform, homedir()), 'cache');
  const { enableCompileCache } = module as { enableCompileCache?: typeof module.enableCompileCache };
  enableCompileCache?.(directory);
  const { runProgram } = await import('./program.ts');
  process.exitCode = await runProgram(process.argv.slice(2), answer);
}
