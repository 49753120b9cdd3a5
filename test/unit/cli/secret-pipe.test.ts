import { expect, it } from 'vitest';
import { runChild } from '../../../cli/child-program.ts';
import { withSecretPipe } from '../../../cli/secret-pipe.ts';

const { env } = process;
const TEXT = 'x'.repeat(300_000);

it.each([
  ['gives a program the whole text, by a pipe', 'test -p "$1" && test "$(wc -c <"$1")" -eq 300000', 0],
  ['lets nobody but this user open it', 'ls -ld "$1" | grep -q "^prw-------"', 0],
  ['does not wait for a program that never reads', 'exit 3', 3],
  ['does not wait for a program that stops reading', 'head -c 9 "$1" >/dev/null; exit 4', 4],
])('%s', async (_what, script, code) => {
  let name = '';
  const answer = await withSecretPipe(TEXT, env, (path, started) => {
    name = path;
    return runChild('sh', ['-c', script, 'sh', path], { env, started });
  });
  expect(answer).toBe(code);
  expect(await runChild('test', ['-e', name], { env })).toBe(1);
});

it('is gone when the program cannot be started', async () => {
  let name = '';
  const started = withSecretPipe(TEXT, env, (path, told) => {
    name = path;
    return runChild('no-such-program', [path], { env, started: told });
  });
  await expect(started).rejects.toMatchObject({ code: 'usage' });
  expect(await runChild('test', ['-e', name], { env })).toBe(1);
});
