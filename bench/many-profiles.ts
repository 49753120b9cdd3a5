/** More profiles than anyone has, an IdP that answers all of them at once, and the disk that they are kept on. */
import type { HttpClientFactory, SecretSources } from '../core/index.ts';
import { realDisk } from '../core/node/disk.ts';
import type { Disk } from '../core/node/disk.ts';
import { refreshDue } from '../core/timers/due.ts';
import type { Address } from '../shared/profile.ts';

export const TOKEN_MS = 300_000;
export const EARLY_MS = 60_000;
/** By chance every refresh would be some seconds earlier; here all are so by the same. */
export const FRACTION = 0.5;

/** Milliseconds from a token's receipt until it is refreshed. */
export const PERIOD_MS = refreshDue({ receivedAt: 0, expiresAt: TOKEN_MS }, EARLY_MS, FRACTION);

/** Profiles of the benchmark. */
export const MANY = 10_000;

export const addressOf = (number: number): Address => `many/p${number}`;

/** A profile file in which each profile has an IdP of its own. */
export function manyProfiles(count: number): string {
  const environments = Array.from({ length: count }, (_, number) => ({
    id: `p${number}`,
    token_endpoint: `https://idp-${number}.example/token`,
  }));
  const defaults = {
    grant_type: 'client_credentials',
    client_id: 'bench',
    client_secret: { from: 'env', name: 'BENCH_SECRET' },
  };
  return JSON.stringify({ version: 1, services: [{ id: 'many', defaults, environments }] });
}

/** As long as the JWT of a common IdP. */
export const longToken = (number: number): string => String(number).padStart(900, 'x');

export const MANY_SECRETS: SecretSources = {
  env: () => Promise.resolve('the same secret for all'),
  file: () => Promise.reject(new Error('no profile has a file')),
  exec: () => Promise.reject(new Error('no profile has a program')),
};

export interface InstantIdpOptions {
  /** Whether each answer has a new refresh token. */
  readonly rotates: boolean;
  /** Hears of each request, by the number of its profile. */
  readonly onRequest?: (number: number) => void;
}

/** Answers at once, in this process: what is measured is Fob's own work. */
export function instantIdp({ rotates, onRequest = () => undefined }: InstantIdpOptions): HttpClientFactory {
  let answered = 0;
  return ({ address }) =>
    Promise.resolve({
      request() {
        onRequest(Number(address.slice(addressOf(0).length - 1)));
        answered += 1;
        const access_token = longToken(answered);
        const refreshing = rotates ? { refresh_token: `${longToken(answered)}r` } : {};
        const body = { access_token, token_type: 'Bearer', expires_in: TOKEN_MS / 1000, ...refreshing };
        return Promise.resolve({
          status: 200,
          headers: new Headers({ 'content-type': 'application/json' }),
          body: new TextEncoder().encode(JSON.stringify(body)),
        });
      },
      close: () => Promise.resolve(),
    });
}

/** The real disk, but nobody waits until it has written: what that takes says nothing of Fob. */
export const HASTY_DISK: Disk = {
  ...realDisk,
  syncDirectory: () => Promise.resolve(),
  async open(path, flags, mode) {
    return { ...(await realDisk.open(path, flags, mode)), sync: () => Promise.resolve() };
  },
};

/** The real disk; `count` hears how many bytes each file is given. */
export function countingDisk(count: (bytes: number) => void): Disk {
  return {
    ...realDisk,
    async open(path, flags, mode) {
      const file = await realDisk.open(path, flags, mode);
      return {
        ...file,
        writeFile(bytes) {
          count(bytes.byteLength);
          return file.writeFile(bytes);
        },
      };
    },
  };
}
