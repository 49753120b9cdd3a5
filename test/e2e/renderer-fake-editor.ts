/** The profile editor's calls over a scripted host: one server that can be discovered, and services as texts. */
import type { ServerView, Trial } from '../../shared/editor-view.ts';
import type { ImportView } from '../../shared/import-view.ts';
import type { IpcContract } from '../../shared/ipc-contract.ts';
import type { Handlers } from '../../shared/ipc-kit.ts';
import type { Address, EnvironmentEntry, ProfilesFile, ServiceEntry } from '../../shared/profile.ts';
import type { EnvironmentView, ServiceView } from '../../shared/snapshot.ts';
import { Refusal } from './renderer-refusal.ts';

/** The one server that answers discovery. */
export const SERVER: ServerView = {
  issuer: 'https://login.beta.acme.example',
  endpoints: {
    authorization_endpoint: 'https://login.beta.acme.example/authorize',
    token_endpoint: 'https://login.beta.acme.example/token',
    device_authorization_endpoint: 'https://login.beta.acme.example/device',
    revocation_endpoint: 'https://login.beta.acme.example/revoke',
    jwks_uri: 'https://login.beta.acme.example/jwks',
  },
  mtlsEndpoints: {},
  grantTypes: ['authorization_code', 'client_credentials', 'urn:ietf:params:oauth:grant-type:device_code'],
  clientAuthMethods: ['client_secret_post', 'private_key_jwt'],
  scopes: ['openid', 'offline_access', 'orders:read'],
  codeChallengeMethods: ['S256'],
  dpopAlgorithms: ['ES256'],
  par: 'offered',
};

/** What every curl line is taken for. */
const IMPORT: ImportView = {
  id: 'import-1',
  formats: ['curl'],
  text: JSON.stringify(
    {
      version: 1,
      services: [
        {
          id: 'billing',
          environments: [
            {
              id: 'prod',
              tier: 'prod',
              token_endpoint: 'https://billing.example/token',
              grant_type: 'client_credentials',
              client_id: 'c7',
            },
          ],
        },
      ],
    },
    null,
    2,
  ),
  addresses: ['billing/prod'],
  existing: [],
  secrets: [{ address: 'billing/prod', member: 'client_secret' }],
  notes: [{ message: 'The option --insecure was left out.', address: 'billing/prod' }],
  problems: [],
};

type EditorCalls = Pick<
  Handlers<IpcContract>,
  | 'profiles.discover'
  | 'profiles.test'
  | 'profiles.text'
  | 'profiles.save'
  | 'profiles.import'
  | 'profiles.importSave'
>;

interface World {
  readonly services: () => readonly ServiceView[];
  readonly setServices: (services: readonly ServiceView[]) => void;
  readonly viewOf: (service: ServiceEntry) => ServiceView;
}

export interface FakeEditor {
  readonly handlers: EditorCalls;
  /** Takes a service as it was written, for `profiles.text`. */
  readonly keep: (service: ServiceEntry) => void;
}

export function createFakeEditor({ services, setServices, viewOf }: World): FakeEditor {
  const kept = new Map<string, ServiceEntry>();
  const textOf = (id: string): string | undefined => {
    const view = services().find((service) => service.id === id);
    const entry = kept.get(id) ?? (view === undefined ? undefined : entryOf(view));
    return view === undefined || entry === undefined
      ? undefined
      : JSON.stringify({ version: 1, services: [entry] }, null, 2);
  };

  const handlers: EditorCalls = {
    'profiles.discover': ({ issuer }) => {
      if (issuer === SERVER.issuer) return SERVER;
      throw new Refusal({
        code: 'idp_unreachable',
        message: `${issuer} could not be reached: connection refused.`,
        hint: 'Check the address and the network.',
      });
    },
    'profiles.test': ({ secrets }) => trialWith(Object.keys(secrets).length > 0),
    'profiles.text': ({ service }) => {
      const text = textOf(service);
      return text === undefined ? {} : { text };
    },
    'profiles.import': ({ files }) => {
      if (files.some(({ text }) => text.startsWith('curl '))) return IMPORT;
      throw new Refusal({ code: 'profiles_invalid', message: 'This is nothing that Fob can import.' });
    },
    'profiles.importSave': ({ text = IMPORT.text }) => {
      const { services: entries } = JSON.parse(text) as ProfilesFile;
      entries.forEach((entry) => kept.set(entry.id, entry));
      setServices([...services(), ...entries.map(viewOf)]);
      const addresses = entries.flatMap(({ id, environments }) =>
        environments.map((one): Address => `${id}/${one.id}`),
      );
      return { addresses, replaced: [], stored: [...IMPORT.secrets], refused: [] };
    },
    'profiles.save': ({ service: id, before, text }) => {
      if (textOf(id) !== before)
        throw new Refusal({ code: 'usage', message: `"${id}" was changed in the profile file meanwhile.` });
      const [entry] = text === undefined ? [] : (JSON.parse(text) as ProfilesFile).services;
      const old = services().find((service) => service.id === id)?.environments ?? [];
      const others = services().filter((service) => service.id !== id);
      if (entry === undefined) setServices(others);
      else {
        kept.set(id, entry);
        setServices([...others, merged(viewOf(entry), old)]);
      }
      const addresses = (entry?.environments ?? []).map((one): Address => `${id}/${one.id}`);
      const removed = old.map(({ address }) => address).filter((address) => !addresses.includes(address));
      return { addresses, removed };
    },
  };
  return { handlers, keep: (service) => void kept.set(service.id, service) };
}

/** What is known of an environment stays, whatever its profile says now. */
function merged(view: ServiceView, old: readonly EnvironmentView[]): ServiceView {
  return {
    ...view,
    environments: view.environments.map((one) => old.find(({ address }) => address === one.address) ?? one),
  };
}

/** What the file would say of a service that only the snapshot knows. */
function entryOf({ id, name, environments }: ServiceView): ServiceEntry {
  return {
    id,
    name,
    defaults: { grant_type: 'client_credentials', client_secret: { from: 'vault' }, scope: 'orders:read' },
    environments: environments.map((one): EnvironmentEntry => ({
      id: one.id,
      tier: one.tier,
      issuer: one.issuer ?? `https://login.${one.id}.${id}.example`,
      client_id: one.clientId ?? `${id}-${one.id}`,
    })),
  };
}

function trialWith(hasSecret: boolean): Trial {
  const found = [
    { name: 'profile', state: 'ok', address: 'acme/beta', grantType: 'client_credentials' },
    { name: 'discovery', state: 'ok', server: SERVER },
    { name: 'client_certificate', state: 'skipped', why: 'no_certificate' },
  ] as const;
  if (!hasSecret) {
    const error = {
      code: 'secret_missing',
      message: 'The client_secret of acme/beta is not there yet.',
      hint: 'Fill it in, or say where it is kept.',
    } as const;
    return {
      steps: [
        ...found,
        { name: 'token_request', state: 'failed', error },
        { name: 'token_checks', state: 'skipped', why: 'not_reached' },
      ],
    };
  }
  const token = {
    tokenType: 'Bearer',
    lifetimeMs: 300_000,
    scope: 'orders:read',
    isJwt: true,
    hasRefreshToken: false,
    isRevoked: true,
  };
  return {
    steps: [...found, { name: 'token_request', state: 'ok' }, { name: 'token_checks', state: 'ok', token }],
  };
}
