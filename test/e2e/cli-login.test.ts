/** Signing in and out by the command line: a browser, a device, a pasted address; and everything that goes another way. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { approveDevice, signInByScript } from '../provider/scripted-browser.ts';
import { makeFobHome, until } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { beginLogin, toldCode, toldUrl } from './login-attempt.ts';
import type { Attempt } from './login-attempt.ts';
import { refusal } from './refusal.ts';
import { BROWSER, signInElsewhere, startSignInIdp } from './sign-in-idp.ts';
import type { SignInIdp } from './sign-in-idp.ts';
import { inTerminal } from './terminal.ts';

const ADDRESS = 'acme/user';
const SIGNED_IN = /^acme\/user signed in, 59:5\d left\n$/;

let idp: SignInIdp;
let home: FobHome;
beforeAll(async () => {
  const confidential = {
    client_id: 'web',
    client_secret: 'canary-of-the-client',
    redirect_uris: ['http://127.0.0.1/callback'],
    application_type: 'native' as const,
    grant_types: ['authorization_code', 'refresh_token'],
  };
  [idp, home] = [await startSignInIdp([confidential]), await makeFobHome()];
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await idp[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await home.fob(['profile', 'add', ADDRESS, ...idp.members]);
  await home.fob(['logout', ADDRESS]);
  idp.requests.length = 0;
});

const begin = (...args: string[]): Attempt => beginLogin(home, ADDRESS, ...args);

/** With where readline puts the cursor. */
const QUESTION = 'Address of that page: \u001b[23G';

const redirectUriOf = (url: string): string => new URL(url).searchParams.get('redirect_uri') ?? '';

describe('before a sign-in', () => {
  it('a token is exit 3 at once, with the way out and without any request', async () => {
    const { message, hint } = await refusal(home, ['token', ADDRESS], 'sign_in_needed', { env: { BROWSER } });
    expect(`${message} ${hint ?? ''}`).toContain(`fob login ${ADDRESS}`);
    expect(idp.requests).toEqual([]);
  });

  it.each([
    [['login', ADDRESS, '--device', '--paste'], 'usage'],
    [['login', 'acme/nobody'], 'address_unknown'],
    [['login', 'acme/machine'], 'usage'],
  ] as const)('fob %j is refused as %s', async (args, code) => {
    const client = [`issuer=${idp.issuer}`, 'client_id=app', 'grant_type=client_credentials'];
    await home.fob(['profile', 'add', 'acme/machine', ...client, 'client_secret={"from":"vault"}']);
    await refusal(home, args, code, { env: { BROWSER } });
    expect(idp.requests).toEqual([]);
  });
});

describe('in a browser', () => {
  it('signs in; tokens work afterwards, also when the agent was restarted, without another sign-in', async () => {
    const { code, stdout, stderr } = await home.run(['login', ADDRESS], { env: { BROWSER } });
    expect([code, stdout]).toEqual([0, expect.stringMatching(SIGNED_IN)]);
    expect(stderr).toMatch(/Waiting for the sign-in in your browser/);
    const token = await home.fob(['token', ADDRESS]);
    await home.fob(['agent', 'stop']);
    expect(await home.fob(['token', ADDRESS])).toBe(token);
    await home.fob(['refresh', ADDRESS]);
    expect(await home.fob(['token', ADDRESS])).not.toBe(token);
    expect(idp.requests.filter((path) => path === '/auth')).toHaveLength(1);
  });

  it('takes the first program of BROWSER that can be started, and answers JSON', async () => {
    const env = { BROWSER: `no-such-browser-9f3:${BROWSER} %s` };
    expect(await home.json(['login', ADDRESS], { env })).toEqual({
      address: ADDRESS,
      signed_in: true,
      expires_at: expect.any(Number) as number,
      expires_in: expect.closeTo(3600, -2) as number,
    });
  });

  it('without a screen it says where to go, and waits; an answer with another state is none', async () => {
    const attempt = begin();
    const url = await toldUrl(attempt);
    for (const query of ['?code=x&state=wrong', '?code=x', `?error=access_denied&state=`])
      expect((await fetch(redirectUriOf(url) + query)).status).toBe(404);
    expect(idp.requests).not.toContain('/token');
    await signInByScript(url);
    expect(await attempt.ended).toEqual({ code: 0, stdout: expect.stringMatching(SIGNED_IN) as string });
  });

  it('Ctrl-C ends it on both sides: exit 3, and nobody listens any more', async () => {
    const attempt = begin();
    const url = await toldUrl(attempt);
    attempt.interrupt();
    expect(await attempt.ended).toEqual({ code: 3, stdout: '' });
    expect(attempt.said()).toContain(`fob: The sign-in for ${ADDRESS} was cancelled.`);
    await expect(fetch(redirectUriOf(url))).rejects.toThrow();
    await refusal(home, ['token', ADDRESS], 'sign_in_needed');
  });

  it('a person who says no is exit 4', async () => {
    const attempt = begin();
    const url = await toldUrl(attempt);
    const state = new URL(url).searchParams.get('state') ?? '';
    const no = new URLSearchParams({ error: 'access_denied', state, iss: idp.issuer });
    await fetch(`${redirectUriOf(url)}?${no.toString()}`);
    expect((await attempt.ended).code).toBe(4);
    expect(attempt.said()).toContain('access_denied');
    expect(idp.requests).not.toContain('/token');
  });

  it('gives the host a client secret that only this shell has', async () => {
    const secret = 'client_secret={"from":"env","name":"WEB_CLIENT_SECRET"}';
    const client = ['client_id=web', 'token_endpoint_auth_method=client_secret_basic', secret];
    await home.fob(['profile', 'add', 'acme/web', ...idp.members, ...client]);
    await refusal(home, ['login', 'acme/web'], 'secret_missing', { env: { BROWSER } });
    const env = { BROWSER, WEB_CLIENT_SECRET: 'canary-of-the-client' };
    const { code, stderr } = await home.run(['login', 'acme/web'], { env });
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('canary') as string]);
  });

  it('a second sign-in ends the first', async () => {
    const first = begin();
    await toldUrl(first);
    const second = begin();
    expect((await first.ended).code).toBe(3);
    await signInByScript(await toldUrl(second));
    expect((await second.ended).code).toBe(0);
  });

  it.runIf(process.platform === 'linux')(
    'names the process that holds the port of the redirect_uri',
    async () => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const { port } = taken.address() as AddressInfo;
      const redirect = `redirect_uri=http://127.0.0.1:${port}/callback`;
      await home.fob(['profile', 'add', ADDRESS, ...idp.members, redirect]);
      const { message } = await refusal(home, ['login', ADDRESS], 'redirect_port_taken', {
        env: { BROWSER },
      });
      expect(message).toContain(String(port));
      expect(message).toContain(`(process ${process.pid})`);
      taken.close();
    },
  );
});

describe('with a browser on another machine', () => {
  it('takes the address that the browser ended at', async () => {
    const attempt = begin('--paste');
    attempt.type(`${await signInElsewhere(await toldUrl(attempt))}\n`);
    expect(await attempt.ended).toEqual({ code: 0, stdout: expect.stringMatching(SIGNED_IN) as string });
  });

  it('asks again in a terminal when that was something else', async () => {
    await home.fob(['profile', 'add', ADDRESS, ...idp.members, 'redirect_uri=http://127.0.0.1/callback']);
    const { shown, code } = await inTerminal(home, ['login', ADDRESS, '--paste'], {
      answers: [
        [QUESTION, 'https://example.org/?code=x'],
        [QUESTION, '\u0003'],
      ],
    });
    expect(shown).toContain('That is not the address that the sign-in came back to.');
    expect([code, shown]).toEqual([3, expect.stringContaining('was cancelled')]);
  });

  it('ends the sign-in when nothing was pasted', async () => {
    const { code, stderr } = await home.run(['login', ADDRESS, '--paste']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Standard input ended')]);
    const [url = ''] = /http\S+/.exec(stderr) ?? [];
    await expect(fetch(redirectUriOf(url))).rejects.toThrow();
  });
});

describe('on another device', () => {
  it('shows code and address, and waits until the person said yes', async () => {
    const attempt = begin('--device');
    const uri = await toldUrl(attempt);
    expect(uri).toBe(`${idp.issuer}/device`);
    const code = toldCode(attempt);
    expect(attempt.said()).not.toContain('█');
    await approveDevice(`${uri}?user_code=${code}`);
    expect(await attempt.ended).toEqual({ code: 0, stdout: expect.stringMatching(SIGNED_IN) as string });
    expect(await home.fob(['token', ADDRESS])).toMatch(/^\S+\n$/);
  });

  it('draws a QR code in a terminal', async () => {
    const ended = inTerminal(home, ['login', ADDRESS, '--device']);
    await until(async () => (await home.ask('/v1/profiles')).body.includes('userCode'), 'it waits');
    await delay(1000);
    await home.ask(`/v1/login/${ADDRESS}`, { method: 'DELETE' });
    const { shown, code } = await ended;
    expect(shown).toMatch(/█ ▄▄▄▄▄ █/);
    expect([code, shown]).toEqual([3, expect.stringContaining('was cancelled')]);
  });
});

describe('signing out', () => {
  it('revokes and forgets: the next token needs a sign-in', async () => {
    await home.fob(['login', ADDRESS], { env: { BROWSER } });
    const { code, stdout, stderr } = await home.run(['logout', ADDRESS]);
    expect([code, stdout]).toEqual([0, `${ADDRESS} signed out: tokens revoked and forgotten\n`]);
    expect(stderr).toMatch(/end the session in your browser[\s\S]+\/session\/end\?/);
    expect(idp.requests).toContain('/token/revocation');
    await refusal(home, ['token', ADDRESS], 'sign_in_needed');
  });

  it('forgets also where nothing can be revoked, and says so', async () => {
    expect(await home.json(['logout', ADDRESS])).toEqual({
      address: ADDRESS,
      revoked: false,
      forgotten: true,
    });
  });
});
