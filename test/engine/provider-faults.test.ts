import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profilesFileSchema } from '../../shared/profile.ts';
import { FAULTS, startFaultServer } from '../provider/faults.ts';
import type { Fault } from '../provider/faults/fault.ts';
import type { FaultServer } from '../provider/faults/server.ts';
import { runCarelessly } from './careless-client.ts';
import { runAll } from './fault-pool.ts';
import { runOpenidClient } from './openid-fault-client.ts';

const byVerdict = (verdict: Fault['verdict']) => FAULTS.filter((fault) => fault.verdict === verdict);
const LONG = { timeout: 180_000 };

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

describe('the catalogue', () => {
  it('has at least 150 answers to refuse and 25 to accept', () => {
    expect(byVerdict('refuse').length).toBeGreaterThanOrEqual(150);
    expect(byVerdict('accept').length).toBeGreaterThanOrEqual(25);
  });

  it('names each fault by an id that is also an environment of a valid profile file', () => {
    expect(new Set(FAULTS.map(({ id }) => id.toLowerCase())).size).toBe(FAULTS.length);
    expect(profilesFileSchema.safeParse(server.profiles).error).toBeUndefined();
  });
});

describe('a client that checks nothing', () => {
  it('is caught by every fault that it can get past', LONG, async () => {
    const missed = await runAll(server, byVerdict('refuse'), runCarelessly, (fault, failure) => {
      const { carried, after } = server.outcome(fault.id);
      if (!carried) return `the fault was never met (${String(failure)})`;
      if (fault.structural === true) return after === 0 ? undefined : `${after} requests after all`;
      return after > 0 ? undefined : `no request after the fault (${String(failure)})`;
    });
    expect(missed).toEqual([]);
  });

  it('gets a token wherever a careful one has to get one', LONG, async () => {
    // It takes the first code that comes, and here that is somebody else's.
    const others = byVerdict('accept').filter(({ id }) => id !== 'P06-post');
    const missed = await runAll(server, others, runCarelessly, (fault, failure) => {
      const { apiCalls } = server.outcome(fault.id);
      return apiCalls >= (fault.rounds ?? 1) ? undefined : `${apiCalls} API calls (${String(failure)})`;
    });
    expect(missed).toEqual([]);
  });
});

/**
 * Where openid-client and jose are not careful enough by themselves: what their caller has to look at, such as the size
 * of an answer, the URLs in the metadata, `at_hash`, the age of an ID token, or the subject after a refresh.
 */
const LET_THROUGH = [
  ...['F02', 'F02-five', 'F02-jwks', 'F02-metadata', 'N04-exponent', 'N04-many'],
  ...['M22', 'M22-empty', 'M22-number', 'M22-part', 'M35', 'M67', 'N10-exp-infinite', 'N10-iat-2099'],
  ...['M87', 'M87-empty', 'P26-bearer', 'P26-dpop', 'P29', 'P57'],
  ...['N08-newline', 'N08-padded-signature', 'N08-space', 'N08-space-signature', 'N08-standard'],
  ...['N11-metadata-no-gzip', 'N11-no-gzip'],
  ...['N13-authorization', 'N13-device', 'N13-jwks', 'N13-token', 'P12-authorization-userinfo'],
  ...['N13-introspection-http', 'N13-jwks-http', 'N13-revocation-http', 'N13-userinfo-http'],
  ...['N14-idn', 'N14-scheme-case', 'N14-space', 'P39-token-fragment', 'P39-token-userinfo'],
  ...['N23-complete', 'N23-custom', 'N23-file', 'N23-http', 'N23-javascript', 'N23-relative'],
  ...['file', 'javascript', 'number'].flatMap((kind) =>
    ['introspection', 'revocation', 'userinfo', 'jwks'].map((name) => `P39-${name}-${kind}`),
  ),
];

/** What they refuse and need not: one of two documents, compression, members that are empty, keys that are new. */
const REFUSED_IN_VAIN = [
  ...['P37', 'P25-gzip', 'P25-token-gzip', 'P27-null', 'N20', 'N20-mint', 'M31', 'M32', 'M31-refresh'],
];

const idOf = (said: string): string => said.slice(0, said.indexOf(':'));

describe('openid-client and jose', () => {
  it('refuse the rest, before the next endpoint', LONG, async () => {
    const passed = await runAll(server, byVerdict('refuse'), runOpenidClient, (fault, failure) => {
      const { carried, after } = server.outcome(fault.id);
      if (!carried) return `the fault was never met (${String(failure)})`;
      return failure === undefined || after > 0 ? `${after} requests after (${String(failure)})` : undefined;
    });
    expect(passed.filter((said) => !LET_THROUGH.includes(idOf(said)))).toEqual([]);
  });

  it('accept the rest', LONG, async () => {
    const refused = await runAll(server, byVerdict('accept'), runOpenidClient, (fault, failure) => {
      const { apiCalls } = server.outcome(fault.id);
      const isGood = failure === undefined && apiCalls >= (fault.rounds ?? 1);
      return isGood ? undefined : `${apiCalls} API calls (${String(failure)})`;
    });
    expect(refused.filter((said) => !REFUSED_IN_VAIN.includes(idOf(said)))).toEqual([]);
  });
});
