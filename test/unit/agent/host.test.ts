import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkEndpoint } from '../../../agent/peer-check.ts';
import { FAKE_TOKEN } from '../../fakes/fake-engine.ts';
import { endpointIn, startTestHost, temporaryDirectory } from './host-fixture.ts';
import { eventually, exchange, open, requestText } from './raw-http.ts';
import { launchRequest } from './ui-fixture.ts';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** What a host leaves that was killed: Node removes the file of a server that it closes, so it is moved away meanwhile. */
async function leaveDeadSocket(socket: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  renameSync(socket, `${socket}.kept`);
  await new Promise((resolve) => server.close(resolve));
  renameSync(`${socket}.kept`, socket);
}

describe('the socket', () => {
  it('is private from the start, whatever the umask', async () => {
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const { endpoint } = await startTestHost();
    expect(modeOf(endpoint.directory)).toBe('700');
    expect(modeOf(endpoint.socket)).toBe('600');
    expect(checkEndpoint(endpoint.directory, endpoint.socket)).toBeUndefined();
    expect(process.umask(0)).toBe(0);
  });

  it('falls back to a short directory that both ends work out', async () => {
    const dataDirectory = join(temporaryDirectory(), 'x'.repeat(90));
    const { host, endpoint, send } = await startTestHost({ dataDirectory });
    onTestFinished(() => rmSync(endpoint.directory, { recursive: true }));
    expect(endpoint.socket).toMatch(/^\/tmp\/fob-/);
    expect(endpointIn(dataDirectory)).toEqual(endpoint);
    expect((await send({ path: '/v1/token/salus/dev' })).body).toBe(FAKE_TOKEN);
    await host.stop();
  });

  it('takes the place of one whose host died', async () => {
    const dataDirectory = temporaryDirectory();
    const { directory, socket } = endpointIn(dataDirectory);
    mkdirSync(directory, { mode: 0o700 });
    await leaveDeadSocket(socket);
    const { send } = await startTestHost({ dataDirectory });
    expect((await send({ path: '/v1/status' })).status).toBe(200);
  });

  it('does not take the place of a host that lives', async () => {
    const first = await startTestHost();
    const second = startTestHost({ endpoint: first.endpoint });
    await expect(second).rejects.toMatchObject({ code: 'host_running' });
    expect((await first.send({ path: '/v1/status' })).status).toBe(200);
  });

  it.each([
    ['a directory that others may enter', (directory: string) => chmodSync(directory, 0o755), /mode 0755/],
    ['a directory that the group may enter', (directory: string) => chmodSync(directory, 0o710), /mode 0710/],
    ['a file where the socket goes', (_: string, socket: string) => writeFileSync(socket, ''), /in the way/],
    [
      'a link where the socket goes',
      (_: string, socket: string) => symlinkSync('/dev/null', socket),
      /in the way/,
    ],
  ])('is not made in %s', async (_, spoil, message) => {
    const dataDirectory = temporaryDirectory();
    const { directory, socket } = endpointIn(dataDirectory);
    mkdirSync(directory, { mode: 0o700 });
    spoil(directory, socket);
    const before = readdirSync(directory);
    await expect(startTestHost({ dataDirectory })).rejects.toMatchObject({
      code: 'peer_untrusted',
      message: expect.stringMatching(message) as string,
    });
    expect(readdirSync(directory)).toEqual(before);
  });

  it('is not made behind a link to a directory', async () => {
    const dataDirectory = temporaryDirectory();
    symlinkSync(temporaryDirectory(), join(dataDirectory, 'run'));
    await expect(startTestHost({ dataDirectory })).rejects.toMatchObject({ code: 'peer_untrusted' });
  });

  it('says so when its directory cannot be made', async () => {
    const dataDirectory = join(temporaryDirectory(), 'file');
    writeFileSync(dataDirectory, '');
    const host = startTestHost({ dataDirectory: temporaryDirectory(), endpoint: endpointIn(dataDirectory) });
    await expect(host).rejects.toMatchObject({
      code: 'storage_failed',
    });
  });

  it('goes away when the host stops, and running streams end', async () => {
    const { host, endpoint, engine } = await startTestHost();
    const stream = open(
      { path: host.socket },
      requestText({ path: '/v1/events', headers: [['Host', 'fob']] }),
    );
    let [text, closed] = ['', false];
    stream.on('data', (chunk) => (text += chunk.toString('utf8')));
    stream.on('close', () => (closed = true));
    await eventually(() => text.includes('revision'));
    await host.stop();
    await eventually(() => closed);
    expect(existsSync(endpoint.socket)).toBe(false);
    expect(engine.listeners()).toBe(0);
  });
});

describe('checkEndpoint', () => {
  it.each([
    [
      'a directory opened to others later',
      (directory: string) => chmodSync(directory, 0o755),
      /directory|mode 0755/,
    ],
    ['a socket opened to others later', (_: string, socket: string) => chmodSync(socket, 0o666), /mode 0666/],
  ])('sees %s', async (_, spoil, message) => {
    const { directory, socket } = (await startTestHost()).endpoint;
    spoil(directory, socket);
    expect(checkEndpoint(directory, socket)).toMatch(message);
  });

  it('sees another owner', async () => {
    const { directory, socket } = (await startTestHost()).endpoint;
    const { getuid } = process;
    onTestFinished(() => void Object.assign(process, { getuid }));
    Object.assign(process, { getuid: () => 12_345 });
    expect(checkEndpoint(directory, socket)).toMatch(/another user/);
  });

  it('sees what is not there and what is no socket', () => {
    const directory = temporaryDirectory();
    expect(checkEndpoint(join(directory, 'run'), 'x')).toMatch(/does not exist/);
    expect(checkEndpoint(directory, join(directory, 'agent.sock'))).toMatch(/does not exist/);
    writeFileSync(join(directory, 'agent.sock'), '', { mode: 0o600 });
    expect(checkEndpoint(directory, join(directory, 'agent.sock'))).toMatch(/is not a socket/);
  });
});

describe('POST /v1/ui', () => {
  const launch = async ({ send }: Awaited<ReturnType<typeof startTestHost>>) =>
    JSON.parse((await send({ method: 'POST', path: '/v1/ui' })).body) as { url: string; launch_file: string };

  it('opens the UI through a private file that goes when it was used', async () => {
    const fixture = await startTestHost();
    const { url, launch_file } = await launch(fixture);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#launch=[\w-]{43}$/);
    expect(modeOf(launch_file)).toBe('600');
    expect(readFileSync(launch_file, 'utf8')).toContain(`content="0;url=${url}"`);

    const { port, host, hash } = new URL(url);
    const target = { host: '127.0.0.1', port: Number(port) };
    const page = await exchange(target, { path: '/', headers: [['Host', host]] });
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Fob</title>' });
    const map = await exchange(target, { path: '/assets/app.js.map', headers: [['Host', host]] });
    expect(map.status).toBe(404);
    const opened = await exchange(target, launchRequest(['Host', host], hash.slice('#launch='.length)));
    expect(opened.status).toBe(200);
    expect(existsSync(launch_file)).toBe(false);
  });

  it('keeps one listener for all launches, and forgets an unused launch after a minute', async () => {
    const fixture = await startTestHost();
    const [first, second] = await Promise.all([launch(fixture), launch(fixture)]);
    expect(new URL(first.url).origin).toBe(new URL(second.url).origin);
    expect(first.url).not.toBe(second.url);
    await fixture.clock.advance(60_000);
    expect([existsSync(first.launch_file), existsSync(second.launch_file)]).toEqual([false, false]);
  });

  it('leaves nothing behind when the host stops, and clears what a dead host left', async () => {
    const dataDirectory = temporaryDirectory();
    const { directory } = endpointIn(dataDirectory);
    mkdirSync(directory, { mode: 0o700 });
    writeFileSync(join(directory, 'launch-abc.html'), '');
    const fixture = await startTestHost({ dataDirectory });
    expect(readdirSync(directory)).toEqual(['agent.sock']);
    const { url } = await launch(fixture);
    await fixture.host.stop();
    expect(readdirSync(directory)).toEqual([]);
    const { port, host } = new URL(url);
    const page = await exchange(
      { host: '127.0.0.1', port: Number(port) },
      { path: '/', headers: [['Host', host]] },
    );
    expect(page.status).toBe(0);
  });

  it('leaves nothing behind either when the host stops while it is being opened', async () => {
    const { host, endpoint } = await startTestHost();
    const opening = expect(host.openUi()).rejects.toMatchObject({ code: 'runtime_unsupported' });
    await host.stop();
    await opening;
    expect(readdirSync(endpoint.directory)).toEqual([]);
  });

  it('says how to build a UI that is not there, and finds it once it is', async () => {
    const rendererDirectory = join(temporaryDirectory(), 'renderer');
    const fixture = await startTestHost({ rendererDirectory });
    const answer = await fixture.send({ method: 'POST', path: '/v1/ui' });
    expect(answer.status).toBe(500);
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'runtime_unsupported',
      hint: 'Build it with: npm run build',
    });
    mkdirSync(rendererDirectory);
    writeFileSync(join(rendererDirectory, 'index.html'), 'x');
    expect((await launch(fixture)).url).toMatch(/^http:/);
  });
});
