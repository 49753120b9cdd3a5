/** An IdP with a client for each way that a desktop gets tokens, the profiles for them, and every secret that comes up. */
import { errors } from 'oidc-provider';
import type { ClientMetadata } from 'oidc-provider';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import type { Address, SecretMember } from '../../shared/profile.ts';
import { startOtherIdp } from '../e2e/other-idp.ts';
import type { OtherIdp } from '../e2e/other-idp.ts';
import { signInByScript } from '../provider/scripted-browser.ts';
import { CALL_CHANNEL } from '../../electron/preload/channels.ts';
import type { IpcContract } from '../../shared/ipc-contract.ts';
import type { AnswerOf, ArgumentOf, InvokeName, Settled } from '../../shared/ipc-kit.ts';
import type { DesktopApp } from './desktop-app.ts';

/** Client credentials. */
export const DEV: Address = 'acme/dev';
/** The same, of tier prod. */
export const PROD: Address = 'acme/prod';
/** A person's, with a refresh token that can be used once. */
export const USER: Address = 'acme/user';
/** With a private key. */
export const KEYED: Address = 'acme/keyed';

const HOUR = 3600;
/** In seconds. Sessions outlive tokens. */
const LIFETIMES = {
  AccessToken: HOUR,
  ClientCredentials: HOUR,
  IdToken: HOUR,
  Interaction: HOUR,
  RefreshToken: 24 * HOUR,
  Session: 24 * HOUR,
  Grant: 24 * HOUR,
} as const;

export interface Secret {
  readonly address: Address;
  readonly member: SecretMember;
  readonly value: string;
}

export interface Scene extends AsyncDisposable {
  readonly idp: OtherIdp;
  /** A profile file for all of it. */
  readonly profiles: string;
  readonly secrets: readonly Secret[];
  /** Everything that nobody may find in a page, by name: secrets, and each token that the IdP has handed out. */
  readonly canaries: Map<string, string>;
  /** Holds the answers of the token endpoint back until the answer of this is called; `asked` settles when one is held. */
  hold(): { readonly asked: Promise<unknown>; readonly release: () => void };
  /** Ends the sessions: no refresh token is good any more. */
  endSessions(): void;
  /** Whether it answers each token request with 503. */
  isDown: boolean;
}

export async function startScene(): Promise<Scene> {
  const canaries = new Map<string, string>();
  const key = await generateKeyPair('ES256', { extractable: true });
  const secrets: Secret[] = [
    { address: DEV, member: 'client_secret', value: 'canary-client-secret-of-dev' },
    { address: PROD, member: 'client_secret', value: 'canary-client-secret-of-prod' },
    { address: KEYED, member: 'private_key', value: await exportPKCS8(key.privateKey) },
  ];
  for (const { address, member, value } of secrets) canaries.set(`${address} ${member}`, value);
  // A page that got the key would have it without its armour.
  const [, , , body = ''] = /(-+BEGIN[^-]+-+)(\s*)([\w+/=\s]+)/.exec(secrets[2]?.value ?? '') ?? [];
  canaries.set(`the key of ${KEYED}`, body.trim().split('\n')[1] ?? body.trim());

  let held: Promise<unknown> = Promise.resolve();
  let isAsked = (): void => undefined;
  let areSessionsOver = false;
  const idp = await startOtherIdp({
    clients: clients(secrets, { ...(await exportJWK(key.publicKey)), alg: 'ES256', use: 'sig' }),
    configuration: {
      ttl: { ...LIFETIMES },
      rotateRefreshToken: () => {
        if (areSessionsOver) throw new errors.InvalidGrant('the session is over');
        return true;
      },
    },
    edit: async (answer) => {
      for (const kind of ['access_token', 'refresh_token', 'id_token'])
        if (typeof answer[kind] === 'string') canaries.set(`${kind} ${canaries.size}`, answer[kind]);
      isAsked();
      await held;
      if (scene.isDown) throw Object.assign(new Error('down'), { status: 503, expose: true });
    },
  });
  const scene: Scene = {
    isDown: false,
    idp,
    secrets,
    canaries,
    profiles: JSON.stringify({ version: 1, services: [service(idp.issuer)] }),
    hold: () => {
      const [gate, asked] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
      held = gate.promise;
      isAsked = () => asked.resolve(undefined);
      return { asked: asked.promise, release: () => gate.resolve(undefined) };
    },
    endSessions: () => void (areSessionsOver = true),
    [Symbol.asyncDispose]: () => idp[Symbol.asyncDispose](),
  };
  return scene;
}

function clients(secrets: readonly Secret[], publicKey: object): ClientMetadata[] {
  const [dev, prod] = secrets.map(({ value }) => value);
  const machine = { grant_types: ['client_credentials'] };
  return [
    { ...machine, client_id: 'dev', client_secret: dev ?? '' },
    { ...machine, client_id: 'prod', client_secret: prod ?? '' },
    {
      ...machine,
      client_id: 'keyed',
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks: { keys: [publicKey] },
    },
    {
      client_id: 'user',
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback'],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
    },
  ];
}

function service(issuer: string): object {
  const inVault = { from: 'vault' };
  const person = { grant_type: 'authorization_code', token_endpoint_auth_method: 'none' };
  const keyed = { token_endpoint_auth_method: 'private_key_jwt', private_key: inVault };
  return {
    id: 'acme',
    name: 'Acme API',
    defaults: { issuer, grant_type: 'client_credentials' },
    environments: [
      { id: 'dev', tier: 'dev', client_id: 'dev', client_secret: inVault },
      { id: 'prod', tier: 'prod', client_id: 'prod', client_secret: inVault },
      { id: 'user', tier: 'test', client_id: 'user', scope: 'openid offline_access', ...person },
      { id: 'keyed', tier: 'test', client_id: 'keyed', ...keyed },
    ],
  };
}

/** Asks as the first window would, without its page hearing of it: what a test sets up is not to be found there. */
export async function ask<Name extends InvokeName<IpcContract>>(
  { electron }: DesktopApp,
  name: Name,
  argument?: ArgumentOf<IpcContract[Name]>,
): Promise<AnswerOf<IpcContract[Name]>> {
  const sender = electron.windows.find(({ webContents }) => !webContents.destroyed)?.webContents;
  if (sender === undefined) throw new Error('there is no window');
  const from = { sender, senderFrame: sender.frame };
  const answer = await electron.ipcMain.receive(from, CALL_CHANNEL, [name, argument]);
  const settled = answer as Settled<AnswerOf<IpcContract[Name]>>;
  if (settled.ok) return settled.value;
  throw new Error(`${settled.error.code}: ${settled.error.message}`);
}

/** Gives the app the scene's profiles and their secrets. */
export async function addProfiles(desktop: DesktopApp, { profiles, secrets }: Scene): Promise<void> {
  await desktop.window();
  await ask(desktop, 'profiles.add', { text: profiles });
  for (const secret of secrets) await ask(desktop, 'secrets.set', secret);
}

/** Signs the person in, who says yes to everything. */
export async function signIn(desktop: DesktopApp): Promise<void> {
  const start = await ask(desktop, 'sessions.login', { address: USER });
  if (start.kind !== 'browser') throw new Error('no browser is wanted');
  await signInByScript(start.url);
  await ask(desktop, 'sessions.done', { address: USER });
}
