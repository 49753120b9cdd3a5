/** Looks at every process while Fob works: what it was called with, and what Fob's own children find in their environment. */
import { commandLineOf, commandLines, environmentOf, parentOf, processIds } from '../../e2e/leaks.ts';

const EVERY_MS = 20;

export interface Watch extends Disposable {
  readonly commandLines: ReadonlySet<string>;
  /** Of the processes that Fob started, the agent among them; not of those that a person's shell started. */
  readonly environments: ReadonlySet<string>;
}

/** `mark` is a line of the environment that says that a process is about one data directory. */
export function watchProcesses(mark: string): Watch {
  const lines = new Set<string>();
  const environments = new Set<string>();
  const known = new Set<number>();
  const look = (): void => {
    for (const line of commandLines()) lines.add(line);
    for (const pid of processIds()) {
      if (known.has(pid) || pid === process.pid || parentOf(pid) === process.pid) continue;
      const environment = environmentOf(pid);
      if (environment === '') continue;
      if (environment.includes(mark)) {
        // One that forked and has not yet called its program has everything of the process that it is about to leave.
        const program = commandLineOf(pid);
        if (program !== commandLineOf(parentOf(pid))) environments.add(`${program}\n${environment}`);
      } else known.add(pid);
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return { commandLines: lines, environments, [Symbol.dispose]: () => clearInterval(timer) };
}
