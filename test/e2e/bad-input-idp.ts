/**
 * IdPs that refuse, fail, stall or attack. Each time: the exit code and words of the contract, within the deadline, one
 * request, and the token that was there before is there afterwards. All at once, since the slowest one takes 30 s.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/error-code.ts';
import { makeFobHome } from './fob-home.ts';
import type { FobHome, Run } from './fob-home.ts';
import { closedPort, DECEIVING, startHostileIdp } from './hostile-idp.ts';
import type { Fault, HostileIdp } from './hostile-idp.ts';
import { refusal } from './refusal.ts';

/** What Fob asks of an answer (design, issue: exit 5 or 4 within the deadline of 30 s), with room for a busy machine. */
const DEADLINE_MS = 30_000;
const QUICK_MS = 20_000;

const FAULTS: readonly (readonly [Fault, ErrorCode, RegExp])[] = [
  ['drip', 'idp_timeout', /within 30 s/],
  ['refuses', 'idp_refused', /invalid_client \(.*AAA\.\.\.\)/],
  ['refuses_with_200', 'idp_refused', /invalid_client \(.*AAA\.\.\.\)/],
  ['refuses_deceivingly', 'idp_refused', /refused a\/refuses-deceivingly: .*red/],
  ['html', 'idp_response_invalid', /not a token|not valid/],
  ['redirect', 'idp_response_invalid', /redirect to http:\/\/127\.0\.0\.1:\d+, which Fob never follows/],
  ['redirect_keeping_the_body', 'idp_response_invalid', /redirect/],
  ['huge', 'idp_response_invalid', /more than 256 KB/],
  ['bomb', 'idp_response_invalid', /more than 256 KB/],
  ['unavailable', 'idp_unreachable', /status 503/],
  ['hangs_up', 'idp_unreachable', /the connection was cut/],
  ['stops_halfway', 'idp_unreachable', /the connection was cut/],
  ['null', 'idp_response_invalid', /not valid/],
  ['no_token', 'idp_response_invalid', /access_token/],
  ['smuggles', 'idp_response_invalid', /access_token .* characters/],
];

const LOST: readonly Fault[] = ['hangs_up', 'stops_halfway'];

const addressOf = (fault: Fault): string => `a/${fault.replaceAll('_', '-')}`;

let idp: HostileIdp;
/** Asks its clients to leave it alone, which holds for all of its profiles: so it has only one. */
let touchy: HostileIdp;
let home: FobHome;
describe.concurrent('an IdP that hurts', () => {
  beforeAll(async () => {
    [idp, touchy, home] = [await startHostileIdp(), await startHostileIdp(), await makeFobHome()];
    const client = {
      client_id: 'c',
      grant_type: 'client_credentials',
      token_endpoint_auth_method: 'none',
    };
    const environments = [
      ...FAULTS.map(([fault]) => ({
        id: fault.replaceAll('_', '-'),
        token_endpoint: idp.tokenEndpoint(fault),
        ...client,
      })),
      { id: 'down', token_endpoint: `http://127.0.0.1:${await closedPort()}/token`, ...client },
      { id: 'shown', token_endpoint: idp.tokenEndpoint('shown'), ...client },
      { id: 'slow', issuer: idp.slowIssuer, ...client },
      { id: 'lost', issuer: idp.origin, ...client },
      { id: 'touchy', token_endpoint: touchy.tokenEndpoint('touchy'), ...client },
      { id: 'ended', token_endpoint: idp.tokenEndpoint('ended'), ...client, grant_type: 'refresh_token' },
    ];
    const input = JSON.stringify({ version: 1, services: [{ id: 'a', environments }] });
    await home.fob(['profile', 'add', '--file', '-'], { input });
  });
  afterAll(async () => {
    await home[Symbol.asyncDispose]();
    await Promise.all([idp, touchy].map((each) => each[Symbol.asyncDispose]()));
  });

  it('hands out the token at hand while a refresh is stuck', async () => {
    const name = 'stuck';
    await home.fob([
      'profile',
      'add',
      'stuck/dev',
      `token_endpoint=${idp.tokenEndpoint(name)}`,
      'client_id=c',
      'grant_type=client_credentials',
      'token_endpoint_auth_method=none',
    ]);
    const token = await home.fob(['token', 'stuck/dev']);
    idp.behave(name, 'drip');
    const stuck = home.run(['refresh', 'stuck/dev']);
    const quick = await home.run(['token', 'stuck/dev']);
    expect(quick).toMatchObject({ code: 0, stdout: token });
    expect(quick.ms).toBeLessThan(QUICK_MS);
    expect((await stuck).code).toBe(5);
  });

  it.each(FAULTS)('%s: %s', async (fault, code, words) => {
    const address = addressOf(fault);
    const token = await home.fob(['token', address]);
    idp.behave(fault, fault);
    const begun = performance.now();
    const { message } = await refusal(home, ['refresh', address], code);
    const took = performance.now() - begun;
    expect(message).toMatch(words);
    expectHarmless(message);
    // A refresh whose answer was lost is sent once more, at once.
    const sent = LOST.includes(fault) ? 2 : 1;
    expect(idp.requests(fault), 'requests for the first token and the refresh').toHaveLength(1 + sent);
    if (fault === 'drip') expect(took).toBeGreaterThan(DEADLINE_MS - 1_000);
    expect(took).toBeLessThan(fault === 'drip' ? DEADLINE_MS + 8_000 : QUICK_MS);
    expect(await home.run(['token', address]), 'nothing is lost').toMatchObject({
      code: 0,
      stdout: token,
      stderr: '',
    });
    expect(idp.elsewhere(), 'requests at the origin of a redirect').toBe(0);
  });

  it('nothing listens', async () => {
    const { message, hint } = await refusal(home, ['token', 'a/down'], 'idp_unreachable');
    expect(message).toMatch(/connection refused/);
    expect(hint).toMatch(/Nothing was lost/);
  });

  it('metadata that come one byte a second', async () => {
    const begun = performance.now();
    await refusal(home, ['token', 'a/slow'], 'idp_timeout');
    expect(performance.now() - begun).toBeLessThan(QUICK_MS);
  });

  it('an issuer without metadata', async () => {
    const { hint } = await refusal(home, ['token', 'a/lost'], 'idp_response_invalid');
    expect(hint).toMatch(/issuer/);
  });

  it('keys that come one byte a second', async () => {
    const input = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln';
    const begun = performance.now();
    await Promise.all([
      refusal(home, ['inspect', '--jwks', `${idp.slowIssuer}/jwks`], 'idp_timeout', { input }),
      refusal(home, ['inspect', '--jwks', `http://127.0.0.1:${await closedPort()}/jwks`], 'idp_unreachable', {
        input,
      }),
      refusal(home, ['inspect', '--jwks', `${idp.origin}/absent`], 'idp_response_invalid', { input }),
    ]);
    expect(performance.now() - begun).toBeLessThan(QUICK_MS);
  });

  it('asks to be left alone, and is', async () => {
    touchy.behave('touchy', 'wants_quiet');
    const first = await refusal(home, ['token', 'a/touchy'], 'idp_unreachable');
    expect(first.message).toMatch(/status 429 and asks to wait 120 s/);
    const second = await refusal(home, ['token', 'a/touchy'], 'idp_unreachable');
    expect(second.hint).toMatch(/Try again in 1[12]\d s/);
    expect(touchy.requests('touchy')).toHaveLength(1);
  });

  it('ended the session: only a person can go on, and nobody asks again before', async () => {
    await home.fob(['secret', 'set', 'a/ended', 'refresh_token'], { input: 'spent' });
    idp.behave('ended', 'ends_session');
    const { hint } = await refusal(home, ['token', 'a/ended'], 'sign_in_needed');
    expect(hint).toMatch(/fob secret set a\/ended refresh_token/);
    await refusal(home, ['token', 'a/ended'], 'sign_in_needed');
    expect(idp.requests('ended')).toHaveLength(1);
    idp.behave('ended', 'good');
    await home.fob(['secret', 'set', 'a/ended', 'refresh_token'], { input: 'new' });
    expect(await home.fob(['token', 'a/ended'])).toBe('access.ended.2\n');
    expect(idp.requests('ended')[1]?.parameters.get('refresh_token')).toBe('new');
  });

  it('is shown to a terminal without what it wrote to deceive one, and the list says what went wrong', async () => {
    idp.behave('shown', 'refuses');
    const runs: Run[] = [];
    for (const args of [['token', 'a/shown'], ['list'], ['list', '--json']]) runs.push(await home.run(args));
    expect(runs.map(({ code }) => code)).toEqual([4, 0, 0]);
    for (const { stdout, stderr } of runs) expectHarmless((stdout + stderr).replaceAll('\n', ''));
    const [refused, list] = runs;
    expect(refused?.stderr).toMatch(/^fob: The IdP refused a\/shown: invalid_client \(/);
    expect(refused?.stderr.length).toBeLessThan(800);
    expect(list?.stdout).toMatch(/^a\/shown .* error .*invalid_client/m);
    expect(readFileSync(join(home.data, 'run/agent.log'), 'utf8')).not.toContain(DECEIVING);
  });
});

/** No control character, and none that reorders or hides text. */
function expectHarmless(text: string): void {
  expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/);
  expect(text).not.toMatch(/A{400}/);
}
