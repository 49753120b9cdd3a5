import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keepEventStream, retryDelayMs } from '../../../renderer/bridge/event-stream.ts';
import { createSseParser } from '../../../renderer/bridge/sse-parser.ts';
import type { ServerEvent } from '../../../renderer/bridge/sse-parser.ts';

function parse(pieces: readonly string[]): ServerEvent[] {
  const events: ServerEvent[] = [];
  const push = createSseParser((event) => events.push(event));
  pieces.forEach(push);
  return events;
}

const FRAMES =
  ': keep-alive\n\nevent: snapshot.changed\ndata: {"a":1}\n\nevent: nothing\n\ndata:two\ndata: lines\nid: 7\n\ndata: unfinished';
const EVENTS = [
  { name: 'snapshot.changed', data: '{"a":1}' },
  { name: 'message', data: 'two\nlines' },
];

describe('createSseParser', () => {
  test.each(['\n', '\r\n', '\r'])('reads frames that end lines with %j', (end) => {
    expect(parse([FRAMES.replaceAll('\n', end)])).toEqual(EVENTS);
  });

  test('does not care where the network cuts', () => {
    const cuts = fc.array(fc.nat(FRAMES.length * 2)).map((list) => list.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(cuts, fc.constantFrom('\n', '\r\n', '\r'), (places, end) => {
        const text = FRAMES.replaceAll('\n', end);
        const pieces = [...places, text.length].map((place, index) =>
          text.slice(places[index - 1] ?? 0, place),
        );
        expect(parse(pieces)).toEqual(EVENTS);
      }),
    );
  });
});

test('retryDelayMs doubles up to ten seconds and keeps at least half', () => {
  expect([0, 1, 2, 9].map((attempt) => retryDelayMs(attempt, () => 1))).toEqual([500, 1000, 2000, 10_000]);
  expect(retryDelayMs(2, () => 0)).toBe(1000);
});

describe('keepEventStream', () => {
  const body = (text: string) => new Response(text, { status: 200 });

  /** Answers the attempts one by one and notes all that happens; ends when the answers are used up. */
  function watch(answers: readonly (Response | Error)[]): Promise<string[]> {
    const happened: string[] = [];
    const left = [...answers];
    return new Promise((resolve) => {
      const end = () => resolve(happened);
      const stop = keepEventStream({
        open: () => {
          const answer = left.shift();
          if (answer instanceof Response) return Promise.resolve(answer);
          if (answer !== undefined) return Promise.reject(answer);
          stop();
          end();
          return Promise.reject(new Error('stopped'));
        },
        onEvent: ({ name, data }) => happened.push(`${name}=${data}`),
        onHeard: () => happened.push('heard'),
        onState: (state) => {
          happened.push(state);
          if (state === 'refused') setTimeout(end, 0);
        },
        wait: (delayMs) => {
          happened.push(String(delayMs));
          return Promise.resolve();
        },
        random: () => 1,
      });
    });
  }

  test('comes back after a loss, waits longer each time, and starts over after a success', async () => {
    const lost = new TypeError('network');
    const answers = [lost, lost, body('event: e\ndata: 1\n\n'), new Response('', { status: 503 })];
    expect(await watch(answers)).toEqual([
      'lost',
      '500',
      'lost',
      '1000',
      'open',
      'heard',
      'e=1',
      'lost',
      '500',
      'lost',
      '1000',
    ]);
  });

  test('gives up when the session is refused', async () => {
    expect(await watch([new Response('', { status: 401 }), body('')])).toEqual(['refused']);
  });
});
