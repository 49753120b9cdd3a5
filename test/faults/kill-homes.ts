/** Data directories for hosts that die: made once, then copied for each of them. */
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUndiciHttp } from '../../core/node/undici-http.ts';
import { recordFile } from '../../core/vault/layout.ts';
import { engineOn, vaultOn } from './kill-engine.ts';
import { fileItems } from './kill-keyring.ts';
import { PASTED, SIGNED_IN } from './kill-scenarios.ts';
import { killingHttp } from './kill-seams.ts';
import type { State } from './ledger.ts';
import type { RotatingIdp } from './rotating-idp.ts';
import { PASSPHRASE } from './store.ts';

/** In memory where the system has such a place: what a process wrote outlives it on any file system. */
const TEMPORARY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export interface Prepared {
  readonly home: string;
  /** What is in it, by the names of the ledger. */
  readonly states: ReadonlyMap<string, State>;
  /** The refresh token in it. */
  readonly refreshToken: string;
}

export interface Homes extends Disposable {
  readonly root: string;
  /** Made at the first call for this number of profiles. */
  prepared(profiles: number): Promise<Prepared>;
  /** A copy, or an empty place. */
  copy(prepared: Prepared | undefined, name: string): { home: string; keyring: string; remove: () => void };
}

export function makeHomes(idp: RotatingIdp): Homes {
  const root = mkdtempSync(join(TEMPORARY, 'fob-faults-'));
  const made = new Map<number, Promise<Prepared>>();
  return {
    root,
    prepared(profiles) {
      const known = made.get(profiles) ?? prepare(join(root, `of-${profiles}`), profiles, idp);
      made.set(profiles, known);
      return known;
    },
    copy(prepared, name) {
      const place = join(root, name);
      const [home, keyring] = [join(place, 'data'), join(place, 'keyring')];
      mkdirSync(keyring, { recursive: true });
      if (prepared !== undefined) copyTree(prepared.home, home);
      return { home, keyring, remove: () => rmSync(place, { recursive: true, force: true }) };
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** A vault in which each profile has a client secret, and one is signed in. */
async function prepare(home: string, profiles: number, idp: RotatingIdp): Promise<Prepared> {
  const items = fileItems(home);
  const states = new Map<string, State>();
  const family = `of-${profiles}`;
  const { first } = idp.open(family, { rotates: true, graceMs: 0 });
  const engine = engineOn(
    { home, items },
    killingHttp(
      createUndiciHttp({}),
      family,
      () => undefined,
      () => undefined,
    ),
  );
  await engine.start();
  await engine.unlock(PASSPHRASE);
  await engine.addProfiles(profilesText(profiles, idp.origin));
  const vault = vaultOn({ home, items });
  await vault.load();
  await vault.unlock(PASSPHRASE);
  for (let n = 0; n < profiles; n += 1) {
    await vault.write(`many/e${n}`, { client_secret: `s-${n}` });
    states.set(`many/e${n}`, { client_secret: `s-${n}` });
  }
  // The same session: in a scenario only one of the two goes on with it.
  await vault.write(PASTED, { refresh_token: first });
  states.set(PASTED, { refresh_token: first });
  vault.lock();
  const start = await engine.login(SIGNED_IN);
  if (start.kind !== 'browser') throw new Error('this sign-in is by a browser');
  const url = new URL(start.url);
  const state = url.searchParams.get('state') ?? '';
  await engine.pasteCallback(SIGNED_IN, `${start.redirectUri}?code=c&state=${state}`);
  await engine.stop();
  states.set('vault', { made: 'yes', passphrase: PASSPHRASE });
  const clients = Array.from({ length: profiles }, (_, n): [string, string] => [`many/e${n}`, `c-${n}`]);
  states.set('profiles', Object.fromEntries([...clients, [PASTED, 'c-pasted']]));
  if (!existsSync(join(home, recordFile(SIGNED_IN)))) throw new Error('nothing was prepared');
  return { home, states, refreshToken: first };
}

function profilesText(profiles: number, origin: string): string {
  const environments = Array.from({ length: profiles }, (_, n) => ({ id: `e${n}`, client_id: `c-${n}` }));
  const defaults = {
    grant_type: 'authorization_code',
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    token_endpoint_auth_method: 'client_secret_basic',
    client_secret: { from: 'vault' },
    refresh: { auto: false },
  };
  const pasted = {
    grant_type: 'refresh_token',
    client_id: 'c-pasted',
    token_endpoint: `${origin}/token`,
    refresh_token: { from: 'vault' },
    refresh: { auto: false },
  };
  const services = [
    { id: 'many', defaults, environments },
    { id: 'pasted', environments: [{ id: 'one', ...pasted }] },
  ];
  return JSON.stringify({ version: 1, services });
}

/** Names alone: Fob never writes into a file that has one, so all copies can share the bytes. The lock is not copied. */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!entry.isDirectory()) linkSync(source, target);
    else if (entry.name !== 'run') copyTree(source, target);
  }
}
