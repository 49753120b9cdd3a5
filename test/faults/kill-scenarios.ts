/** What a host does while it is killed: for each step, what may be on the disk from then on. */
import type { Engine } from '../../core/index.ts';
import type { Vault } from '../../core/vault/vault.ts';
import type { Change } from './ledger.ts';
import { PASSPHRASE, profileText } from './store.ts';
import type { Policy } from './rotating-idp.ts';

/** The profile that is signed in, and that hosts work on unless their scenario names another one. */
export const SIGNED_IN = 'many/e0';
/** A profile that begins with a refresh token that somebody pasted. */
export const PASTED = 'pasted/one';
const NEW = 'new/one';
const NEXT_PASSPHRASE = 'the next passphrase';

/** A host has the one or the other: both would write to the same vault. */
export interface HostTools {
  readonly engine: () => Promise<Engine>;
  readonly vault: () => Promise<Vault>;
}

export interface Step {
  readonly run: (tools: HostTools) => Promise<unknown>;
  /** What changes by it, for the ledger. */
  readonly changes?: Readonly<Record<string, Change>>;
  readonly isRefresh?: boolean;
}

export interface Scenario {
  readonly policy: Policy;
  /** The profile whose session has to go on; by default the one that is signed in. */
  readonly address?: string;
  /** Begins with nothing at all. */
  readonly isFirst?: boolean;
  readonly steps: readonly Step[];
}

const STRICT: Policy = { rotates: true, graceMs: 0 };
/** Of the 5 s or more that are asked for: a busy machine takes its time until the next host asks. */
const LENIENT: Policy = { rotates: true, graceMs: 60_000 };
const KEEPING: Policy = { rotates: false, graceMs: 0 };

const refresh = (address = SIGNED_IN): Step => ({
  run: async ({ engine }) => (await engine()).refresh(address),
  isRefresh: true,
});
const addProfile: Step = {
  run: async ({ engine }) => (await engine()).addProfiles(profileText(NEW, 'c-new')),
  changes: { profiles: { [NEW]: 'c-new' } },
};
const setSecret = (value: string): Step => ({
  run: async ({ engine }) => (await engine()).setSecret(NEW, 'client_secret', value),
  changes: { [NEW]: { client_secret: value } },
});

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'first save': {
    policy: STRICT,
    isFirst: true,
    steps: [
      {
        run: async ({ engine }) => (await engine()).unlock(PASSPHRASE),
        changes: { vault: { made: 'yes', passphrase: PASSPHRASE } },
      },
      addProfile,
      setSecret('s-1'),
    ],
  },
  save: {
    policy: STRICT,
    steps: [
      addProfile,
      setSecret('s-1'),
      setSecret('s-2'),
      {
        run: async ({ engine }) => (await engine()).removeProfile(NEW),
        changes: { profiles: { [NEW]: null }, [NEW]: 'removed' },
      },
    ],
  },
  refresh: { policy: KEEPING, steps: [refresh(), refresh()] },
  rotation: { policy: STRICT, steps: [refresh(), refresh()] },
  'pasted token': { policy: STRICT, address: PASTED, steps: [refresh(PASTED), refresh(PASTED)] },
  'rotation with grace': { policy: LENIENT, steps: [refresh(), refresh()] },
  slots: {
    policy: STRICT,
    steps: [
      {
        run: async ({ vault }) => (await vault()).addSlot('keyring', { passphrase: PASSPHRASE }),
        changes: { vault: { keyring: 'yes' } },
      },
      {
        run: async ({ vault }) => (await vault()).changePassphrase(PASSPHRASE, NEXT_PASSPHRASE),
        changes: { vault: { passphrase: NEXT_PASSPHRASE } },
      },
      {
        run: async ({ vault }) => (await vault()).removeSlot('keyring'),
        changes: { vault: { keyring: null } },
      },
    ],
  },
  'key rotation': {
    policy: STRICT,
    steps: [{ run: async ({ vault }) => (await vault()).rotateKey(PASSPHRASE) }],
  },
};
