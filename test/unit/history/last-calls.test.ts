/** When a call is described: soon, since what it is made of holds secrets, and never while somebody waits for the token. */
import { beforeEach, expect, it, vi } from 'vitest';
import type { TracedExchange } from '../../../shared/history-view.ts';
import { createLastCalls } from '../../../core/history/last-calls.ts';
import type { LastCalls } from '../../../core/history/last-calls.ts';

const soon = vi.fn<() => void>();
let calls: LastCalls;

const described: TracedExchange = {
  at: 1,
  durationMs: 2,
  request: { method: 'POST', url: 'https://idp.example/token', headers: [], body: [] },
  curl: 'curl',
};
const exchange = (describe: () => TracedExchange = () => described) => ({ at: 1, isPost: true, describe });

beforeEach(() => {
  soon.mockReset();
  calls = createLastCalls(soon);
});

it('asks to be called soon, and describes then what nobody looked at', () => {
  const describe = vi.fn(() => described);
  calls.begin('acme/dev');
  calls.add('acme/dev', exchange(describe));
  expect(soon).toHaveBeenCalledOnce();
  expect(describe).not.toHaveBeenCalled();
  calls.catchUp();
  expect(describe).toHaveBeenCalledOnce();
  calls.catchUp();
  expect(calls.of('acme/dev').trace).toEqual({ at: 1, attempts: 1, exchanges: [described] });
  expect(describe).toHaveBeenCalledOnce();
});

it('does not describe a call that another followed at once, and counts attempts across looks', () => {
  const describe = vi.fn(() => described);
  for (const begun of ['first', 'second']) {
    calls.begin('acme/dev');
    calls.add('acme/dev', exchange(begun === 'first' ? describe : undefined));
  }
  expect(calls.of('acme/dev').trace?.attempts).toBe(1);
  expect(describe).not.toHaveBeenCalled();
  calls.add('acme/dev', exchange());
  expect(calls.of('acme/dev').trace?.attempts).toBe(2);
});

it('leaves out an exchange that cannot be described, and goes on', () => {
  calls.begin('acme/dev');
  calls.add(
    'acme/dev',
    exchange(() => {
      throw new Error('no description');
    }),
  );
  calls.add('acme/dev', exchange());
  expect(calls.of('acme/dev').trace).toMatchObject({ attempts: 2, exchanges: [described] });
});

it.each(['forget', 'clear'] as const)('%s drops what was to be described', (command) => {
  const describe = vi.fn(() => described);
  calls.begin('acme/dev');
  calls.add('acme/dev', exchange(describe));
  calls[command]('acme/dev');
  calls.catchUp();
  expect(describe).not.toHaveBeenCalled();
  expect(calls.of('acme/dev')).toEqual({});
});
