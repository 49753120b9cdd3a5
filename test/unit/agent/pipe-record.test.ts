import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApiServer } from '../../../agent/api-server.ts';
import { pipePoint } from '../../../agent/endpoint.ts';
import { createEventStreams } from '../../../agent/event-stream.ts';
import { parsePipeRecord, readPipeRecord } from '../../../agent/pipe-record.ts';
import { systemRandom } from '../../../core/node/system-random.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakeEngine, FAKE_TOKEN } from '../../fakes/fake-engine.ts';
import { temporaryDirectory } from './host-fixture.ts';
import { exchange } from './raw-http.ts';

const { path: socket, key = '' } = pipePoint(systemRandom);
const good = { socket, key, pid: 4711 };

describe('the pipe record', () => {
  it('is read back as it was made', () => {
    expect(parsePipeRecord(JSON.stringify(good))).toEqual(good);
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '"x"'],
    ['null', 'null'],
    ['no key', JSON.stringify({ ...good, key: undefined })],
    ['a short key', JSON.stringify({ ...good, key: 'a'.repeat(42) })],
    ['a key with a line break', JSON.stringify({ ...good, key: `${'a'.repeat(42)}\n` })],
    ['a pipe of another machine', JSON.stringify({ ...good, socket: socket.replace('.', 'evil') })],
    ['a pipe of another program', JSON.stringify({ ...good, socket: String.raw`\\.\pipe\docker_engine` })],
    ['a file', JSON.stringify({ ...good, socket: String.raw`C:\x` })],
    ['no process', JSON.stringify({ ...good, pid: '1' })],
  ])('is not believed with %s', (_, text) => {
    expect(parsePipeRecord(text)).toBeUndefined();
  });

  it('is undefined when there is none', () => {
    expect(readPipeRecord(temporaryDirectory())).toBeUndefined();
  });

  it('names another pipe and key at each start', () => {
    const points = Array.from({ length: 20 }, () => pipePoint(systemRandom));
    expect(new Set(points.flatMap(({ path, key: secret }) => [path, secret])).size).toBe(40);
  });
});

describe('the key of the pipe', () => {
  it.each([
    ['the key', [['X-Fob-Key', key]], 200],
    ['no key', [], 403],
    ['an empty key', [['X-Fob-Key', '']], 403],
    ['another key', [['X-Fob-Key', key.toLowerCase()]], 403],
    ['its digest', [['X-Fob-Key', createHash('sha256').update(key).digest('base64url')]], 403],
    [
      'the key twice',
      [
        ['X-Fob-Key', key],
        ['X-Fob-Key', key],
      ],
      403,
    ],
  ] as const)('%s', async (_, headers, status) => {
    // A Unix socket stands in for the pipe, which this system may not have.
    const path = join(temporaryDirectory(), 'pipe');
    const [engine, clock] = [createFakeEngine(), createFakeClock()];
    const server = createApiServer(
      {
        engine,
        clock,
        calls: { contract: {}, handlers: {} },
        streams: createEventStreams(engine, clock),
        log: { info: () => undefined, warn: () => undefined },
        facts: { pid: 1, kind: 'agent', version: '1', started_at: 0, data_directory: '' },
        openUi: () => Promise.reject(new Error('not here')),
        shutdown: () => undefined,
      },
      key,
    );
    await new Promise<void>((resolve) => server.listen(path, resolve));
    onTestFinished(() => void server.close());
    const answer = await exchange(
      { path },
      { path: '/v1/token/salus/dev', headers: [['Host', 'fob'], ...headers] },
    );
    expect(answer.status).toBe(status);
    expect(answer.body === FAKE_TOKEN).toBe(status === 200);
    expect(engine.calls.length).toBe(status === 200 ? 1 : 0);
  });
});
