/**
 * One case of hostile.ts in a process of its own: asks the hostile server through the whole engine. Prints a line when it
 * begins to measure, then what it cost as a line of JSON. Arguments: the server's origin, and the number of the case.
 */
import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../core/index.ts';
import { errorView } from '../core/index.ts';
import type { Address } from '../shared/profile.ts';
import { CHEAP_SCRYPT, makeEngine, PASSPHRASE } from './engine.ts';
import { unsignedJwt } from './hostile-answers.ts';
import { HOSTILE_CASES } from './hostile-cases.ts';
import type { Ask, HostileCase } from './hostile-cases.ts';
import { GOOD } from './hostile-server.ts';
import { startMeter } from './meter.ts';
import type { Cost } from './meter.ts';

export interface HostileResult extends Cost {
  readonly outcome: string;
  readonly ms: number;
}

const [origin = '', number = ''] = process.argv.slice(2);

async function run({ ask, answer }: HostileCase): Promise<HostileResult> {
  await using cleanup = new AsyncDisposableStack();
  const { engine } = await makeEngine(cleanup, { scryptParameters: CHEAP_SCRYPT });
  await engine.start();
  await engine.unlock(PASSPHRASE);
  await engine.addProfiles(profilesFor(ask));
  // What is loaded and compiled once is not the server's doing.
  for (let round = 0; round < 3; round += 1) await outcomeOf(ASKS[ask](engine, 'bench/good', 'good'));
  const meter = await startMeter();
  console.log('measuring');
  const started = performance.now();
  const outcome = await outcomeOf(ASKS[ask](engine, 'bench/hostile', answer === 'vastKey' ? 'vast' : 'k1'));
  const ms = performance.now() - started;
  await pause(50);
  return { outcome, ms, ...meter.stop() };
}

function profilesFor(ask: Ask): string {
  const defaults = {
    client_id: 'bench',
    token_endpoint_auth_method: 'none',
    grant_type: ask === 'sign-in' ? 'authorization_code' : 'client_credentials',
    ...(ask === 'sign-in' ? { scope: 'openid' } : {}),
  };
  const environments = [
    { id: 'good', issuer: `${origin}/${GOOD}` },
    { id: 'hostile', issuer: `${origin}/${number}` },
  ];
  return JSON.stringify({ version: 1, services: [{ id: 'bench', defaults, environments }] });
}

const ASKS: Readonly<Record<Ask, (engine: Engine, address: Address, keyId: string) => Promise<unknown>>> = {
  token: (engine, address) => engine.refresh(address),
  metadata: (engine, address) => engine.refresh(address),
  claims: (engine, address) => engine.claims(address),
  keys: verify,
  'sign-in': signIn,
  userinfo: (engine, address) => engine.userinfo(address),
  introspection: introspect,
};

async function verify(engine: Engine, address: Address, keyId: string): Promise<void> {
  const jwt = unsignedJwt({ alg: keyId === 'vast' ? 'RS256' : 'ES256', kid: keyId }, '{}');
  const { verification } = await engine.inspect({ jwt, for: address });
  if (verification.kind === 'not_verified') throw new Refusal(verification.reason.code);
}

async function introspect(engine: Engine, address: Address): Promise<void> {
  const { introspection } = await engine.claims(address);
  if (introspection?.kind === 'not_answered') throw new Refusal(introspection.reason.code);
}

/** Comes back from the browser at once. */
async function signIn(engine: Engine, address: Address): Promise<void> {
  const start = await engine.login(address);
  if (start.kind !== 'browser') throw new Error('That is no sign-in by a browser.');
  const done = engine.loginDone(address);
  done.catch(() => undefined);
  const { searchParams } = new URL(start.url);
  const back = new URL(start.redirectUri);
  back.searchParams.set('code', searchParams.get('nonce') ?? '');
  back.searchParams.set('state', searchParams.get('state') ?? '');
  const [page] = (await once(get(back, { agent: false }), 'response')) as [NodeJS.ReadableStream];
  page.resume();
  await done;
}

class Refusal extends Error {}

async function outcomeOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'accepted';
  } catch (error) {
    return error instanceof Refusal ? error.message : errorView(error).code;
  }
}

const hostile = HOSTILE_CASES[Number(number)];
if (hostile === undefined) throw new Error(`There is no case ${number}.`);
console.log(JSON.stringify(await run(hostile)));
