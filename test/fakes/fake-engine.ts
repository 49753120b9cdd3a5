import type { Engine, HandedToken } from '../../core/engine/contract.ts';
import type { VaultCheckup } from '../../shared/checkup.ts';
import type { Address } from '../../shared/profile.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings-view.ts';
import type { EnvironmentView, Snapshot } from '../../shared/snapshot.ts';

export interface FakeEngine extends Engine {
  /** Every call that does or reveals something, by method name and arguments; looking at the snapshot is not one. */
  readonly calls: readonly (readonly [name: string, ...args: readonly unknown[]])[];
  /** What `token` hands out from now on. */
  hand(token: Partial<HandedToken>): void;
  /** Makes every call reject with `error`, until it is called without one. */
  failWith(error?: unknown): void;
  /** Publishes a new snapshot with the next revision. */
  change(part?: Partial<Snapshot>): void;
  /** How many listen for snapshots. */
  listeners(): number;
}

export const FAKE_TOKEN = 'fake-access-token.0123456789';
export const FAKE_NOW = 1_767_225_600_000;

const FAKE_VAULT: VaultCheckup = {
  state: 'unlocked',
  slots: [{ id: 'slot-1', kind: 'passphrase', detail: 'N=131072 r=8 p=1', answer: 'asks' }],
  rotating: false,
  records: 3,
  opened: true,
  troubles: [],
  previous: 0,
  keptDamaged: [],
};

/** Answers at once and keeps no state besides its snapshot. Knows `salus/dev`, `salus/beta` and `salus/prod`. */
export function createFakeEngine(): FakeEngine {
  const calls: [string, ...unknown[]][] = [];
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let snapshot = firstSnapshot();
  let token: HandedToken = {
    address: 'salus/dev',
    accessToken: FAKE_TOKEN,
    tokenType: 'bearer',
    expiresAt: FAKE_NOW + 300_000,
    scope: 'sls:idn',
  };
  let failure: { error: unknown } | undefined;

  const noted = <Answer>(answer: Answer, ...call: [string, ...unknown[]]): Answer => {
    calls.push(call);
    if (failure !== undefined) throw failure.error;
    return answer;
  };
  const later = <Answer>(answer: Answer, ...call: [string, ...unknown[]]): Promise<Answer> =>
    new Promise((resolve) => resolve(noted(answer, ...call)));

  return {
    calls,
    hand: (part) => void (token = { ...token, ...part }),
    failWith: (...errors) => void (failure = errors.length === 0 ? undefined : { error: errors[0] }),
    change(part = {}) {
      snapshot = { ...snapshot, ...part, revision: snapshot.revision + 1 };
      for (const listener of listeners) listener(snapshot);
    },
    listeners: () => listeners.size,

    start: () => later(undefined, 'start'),
    stop: () => later(undefined, 'stop'),
    reload: () => Promise.resolve(),
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    token: (address, request) => later({ ...token, address: address as Address }, 'token', address, request),
    refresh: (address) => later(undefined, 'refresh', address),
    claims: (address) =>
      later(
        {
          address: address as Address,
          tokenType: 'Bearer',
          receivedAt: FAKE_NOW,
          expiresAt: FAKE_NOW + 300_000,
        },
        'claims',
        address,
      ),
    userinfo: (address) =>
      later(
        { address: address as Address, claims: { sub: 'person-1' }, subject: 'matches' },
        'userinfo',
        address,
      ),
    inspect: (request) =>
      later({ header: { alg: 'RS256' }, payload: {}, verification: { kind: 'decoded' } }, 'inspect', request),
    checkProfiles: (text) => noted({ addresses: ['salus/dev'], problems: [] }, 'checkProfiles', text),
    addProfiles: (text) => later({ addresses: ['salus/dev'], replaced: [] }, 'addProfiles', text),
    showProfile: (address) => noted({ members: { client_id: 'c1' } }, 'showProfile', address),
    removeProfile: (address) => later(undefined, 'removeProfile', address),
    pin: (address, pinned) => later(undefined, 'pin', address, pinned),
    setSecret: (address, member, value) => later(undefined, 'setSecret', address, member, value),
    login: (address, options) =>
      later(
        { kind: 'browser', url: 'https://idp.example/auth', redirectUri: 'http://127.0.0.1:1/cb' },
        'login',
        address,
        options,
      ),
    loginDone: (address) => later(undefined, 'loginDone', address),
    pasteCallback: (address, callback) => later(undefined, 'pasteCallback', address, callback),
    cancelLogin: (address) => noted(undefined, 'cancelLogin', address),
    logout: (address) => later({ revoked: true }, 'logout', address),
    proof: (address, request) => later('proof', 'proof', address, request),
    trust: (address, seen) => later({ changes: [] }, 'trust', address, seen),
    lendVariables: (address, variables) => later(undefined, 'lendVariables', address, variables),
    unlock: (passphrase) => later(undefined, 'unlock', passphrase),
    lock: () => later(undefined, 'lock'),
    imports: {
      read: (...args) =>
        later(
          {
            id: 'import-1',
            formats: [],
            text: '',
            addresses: [],
            existing: [],
            secrets: [],
            notes: [],
            problems: [],
          },
          'imports.read',
          ...args,
        ),
      save: (request) =>
        later({ addresses: [], replaced: [], stored: [], refused: [] }, 'imports.save', request),
      exported: (addresses) => later('{}', 'imports.exported', addresses),
      forget: () => undefined,
    },
    vault: {
      slots: () => noted(FAKE_VAULT.slots, 'vault.slots'),
      addSlot: (kind, secrets) => later(undefined, 'vault.addSlot', kind, secrets),
      removeSlot: (kind) => later(undefined, 'vault.removeSlot', kind),
      changePassphrase: (...passphrases) => later(undefined, 'vault.changePassphrase', ...passphrases),
      rotateKey: (passphrase) => later({ damaged: [] }, 'vault.rotateKey', passphrase),
      backup: (newPassphrase) => later('{}', 'vault.backup', newPassphrase),
      restore: (...backup) =>
        later({ restored: [], kept: [], profiles: { added: [], unlike: [] } }, 'vault.restore', ...backup),
      repair: (address) => later('whole', 'vault.repair', address),
      checkup: (request) => later({ vault: FAKE_VAULT, settings: [] }, 'vault.checkup', request),
      leave: (how) => later(undefined, 'vault.leave', how),
    },
    demo: { start: () => later(['demo/dev'], 'demo.start') },
    editor: {
      discover: (issuer) =>
        later({ issuer, endpoints: {}, mtlsEndpoints: {}, par: 'none' }, 'editor.discover', issuer),
      test: (text, secrets) => later({ steps: [] }, 'editor.test', text, secrets),
      text: (service) => later({}, 'editor.text', service),
      save: (request) => later({ addresses: [], removed: [] }, 'editor.save', request),
    },
    guard: {
      arm: (address) =>
        later({ address: address as Address, armedUntil: FAKE_NOW + 900_000 }, 'guard.arm', address),
      disarm: (address) => later(undefined, 'guard.disarm', address),
    },
    settings: {
      view: () => snapshot.settings,
      set: (change) => later(undefined, 'settings.set', change),
    },
    history: {
      activity: (address) => later({ events: [] }, 'history.activity', address),
      profile: (address) =>
        later({ address, from: FAKE_NOW - 86_400_000, to: FAKE_NOW, events: [] }, 'history.profile', address),
    },
    wake: () => noted(undefined, 'wake'),
    networkChanged: () => noted(undefined, 'networkChanged'),
  };
}

const environment = (id: string, part: Partial<EnvironmentView>): EnvironmentView => ({
  address: `salus/${id}`,
  id,
  tier: 'dev',
  status: 'idle',
  pinned: false,
  missingSecrets: [],
  ...part,
});

function firstSnapshot(): Snapshot {
  return {
    revision: 1,
    at: FAKE_NOW,
    vault: { state: 'unlocked', slots: ['passphrase'] },
    services: [
      {
        id: 'salus',
        name: 'SALUS Developer API',
        environments: [
          environment('dev', { status: 'fresh', expiresAt: FAKE_NOW + 300_000 }),
          environment('beta', { tier: 'test' }),
          environment('prod', { tier: 'prod' }),
        ],
      },
    ],
    problems: [],
    settings: DEFAULT_SETTINGS,
  };
}
