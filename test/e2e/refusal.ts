import { expect } from 'vitest';
import { ERROR_CODES } from '../../shared/error-code.ts';
import type { ErrorCode, ErrorView } from '../../shared/error-code.ts';
import type { FobHome, RunOptions } from './fob-home.ts';

/** Runs `fob` with `--json` and answers its error, which must be of that code, in the shape and with the exit code of the contract. */
export async function refusal(
  home: FobHome,
  args: readonly string[],
  code: ErrorCode,
  options?: RunOptions,
): Promise<ErrorView> {
  const run = await home.run([...args, '--json'], options);
  const told = `fob ${args.join(' ')}: ${run.stdout}${run.stderr}`;
  expect([run.code, run.stderr], told).toEqual([ERROR_CODES[code].exit, '']);
  const { error, ...rest } = JSON.parse(run.stdout) as { error: ErrorView };
  expect([error.code, rest], told).toEqual([code, {}]);
  expect(Object.keys(error).sort(), told).toEqual(
    error.hint === undefined ? ['code', 'message'] : ['code', 'hint', 'message'],
  );
  return error;
}
