/** A profile file that came with another issuer: the stored secret goes there only when a person says so. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { startPlainIdp } from './plain-idp.ts';
import type { PlainIdp } from './plain-idp.ts';
import { refusal } from './refusal.ts';

const ADDRESS = 'acme/dev';
const CLIENT = { client_id: 'c1', client_secret: 'canary-of-the-client' };

let idp: PlainIdp;
let other: PlainIdp;
let home: FobHome;
beforeAll(async () => {
  [idp, other, home] = await Promise.all([startPlainIdp([CLIENT]), startPlainIdp([CLIENT]), makeFobHome()]);
  const members = [`issuer=${idp.issuer}`, 'client_id=c1', 'grant_type=client_credentials'];
  const secret = 'client_secret={"from":"vault"}';
  await home.fob(['profile', 'add', ADDRESS, ...members, secret]);
  await home.fob(['secret', 'set', ADDRESS, 'client_secret'], { input: CLIENT.client_secret });
  await home.fob(['token', ADDRESS]);
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await Promise.all([idp[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]);
});

/** As somebody else's commit does. */
async function pull(from: string, to: string): Promise<void> {
  const file = join(home.data, 'profiles.json');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(from, to));
}

it('is refused with exit code 8, sends nothing, and goes on after "fob profile trust"', async () => {
  await pull(idp.issuer, other.issuer);
  for (const command of ['token', 'copy', 'refresh', 'claims']) {
    const { message, hint } = await refusal(home, [command, ADDRESS], 'endpoints_changed');
    expect(message).toContain(`${ADDRESS} would now send its secrets elsewhere`);
    expect(message).toContain(`issuer was ${idp.issuer} and is ${other.issuer}`);
    expect(hint).toContain(`fob profile trust ${ADDRESS}`);
  }
  expect([idp.requests(), other.requests()]).toEqual([1, 0]);
  const answer = await home.ask(`/v1/token/${ADDRESS}`);
  expect(answer.status).toBe(409);

  const told = await home.fob(['profile', 'trust', ADDRESS]);
  expect(told).toContain(`${ADDRESS} is trusted to send its secrets here from now on:`);
  expect(told).toMatch(new RegExp(`^ {2}issuer +was +${idp.issuer}\\n +now +${other.issuer}$`, 'm'));
  expect(told).toMatch(new RegExp(`^ {2}token_endpoint +was +${idp.issuer}/token\\n`, 'm'));
  await home.fob(['token', ADDRESS]);
  expect([idp.requests(), other.requests()]).toEqual([1, 1]);
});

it('says with --json what changed, and that there is nothing to agree to', async () => {
  await pull(other.issuer, idp.issuer);
  await refusal(home, ['refresh', ADDRESS], 'endpoints_changed');
  const { address, trusted, changes } = (await home.json(['profile', 'trust', ADDRESS])) as {
    address: string;
    trusted: boolean;
    changes: unknown[];
  };
  expect([address, trusted]).toEqual([ADDRESS, true]);
  expect(changes).toContainEqual({ member: 'issuer', from: other.issuer, to: idp.issuer });
  expect(await home.json(['profile', 'trust', ADDRESS])).toEqual({
    address: ADDRESS,
    trusted: true,
    changes: [],
  });
  expect(await home.fob(['profile', 'trust', ADDRESS])).toBe(
    `${ADDRESS} goes where it went before; there was nothing to agree to\n`,
  );
  await refusal(home, ['profile', 'trust', 'acme/none'], 'address_unknown');
});
