import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { FobError } from '../../../core/index.ts';
import { FAKE_TOKEN } from '../../fakes/fake-engine.ts';
import { eventually, open, requestText } from './raw-http.ts';
import { callRequest, INDEX, JSON_TYPE, launchRequest, startUi } from './ui-fixture.ts';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

const ALWAYS = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

describe('the browser UI', () => {
  it('serves the page and its parts, with the whole set of headers', async () => {
    const ui = await startUi();
    const page = await ui.send({ path: '/', headers: [ui.host] });
    expect(page).toMatchObject({ status: 200, body: INDEX });
    expect(page.headers).toMatchObject({
      ...ALWAYS,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    });
    const script = await ui.send({ path: '/assets/app.js?v=1', headers: [['Host', `localhost:${ui.port}`]] });
    expect(script).toMatchObject({ status: 200, body: 'void 0;' });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    ['a refusal', '/nothing', 404],
    ['a missing session', '/api/events', 401],
  ])('puts the headers on %s, too', async (_, path, status) => {
    const ui = await startUi();
    const answer = await ui.send({ path, headers: [ui.host] });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ ...ALWAYS, 'cache-control': 'no-store' });
  });

  it('opens from the launch file, which is another site to the browser', async () => {
    const ui = await startUi();
    const headers = [
      ui.host,
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Mode', 'navigate'],
      ['Sec-Fetch-Dest', 'document'],
    ] as const;
    expect((await ui.send({ path: '/', headers })).status).toBe(200);
  });

  it('exchanges a launch token for a session, once', async () => {
    const ui = await startUi();
    const request = launchRequest(
      ui.host,
      ui.launches.mint(() => undefined),
    );
    const answer = await ui.send({ ...request, headers: [...(request.headers ?? []), ownOrigin(ui.port)] });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ session: expect.stringMatching(/^[\w-]{43}$/) as string });
    expect(answer.headers['set-cookie']).toMatch(
      /^fob-[0-9a-f]{16}=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await ui.send(request)).status).toBe(401);
  });

  it('carries calls and settles their errors', async () => {
    const ui = await startUi();
    const { headers } = await ui.signIn();
    const argument = { address: 'salus/dev', format: 'raw' };
    const copied = await ui.send(callRequest('tokens.copy', headers, argument));
    expect(JSON.parse(copied.body)).toMatchObject({ ok: true, value: { text: FAKE_TOKEN } });
    expect(copied.headers['cache-control']).toBe('no-store');

    ui.engine.failWith(new FobError('vault_locked', 'The vault is locked.'));
    const locked = await ui.send(callRequest('tokens.copy', headers, argument));
    expect(locked.status).toBe(200);
    expect(JSON.parse(locked.body)).toEqual({
      ok: false,
      error: { code: 'vault_locked', message: 'The vault is locked.' },
    });
    const unknown = await ui.send(callRequest('no.such.call', headers));
    expect(JSON.parse(unknown.body)).toMatchObject({ ok: false, error: { code: 'usage' } });
  });

  it('tells a bug to the log and not to the page', async () => {
    const ui = await startUi();
    const { headers } = await ui.signIn();
    ui.engine.failWith(new TypeError('canary eyJhbGciOiJub25lIn0.e30.c2ln'));
    const answer = await ui.send(callRequest('profiles.show', headers, { address: 'salus/dev' }));
    expect(answer.body).not.toContain('canary');
    expect(ui.log.join('\n')).toMatch(/canary \[token\]/);
  });

  it('logs out, here and everywhere', async () => {
    const ui = await startUi();
    const [first, second, third] = [await ui.signIn(), await ui.signIn(), await ui.signIn()];
    const statusOf = async ({ headers }: typeof first): Promise<number> =>
      (await ui.send(callRequest('snapshot.get', headers))).status;

    const answer = await ui.send({ method: 'DELETE', path: '/session', headers: first.headers });
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']).toMatch(/^fob-[0-9a-f]{16}=; .*Max-Age=0$/);
    expect([await statusOf(first), await statusOf(second), await statusOf(third)]).toEqual([401, 200, 200]);

    const launch = launchRequest(
      ui.host,
      ui.launches.mint(() => undefined),
    );
    await ui.send({ method: 'DELETE', path: '/sessions', headers: second.headers });
    expect([await statusOf(second), await statusOf(third)]).toEqual([401, 401]);
    expect((await ui.send(launch)).status).toBe(401);
  });

  it('slows down who guesses launch tokens, and nobody else', async () => {
    const ui = await startUi();
    const guess = launchRequest(ui.host, 'A'.repeat(43));
    for (let count = 0; count < 5; count += 1) expect((await ui.send(guess)).status).toBe(401);

    for (const delay of [1000, 2000, 4000, 8000, 10_000, 10_000]) {
      const held = ui.send(guess);
      await eventually(() => ui.clock.pending() === 1);
      expect(ui.clock.next()).toBe(delay);
      await ui.clock.advance(delay);
      expect((await held).status).toBe(401);
    }
    const held = ui.send(guess);
    await eventually(() => ui.clock.pending() === 1);
    await ui.signIn();
    await ui.clock.advance(10_000);
    expect((await held).status).toBe(401);
    expect(ui.clock.pending()).toBe(0);
  });

  it('forgets a guess whose sender went away', async () => {
    const ui = await startUi();
    const guess = launchRequest(ui.host, 'A'.repeat(43));
    for (let count = 0; count < 5; count += 1) await ui.send(guess);
    const socket = open(ui.target, requestText(guess));
    await eventually(() => ui.clock.pending() === 1);
    socket.destroy();
    await eventually(() => ui.clock.pending() === 0);
    expect(ui.log).toEqual([]);
  });

  it('serves at most a hundred connections, and more when those are gone', async () => {
    const ui = await startUi();
    const idle = Array.from({ length: 100 }, () => open(ui.target, 'GET'));
    await Promise.all(idle.map((socket) => once(socket, 'connect')));
    expect((await ui.send({ path: '/', headers: [ui.host] })).status).toBe(0);
    idle.forEach((socket) => socket.destroy());
    await expect.poll(async () => (await ui.send({ path: '/', headers: [ui.host] })).status).toBe(200);
  });

  it('is not bound where other machines can reach it', async () => {
    const ui = await startUi();
    const addresses = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of [...addresses, { address: '127.0.0.2' }]) {
      const reached = new Promise((resolve) => {
        connect(ui.port, address)
          .once('connect', () => resolve('connected'))
          .once('error', () => resolve('refused'));
      });
      expect(await reached).toBe('refused');
    }
  });
});

describe("the browser UI's event stream", () => {
  it('sends the snapshot at once and each change, until logout', async () => {
    const ui = await startUi();
    const { headers } = await ui.signIn();
    const stream = listen(ui.target, requestText({ path: '/api/events', headers }));
    await eventually(() => stream.revisions().length === 1);
    expect(stream.text()).toMatch(/content-type: text\/event-stream/i);
    ui.engine.change();
    ui.engine.change();
    await eventually(() => stream.revisions().length === 3);
    expect(stream.revisions()).toEqual([1, 2, 3]);

    await ui.send({ method: 'DELETE', path: '/session', headers });
    ui.engine.change();
    await eventually(stream.isClosed);
    expect(stream.revisions()).toEqual([1, 2, 3]);
    expect(ui.engine.listeners()).toBe(0);
    expect(ui.clock.pending()).toBe(0);
  });

  it('is kept alive, does not keep the session alive, and ends with it', async () => {
    const ui = await startUi();
    const { headers } = await ui.signIn();
    const stream = listen(ui.target, requestText({ path: '/api/events', headers }));
    await eventually(() => stream.revisions().length === 1);
    await ui.clock.advance(45_000);
    await eventually(() => stream.text().split(': keep-alive\n\n').length === 4);
    await ui.clock.advance(15 * 60_000 - 45_000);
    await eventually(stream.isClosed);
    const call = callRequest('snapshot.get', [...headers.slice(0, 3), JSON_TYPE]);
    expect((await ui.send(call)).status).toBe(401);
  });
});

const ownOrigin = (port: number) => ['Origin', `http://127.0.0.1:${port}`] as const;

function listen(target: Parameters<typeof open>[0], text: string) {
  const socket = open(target, text);
  let received = '';
  let closed = false;
  socket.on('data', (chunk) => (received += chunk.toString('utf8')));
  socket.on('error', () => undefined);
  socket.on('close', () => (closed = true));
  return {
    text: () => received,
    isClosed: () => closed,
    revisions: () =>
      [...received.matchAll(/event: snapshot\.changed\ndata: \{"revision":(\d+),/g)].map(([, n]) =>
        Number(n),
      ),
  };
}
