import { createSseParser } from './sse-parser.ts';
import type { ServerEvent } from './sse-parser.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

export type StreamState = 'open' | 'lost' | 'refused';

export interface EventStreamOptions {
  readonly open: (signal: AbortSignal) => Promise<Response>;
  readonly onEvent: (event: ServerEvent) => void;
  /** The host is there: something came, be it no more than a sign of life. */
  readonly onHeard: () => void;
  /** `refused`: the host no longer knows this session; the stream has given up. */
  readonly onState: (state: StreamState) => void;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  readonly wait?: (delayMs: number, signal: AbortSignal) => Promise<void>;
  readonly random?: () => number;
}

/** How long to wait before the next attempt, in milliseconds: doubles up to ten seconds, with jitter down to a half. */
export function retryDelayMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return Math.round(ceiling * (0.5 + random() / 2));
}

function waitFor(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function readEvents(
  body: ReadableStream<Uint8Array>,
  { onEvent, onHeard }: Pick<EventStreamOptions, 'onEvent' | 'onHeard'>,
) {
  const parse = createSseParser(onEvent);
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onHeard();
    parse(decoder.decode(value, { stream: true }));
  }
}

/** Keeps a stream of server-sent events open, with back-off between attempts. The answer closes it. */
export function keepEventStream(options: EventStreamOptions): () => void {
  const { open, onState, wait = waitFor, random = Math.random } = options;
  const stop = new AbortController();
  const { signal } = stop;

  let attempt = 0;
  const attemptOnce = async (): Promise<StreamState> => {
    const response = await open(signal);
    if (response.status === 401 || response.status === 403) return 'refused';
    if (!response.ok || response.body === null) return 'lost';
    attempt = 0;
    onState('open');
    await readEvents(response.body, options);
    return 'lost';
  };
  const isStopped = () => signal.aborted;
  const run = async () => {
    while (!isStopped()) {
      const outcome = await attemptOnce().catch(() => 'lost' as const);
      if (isStopped()) return;
      onState(outcome);
      if (outcome === 'refused') return;
      await wait(retryDelayMs(attempt, random), signal);
      attempt += 1;
    }
  };
  void run();
  return () => stop.abort();
}
