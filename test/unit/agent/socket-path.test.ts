import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentEndpoint } from '../../../agent/socket-path.ts';
import type { EndpointPlace } from '../../../agent/socket-path.ts';

const place: EndpointPlace = {
  env: {},
  platform: 'linux',
  uid: 1000,
  dataDirectory: '/home/a/.local/share/fob',
};
const runtime = { XDG_RUNTIME_DIR: '/run/user/1000' };
const socketOf = (part: Partial<EndpointPlace>): string => agentEndpoint({ ...place, ...part }).socket;

describe('agentEndpoint', () => {
  it.each([
    ['the runtime directory first', { env: runtime }, '/run/user/1000/fob/agent.sock'],
    ['a slash too many', { env: { XDG_RUNTIME_DIR: '/run/user/1000/' } }, '/run/user/1000/fob/agent.sock'],
    ['no runtime directory', {}, '/home/a/.local/share/fob/run/agent.sock'],
    ['an empty one', { env: { XDG_RUNTIME_DIR: '' } }, '/home/a/.local/share/fob/run/agent.sock'],
    ['a relative one', { env: { XDG_RUNTIME_DIR: 'run' } }, '/home/a/.local/share/fob/run/agent.sock'],
    ['FOB_HOME over it', { env: { ...runtime, FOB_HOME: '/f' }, dataDirectory: '/f' }, '/f/run/agent.sock'],
    ['an empty FOB_HOME is none', { env: { ...runtime, FOB_HOME: '' } }, '/run/user/1000/fob/agent.sock'],
  ])('%s', (_, part, expected) => {
    expect(socketOf(part)).toBe(expected);
  });

  it('falls back to a short private directory when the path has more than 100 bytes', () => {
    const length = (count: number, letter = 'a') => `/${letter.repeat(count)}`;
    expect(socketOf({ dataDirectory: length(84) })).toBe(`${length(84)}/run/agent.sock`);
    expect(socketOf({ dataDirectory: length(85) })).toMatch(/^\/tmp\/fob-1000-[0-9a-f]{16}\/agent\.sock$/);
    // Bytes count, not letters.
    expect(socketOf({ dataDirectory: length(60, 'é') })).toMatch(/^\/tmp\/fob-1000-/);
  });

  it('uses FNV-1a, so that other languages can find the directory', () => {
    // The published test vector of FNV-1a 64 for "foobar" is 85944171f73967e8.
    const env = { XDG_RUNTIME_DIR: `/${'r'.repeat(100)}` };
    expect(socketOf({ env, dataDirectory: 'foobar' })).toBe('/tmp/fob-1000-85944171f73967e8/agent.sock');
  });

  it('gives every data directory and user its own socket that fits', () => {
    const directory = fc.string({ minLength: 1, maxLength: 200 }).map((text) => `/${text}`);
    fc.assert(
      fc.property(directory, directory, (one, other) => {
        const [first, second] = [socketOf({ dataDirectory: one }), socketOf({ dataDirectory: other })];
        expect(Buffer.byteLength(first)).toBeLessThanOrEqual(100);
        expect(first === second).toBe(one === other);
        if (first.startsWith('/tmp/fob-'))
          expect(socketOf({ dataDirectory: one, uid: 1001 })).not.toBe(first);
      }),
    );
  });

  it('names only the directory of the pipe record on Windows', () => {
    const endpoint = agentEndpoint({
      ...place,
      platform: 'win32',
      uid: undefined,
      dataDirectory: 'C:\\fob',
    });
    expect(endpoint).toEqual({ directory: 'C:\\fob\\run', socket: '' });
  });

  it('imports nothing: the command line loads it for every token', () => {
    const source = readFileSync(new URL('../../../agent/socket-path.ts', import.meta.url), 'utf8');
    expect(source).not.toMatch(/^import /m);
  });
});
