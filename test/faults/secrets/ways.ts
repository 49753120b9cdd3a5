/** A profile for each secret that Fob can be given, and the secrets, each one of a kind. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { PASSPHRASE as P12_PASSPHRASE, pkcs12Path } from '../../fakes/pkcs12-files.ts';
import type { Way } from './flows.ts';

export interface Given {
  readonly canaries: ReadonlyMap<string, string>;
  readonly ways: readonly Way[];
  /** What the program of the `exec` reference prints. */
  readonly execSecret: string;
  /** The variable of the `env` reference. */
  readonly lent: Readonly<Record<string, string>>;
  /** `USER:PASSWORD` of the proxy. */
  readonly proxyLogin: string;
}

const MACHINE = 'grant_type=client_credentials';
const PERSON = ['grant_type=authorization_code', 'scope=openid offline_access'];
const BY_KEY = ['token_endpoint_auth_method=private_key_jwt', 'token_endpoint_auth_signing_alg=ES256'];
const FROM_VAULT = '{"from":"vault"}';

/** `program` is what the `exec` reference runs. */
export function makeSecrets(program: string): Given {
  const canaries = new Map<string, string>();
  const make = (name: string): string => {
    const value = `canary ${name} ${randomBytes(12).toString('hex')} &=+%`;
    canaries.set(name, value);
    return value;
  };
  const key = (passphrase?: string): string => {
    const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }).toString();
    canaries.set(`private key ${canaries.size}`, pem.split('\n')[1] ?? '');
    return pem;
  };
  const keyPassphrase = make('key passphrase');
  canaries.set('PKCS #12 passphrase', P12_PASSPHRASE);
  const [execSecret, lent, proxyPassword] = [make('exec'), make('env'), make('proxy password')];
  const exec = JSON.stringify({ from: 'exec', command: ['/bin/sh', program] });
  const ways: Way[] = [
    { id: 'secret', members: [MACHINE], secrets: { client_secret: make('client secret') } },
    {
      id: 'password',
      members: ['grant_type=password', 'token_endpoint_auth_method=client_secret_post'],
      secrets: {
        client_secret: make('second client secret'),
        username: make('username'),
        password: make('password'),
      },
    },
    { id: 'key', members: [MACHINE, ...BY_KEY], secrets: { private_key: key() } },
    {
      id: 'locked-key',
      members: [MACHINE, ...BY_KEY, `tls={"passphrase":${FROM_VAULT}}`],
      secrets: { 'tls.passphrase': keyPassphrase, private_key: key(keyPassphrase) },
    },
    {
      id: 'pfx',
      members: [
        MACHINE,
        'token_endpoint_auth_method=client_secret_basic',
        `tls={"pfx":"${pkcs12Path('ec-modern.p12')}","passphrase":${FROM_VAULT}}`,
      ],
      secrets: { client_secret: make('third client secret'), 'tls.passphrase': P12_PASSPHRASE },
    },
    {
      id: 'pasted',
      members: ['grant_type=refresh_token', 'token_endpoint_auth_method=none'],
      secrets: { refresh_token: make('pasted refresh token') },
    },
    { id: 'exec', members: [MACHINE, `client_secret=${exec}`], secrets: {} },
    { id: 'env', members: [MACHINE, 'client_secret={"from":"env","name":"LENT_SECRET"}'], secrets: {} },
    { id: 'person', members: [...PERSON, 'token_endpoint_auth_method=none'], secrets: {}, login: true },
    {
      id: 'bound',
      members: [...PERSON, 'token_endpoint_auth_method=none', 'dpop=true'],
      secrets: {},
      login: true,
    },
    {
      id: 'app',
      members: [...PERSON, 'client_secret={"from":"env","name":"LENT_SECRET"}'],
      secrets: {},
      login: true,
    },
  ];
  return { canaries, ways, execSecret, lent: { LENT_SECRET: lent }, proxyLogin: `me:${proxyPassword}` };
}
