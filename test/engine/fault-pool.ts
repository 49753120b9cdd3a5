import type { Fault } from '../provider/faults/fault.ts';
import type { FaultServer } from '../provider/faults/server.ts';

/** How many conversations the machine bears at a time. */
const AT_A_TIME = 8;

/** Takes a client through the flow of a fault; rejects when the client does. */
export type FaultRunner = (server: FaultServer, fault: Fault) => Promise<void>;

/** Runs a client at each fault, and answers what `judge` has to say, as `ID: ...`. */
export async function runAll(
  server: FaultServer,
  faults: readonly Fault[],
  run: FaultRunner,
  judge: (fault: Fault, failure: unknown) => string | undefined,
): Promise<readonly string[]> {
  const waiting = [...faults];
  const found: string[] = [];
  const work = async (): Promise<void> => {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
      server.reset(fault.id);
      const failure: unknown = await run(server, fault).then(
        () => undefined,
        (error: unknown) => error,
      );
      const said = judge(fault, failure);
      if (said !== undefined) found.push(`${fault.id}: ${said}`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return found;
}
