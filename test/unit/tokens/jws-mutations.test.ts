/** Wycheproof for one's own: a good JWS of each kind, changed in every way an attacker has, a hundred thousand times. */
import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../core/tokens/jwt.ts';
import { localKeys } from '../../../core/tokens/key-sets.ts';
import { jws, makeKeys } from '../../provider/faults/jws.ts';
import { strangers } from './jws-forgeries.ts';
import { MUTATIONS } from './jws-mutations.ts';
import { rollDice } from './jws-text.ts';

/** Another one for another hundred thousand: `FOB_JWS_SEED=2 npx vitest run test/unit/tokens/jws-mutations.test.ts`. */
const SEED = Number(process.env.FOB_JWS_SEED ?? 1);
const WANTED = 100_000;
const AT_A_TIME = 500;

const NOW = Date.parse('2026-01-01T00:00:00Z');
const ISSUER = 'https://idp.example';
const { rsa, pss, ec, ed, foreign } = makeKeys();
const published = [rsa, pss, ec, ed];
const attacker = { published, own: [...strangers(published), foreign] };

/** Good tokens by each algorithm; and the keys as a careful and as a careless IdP publishes them. */
const claims = { iss: ISSUER, sub: 'person', aud: 'client', iat: NOW / 1000, exp: NOW / 1000 + 300 };
const bases = published.flatMap((key) => {
  const careful = localKeys(JSON.stringify({ keys: published.map(({ jwk }) => jwk) }));
  const { kty, crv, n, e, x, y } = key.jwk;
  const careless = localKeys(JSON.stringify({ keys: [{ kty, crv, n, e, x, y }] }));
  return [
    { token: jws({ alg: key.alg, kid: key.kid }, claims, key), keys: careful },
    { token: jws({ alg: key.alg }, { ...claims, pad: 'x' }, key), keys: careless },
    { token: jws({ alg: key.alg }, { ...claims, pad: 'xy' }, key), keys: careless },
  ];
});
const isVerified = async (token: string, keys: ReturnType<typeof localKeys>): Promise<boolean> =>
  (await verify(token, { keys, now: NOW, issuer: ISSUER })).kind === 'verified';

describe('a good JWS', () => {
  it('is verified as it is', async () => {
    for (const { token, keys } of bases) expect(await isVerified(token, keys)).toBe(true);
  });

  it(`is never verified when anything of it was changed (seed ${SEED})`, { timeout: 180_000 }, async () => {
    const dice = rollDice(SEED);
    const names = Object.keys(MUTATIONS);
    const seen = new Set(bases.map(({ token }) => hash('sha1', token)));
    const counts = new Map<string, number>();
    const accepted: string[] = [];
    const mutate = (name: string, token: string): string => MUTATIONS[name]?.(token, dice, attacker) ?? token;
    const attempt = async (): Promise<void> => {
      const { token, keys } = dice.pick(bases);
      const steps = Array.from({ length: dice.pick([1, 1, 2, 3]) }, () => dice.pick(names));
      const mutated = steps.reduce((text, name) => mutate(name, text), token);
      const digest = hash('sha1', mutated);
      if (seen.has(digest)) return;
      seen.add(digest);
      for (const name of new Set(steps)) counts.set(name, (counts.get(name) ?? 0) + 1);
      if (await isVerified(mutated, keys)) accepted.push(`seed ${SEED}, ${steps.join(' + ')}: ${mutated}`);
    };
    while (seen.size - bases.length < WANTED) await Promise.all(Array.from({ length: AT_A_TIME }, attempt));
    // The keys are new each time: with them and the seed, all of it can be done again.
    expect(accepted, JSON.stringify(published.map(({ jwk }) => jwk))).toEqual([]);
    expect(seen.size - bases.length).toBeGreaterThanOrEqual(WANTED);
    expect(Math.min(...names.map((name) => counts.get(name) ?? 0))).toBeGreaterThan(0);
  });
});
