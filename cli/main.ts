/**
 * `fob`. A fresh token from a running host takes the short way: one request over the socket, nothing else loaded.
 * Whatever that does not cover goes to `program.ts`, which is loaded only then.
 */
import { tryFreshToken } from './fresh-token.ts';
import type { AgentAnswer } from './fresh-token.ts';

function wholeProgram(answer?: AgentAnswer): void {
  // Bundled as a file of its own; the compile cache is switched on in there, before the heavy part is loaded.
  void import('./start-program.ts').then(({ startProgram }) => startProgram(answer));
}

if (!tryFreshToken(process.argv.slice(2), wholeProgram)) wholeProgram();
