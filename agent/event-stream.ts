import type { ServerResponse } from 'node:http';
import type { Clock, Engine } from '../core/index.ts';

/** Milliseconds between comments that keep the connection open and find out when nobody is there any more. */
export const KEEP_ALIVE_MS = 15_000;

export interface EventStreams {
  /** Answers with a stream that ends when the other side leaves, `isAllowed` says no, or {@link EventStreams.end}. */
  serve(response: ServerResponse, isAllowed?: () => boolean): void;
  /** Ends all streams. */
  end(): void;
}

/** Server-sent events of the snapshot: the present one at once, then each change. */
export function createEventStreams(engine: Engine, clock: Clock): EventStreams {
  const open = new Set<ServerResponse>();
  return {
    serve(response, isAllowed = () => true) {
      open.add(response);
      response.on('close', () => open.delete(response));
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      stream(response, engine, clock, isAllowed);
    },
    end: () => open.forEach((response) => response.end()),
  };
}

/** A reader that is too slow misses the snapshots in between and gets the newest when it has caught up. */
function stream(response: ServerResponse, engine: Engine, clock: Clock, isAllowed: () => boolean): void {
  let behind = false;
  const send = (text: string): void => {
    if (response.writableEnded) return;
    if (isAllowed()) response.write(text);
    else response.destroy();
  };
  const sendSnapshot = (): void => {
    behind = response.writableNeedDrain;
    if (!behind) send(`event: snapshot.changed\ndata: ${JSON.stringify(engine.snapshot())}\n\n`);
  };
  const keepAlive = (): void => {
    send(response.writableNeedDrain ? '' : ': keep-alive\n\n');
    cancelTimer = clock.setTimer(keepAlive, KEEP_ALIVE_MS);
  };

  const unsubscribe = engine.subscribe(sendSnapshot);
  let cancelTimer = clock.setTimer(keepAlive, KEEP_ALIVE_MS);
  response.on('drain', () => {
    if (behind) sendSnapshot();
  });
  response.on('close', () => {
    unsubscribe();
    cancelTimer();
  });
  sendSnapshot();
}
