import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { startTestHost } from './host-fixture.ts';
import { eventually, open, requestText } from './raw-http.ts';

const REQUEST = requestText({ path: '/v1/events', headers: [['Host', 'fob']] });
const CHANGES = 100;

describe('a reader that is too slow', () => {
  it('misses the snapshots in between, gets the newest, and holds up nobody', async () => {
    const { host, engine } = await startTestHost();
    // Larger than the buffers of a socket, so that the reader's pause reaches the server.
    const services: Snapshot['services'] = [{ id: 'large', name: 'x'.repeat(1_000_000), environments: [] }];
    const [slow, quick] = [read(host.socket), read(host.socket)];
    await eventually(() => quick.revisions().length === 1 && slow.revisions().length === 1);
    slow.socket.pause();
    for (let count = 0; count < CHANGES; count += 1) {
      engine.change({ services });
      await eventually(() => quick.revisions().length === count + 2);
    }
    slow.socket.resume();
    await eventually(() => slow.revisions().at(-1) === CHANGES + 1);
    expect(slow.revisions().length).toBeLessThan(20);
    slow.socket.destroy();
    quick.socket.destroy();
    await eventually(() => engine.listeners() === 0);
  });
});

function read(path: string) {
  const socket = open({ path }, REQUEST);
  const revisions: number[] = [];
  let line = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    const lines = (line + chunk.toString('latin1')).split('\n');
    // Only the beginning of a line says which snapshot it is, so the rest of a long one is not kept.
    line = (lines.pop() ?? '').slice(0, 40);
    for (const text of lines) {
      const revision = /^data: \{"revision":(\d+),/.exec(text)?.[1];
      if (revision !== undefined) revisions.push(Number(revision));
    }
  });
  return { socket, revisions: () => revisions };
}
