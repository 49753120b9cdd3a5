/**
 * No way around the prod guard: every call of a UI, every call and every route of the socket is made against one profile
 * that is not armed, with its token at hand, and each answer is searched for any token of it. The same search, with the
 * profile armed, finds it in exactly the answers that are there to hand it out.
 */
import { describe, expect, it } from 'vitest';
import { dispatchTo } from '../../../agent/dispatch.ts';
import { createHandlers, createVaultHandlers } from '../../../agent/handlers.ts';
import { ROUTES } from '../../../agent/routes.ts';
import { TOKEN_PREFIX } from '../../../agent/token-route.ts';
import { ipcContract } from '../../../shared/ipc-contract.ts';
import type { IpcContract } from '../../../shared/ipc-contract.ts';
import type { InvokeName } from '../../../shared/ipc-kit.ts';
import { COPY_FORMATS } from '../../../shared/token-view.ts';
import { vaultContract } from '../../../shared/vault-contract.ts';
import type { VaultContract } from '../../../shared/vault-contract.ts';
import { leaksInText } from '../../e2e/leaks.ts';
import { ADDRESS as address, beginScene, PASSPHRASE as passphrase, profileFile } from '../engine/kit.ts';
import type { Scene } from '../engine/kit.ts';
import { startTestHost } from './host-fixture.ts';

/** What is sent with each call; one that is missing does not compile. Several where there is more than one way to ask. */
const ARGUMENTS: Record<InvokeName<IpcContract> | InvokeName<VaultContract>, readonly unknown[]> = {
  'snapshot.get': [undefined],
  'tokens.copy': COPY_FORMATS.map((format) => ({ address, format })),
  'tokens.reveal': [{ address }],
  'tokens.claims': [{ address }],
  'tokens.userinfo': [{ address }],
  'tokens.refresh': [{ address }],
  'tokens.inspect': [{ jwt: 'eyJhbGciOiJub25lIn0.e30.', for: address }],
  'sessions.login': [{ address }, { address, device: true }],
  'sessions.done': [{ address }],
  'sessions.paste': [{ address, callback: 'http://127.0.0.1/callback?code=c' }],
  'sessions.cancel': [{ address }],
  'sessions.logout': [{ address }],
  'profiles.check': [{ text: profileFile() }],
  'profiles.add': [{ text: profileFile({ tier: 'prod', notes: 'changed' }) }],
  'profiles.show': [{ address }],
  'profiles.remove': [{ address }],
  'profiles.discover': [{ issuer: 'https://idp.example' }],
  'profiles.test': [
    { text: profileFile({ tier: 'prod' }), secrets: {} },
    { text: profileFile({ tier: 'dev' }), secrets: {} },
  ],
  'profiles.text': [{ service: 'acme' }],
  'profiles.save': [{ service: 'acme', text: profileFile({ tier: 'prod' }) }],
  'profiles.pin': [{ address, pinned: true }],
  'profiles.trust': [{ address }],
  'profiles.import': [
    { files: [{ text: 'curl https://idp.example/token -d grant_type=client_credentials' }] },
  ],
  'profiles.importSave': [{ id: 'none' }],
  'profiles.export': [{ addresses: [address] }],
  'secrets.set': [{ address, member: 'client_secret', value: 'another' }],
  'secrets.lend': [{ address, variables: { ACME_SECRET: 'lent' } }],
  'guard.arm': [{ address }],
  'guard.disarm': [{ address }],
  'settings.set': [{ theme: 'dark' }],
  'history.activity': [{}, { address }],
  'history.profile': [{ address }],
  'demo.start': [undefined],
  'desktop.installCommand': [undefined],
  'desktop.restart': [undefined],
  'vault.unlock': [{ passphrase }],
  'vault.lock': [undefined],
  'vault.slots': [undefined],
  'vault.addSlot': [{ kind: 'keyring', passphrase }],
  'vault.removeSlot': [{ kind: 'passphrase' }],
  'vault.changePassphrase': [{ passphrase, newPassphrase: 'another one that is long' }],
  'vault.rotateKey': [{ passphrase }],
  'vault.backup': [{}],
  'vault.restore': [{ text: '{}', passphrase }],
  'vault.repair': [{ address }],
  'host.checkup': [{ address, passphrase }],
};

type Call = keyof typeof ARGUMENTS;

interface Way {
  readonly name: string;
  /** Everything that comes back, an error as well. */
  readonly go: (scene: Scene) => Promise<string>;
}

const CALLS = (Object.entries(ARGUMENTS) as [Call, readonly unknown[]][]).flatMap(([name, args]) =>
  args.map((argument): Way => ({
    name: argument === undefined ? name : `${name} ${JSON.stringify(argument)}`,
    go: async ({ engine }) => {
      const contract = { ...ipcContract, ...vaultContract };
      const handlers = { ...createHandlers(engine, {}), ...createVaultHandlers(engine) };
      return JSON.stringify(await dispatchTo({ contract, handlers }, name, argument));
    },
  })),
);

/** Over a real socket. A stream that does not end by itself ends with the host. */
function socketWay(method: string, path: string, body?: unknown, accept = '*/*'): Way {
  return {
    name: `${method} ${path}${accept === '*/*' ? '' : ' as JSON'}`,
    go: async ({ engine, clock }) => {
      const { host, send } = await startTestHost({ engine, clock });
      const headers = [
        ['Content-Type', 'application/json'],
        ['Accept', accept],
      ] as const;
      const answer = send({ method, path, headers, body: body === undefined ? '' : JSON.stringify(body) });
      if (path === '/v1/events') setTimeout(() => void host.stop(), 100);
      return JSON.stringify(await answer);
    },
  };
}

/** Of the calls behind the routes only the shape is new here, so the first argument will do. */
const ROUTE_WAYS = Object.entries(ROUTES).flatMap(([key, methods]) =>
  Object.entries(methods).map(([method, route]) => {
    const [name = '', segments = '0'] = key.split('/');
    const argument = 'call' in route ? ARGUMENTS[route.call as Call][0] : undefined;
    const member = segments === '3' ? '/client_secret' : '';
    if (segments === '0') return socketWay(method, `/v1/${name}`, argument);
    // What the path says is not said again in the body.
    const inBody = Object.entries(argument ?? {}).filter(([each]) => !['address', 'member'].includes(each));
    return socketWay(method, `/v1/${name}/${address}${member}`, Object.fromEntries(inBody));
  }),
);

const TOKEN_WAYS = ['', '?min_ttl=0', '?min_ttl=1&scope=a', '?audience=b', '?resource=urn:c'].flatMap(
  (query) => [
    socketWay('GET', `${TOKEN_PREFIX}${address}${query}`),
    socketWay('GET', `${TOKEN_PREFIX}${address}${query}`, undefined, 'application/json'),
  ],
);

const WAYS = [...CALLS, ...ROUTE_WAYS, ...TOKEN_WAYS];

/** The ways that are there to hand a token out. */
const OUT = (name: string): boolean =>
  name.startsWith('tokens.copy ') || name.startsWith('tokens.reveal ') || name.startsWith('GET /v1/token/');

/** The fake IdP numbers its access tokens. */
const TOKENS = new Map([1, 2, 3, 4].map((number) => [`token ${number}`, `access-${number}`]));

const holdsToken = async ({ name, go }: Way, armed: boolean): Promise<boolean> => {
  const scene = await beginScene({ tier: 'prod' });
  await scene.engine.refresh(address);
  if (armed) await scene.engine.guard.arm(address);
  return leaksInText(name, await go(scene), TOKENS).length > 0;
};

describe('one unarmed profile of tier prod', () => {
  it.each(WAYS.map((way) => [way.name, way] as const))('keeps its token from %s', async (_name, way) => {
    expect(await holdsToken(way, false)).toBe(false);
  });
});

describe('the same profile, armed', () => {
  it.each(WAYS.map((way) => [way.name, way] as const))('is found by the search in %s', async (name, way) => {
    expect(await holdsToken(way, true)).toBe(OUT(name));
  });

  it('leaves by some of them', () => {
    expect(WAYS.filter(({ name }) => OUT(name))).toHaveLength(COPY_FORMATS.length + 1 + TOKEN_WAYS.length);
  });
});
