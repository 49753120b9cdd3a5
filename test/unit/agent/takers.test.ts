/** Who takes a token is told to the engine, which notes it in the activity log. */
import { expect, test } from 'vitest';
import { dispatch } from '../../../agent/dispatch.ts';
import { createHandlers } from '../../../agent/handlers.ts';
import type { HandlerHost } from '../../../agent/handlers.ts';
import { createFakeEngine } from '../../fakes/fake-engine.ts';

const address = 'salus/dev';
const BROWSER: HandlerHost = {};
const DESKTOP: HandlerHost = { writeClipboard: () => undefined };

test.each([
  [BROWSER, 'tokens.copy', { format: 'header' }, { taker: 'browser', format: 'header' }],
  [DESKTOP, 'tokens.copy', { format: 'raw' }, { taker: 'desktop', format: 'raw' }],
  [BROWSER, 'tokens.reveal', {}, { taker: 'browser' }],
  [DESKTOP, 'tokens.reveal', {}, { taker: 'desktop' }],
])('%j: %s %j', async (host, name, argument, told) => {
  const engine = createFakeEngine();
  await dispatch(createHandlers(engine, host), name, { address, ...argument });
  expect(engine.calls).toEqual([['token', address, told]]);
});
