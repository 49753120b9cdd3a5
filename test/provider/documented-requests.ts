/** What the documentation of each service says to send, written by hand: a client that knows nothing of Fob. */
import { constants, createPrivateKey, randomUUID, sign } from 'node:crypto';
import type { Idp } from './idp.ts';
import type { DemoAddress, UnattendedAddress } from './parts.ts';
import { callApi, postToken, secretOf } from './plain-client.ts';
import type { Answer, PlainRequest } from './plain-client.ts';
import type { World } from './world.ts';

export interface PlainClient {
  /** The token request that the service documents. */
  readonly documented: (address: UnattendedAddress) => PlainRequest;
  readonly idp: (address: DemoAddress) => Idp;
  /** Sends a token request to the IdP of an address. */
  readonly ask: (address: DemoAddress, request: PlainRequest) => Promise<Answer>;
  /** Sends the documented one. */
  readonly mint: (address: UnattendedAddress) => Promise<Answer>;
  /** Sends the documented refresh: the same client, `grant_type` and the token alone. */
  readonly refresh: (address: UnattendedAddress, token: unknown) => Promise<Answer>;
  /** Calls the API of an address, without a token when there is none. */
  readonly call: (address: DemoAddress, token?: string) => Promise<Answer>;
}

export function plainClient(world: World): PlainClient {
  const documented = (address: UnattendedAddress) => documentedRequest(world, address);
  const idp = (address: DemoAddress) => idpOf(world, address);
  const ask = (address: DemoAddress, plain: PlainRequest) =>
    postToken(tokenEndpoint(idp(address), address), plain);
  return {
    documented,
    idp,
    ask,
    mint: (address) => ask(address, documented(address)),
    refresh: (address, token) => ask(address, refreshRequest(documented(address), String(token))),
    call: (address, token) =>
      callApi(world.resourceServers.get(address) ?? '', token, world.tls.get(address)),
  };
}

/** Addresses that share another one's IdP. */
const SHARED: Partial<Record<DemoAddress, DemoAddress>> = {
  'ifs/test-batch': 'ifs/test',
  'ifs/user': 'ifs/test',
  'raidiam/sandbox-key': 'raidiam/sandbox',
  'salus/beta-user': 'salus/beta',
  'salus/dev-user': 'salus/dev',
};

function idpOf(world: World, address: DemoAddress): Idp {
  const idp = world.idps.get(SHARED[address] ?? address);
  if (idp === undefined) throw new Error(`no IdP serves ${address}`);
  return idp;
}

/** A client that shows a certificate alone uses the alias (RFC 8705 section 5). */
function tokenEndpoint(idp: Idp, address: DemoAddress): string {
  return address === 'raidiam/sandbox' ? (idp.mtlsTokenEndpoint ?? '') : idp.tokenEndpoint;
}

function refreshRequest({ parameters, ...rest }: PlainRequest, token: string): PlainRequest {
  const { client_id, client_secret } = parameters;
  const own = client_id === undefined ? {} : { client_id, client_secret: client_secret ?? '' };
  return { ...rest, parameters: { ...own, grant_type: 'refresh_token', refresh_token: token } };
}

function documentedRequest(world: World, address: UnattendedAddress): PlainRequest {
  const secret = () => secretOf(world, address, 'client_secret');
  const client = (id: string) => ({ client_id: id, client_secret: secret() });
  const grant_type = 'client_credentials';
  switch (address) {
    case 'compliance/test':
      return { parameters: { ...client('compliance-cli'), ...password(world, address) } };
    case 'ifs/test':
      return { parameters: { ...client('IFS_aurena'), ...password(world, address), scope: 'openid' } };
    case 'ifs/test-batch':
      return { parameters: { ...client('IFS_batch'), grant_type } };
    case 'signaturgruppen/test':
      return { parameters: { ...client('api-client-test'), grant_type, scope: 'broker.api' } };
    case 'signaturgruppen/prod':
      return { basic: ['api-client-prod', secret()], parameters: { grant_type, scope: 'broker.api' } };
    case 'signaturgruppen/key':
      return {
        parameters: {
          ...assertion(world, address, { client: 'api-client-key', alg: 'RS256', kid: 'api-client-key-1' }),
          grant_type,
          scope: 'broker.api',
        },
      };
    case 'raidiam/sandbox':
      return {
        parameters: { client_id: 'raidiam-app-1', grant_type, scope: 'directory:software' },
        ...transport(world, address),
      };
    case 'raidiam/sandbox-key':
      return {
        parameters: {
          ...assertion(world, address, { client: 'raidiam-app-2', alg: 'PS256', kid: 'raidiam-signing-1' }),
          grant_type,
          scope: 'directory:software',
        },
        ...transport(world, address),
      };
    case 'salus/beta':
      return { json: true, parameters: { ...client('client_beta_333'), grant_type, scope: 'sls:idn' } };
    case 'salus/dev':
    case 'salus/prod':
      return {
        json: true,
        basic: [`client_${address.slice('salus/'.length)}_333`, secret()],
        parameters: { grant_type, scope: 'sls:idn' },
      };
  }
}

function password(world: World, address: UnattendedAddress) {
  return {
    grant_type: 'password',
    username: secretOf(world, address, 'username'),
    password: secretOf(world, address, 'password'),
  };
}

function transport(world: World, address: DemoAddress): Pick<PlainRequest, 'tls'> {
  const tls = world.tls.get(address);
  return tls === undefined ? {} : { tls };
}

interface Signer {
  readonly client: string;
  readonly alg: 'RS256' | 'PS256';
  readonly kid: string;
}

/** RFC 7523 section 2.2: who has the private key is the client. */
function assertion(world: World, address: DemoAddress, { client, alg, kid }: Signer) {
  const key = createPrivateKey(secretOf(world, address, 'private_key'));
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: client, sub: client, aud: idpOf(world, address).issuer, jti: randomUUID(), iat: now };
  const input = [
    { alg, kid },
    { ...claims, exp: now + 60 },
  ]
    .map(base64urlJson)
    .join('.');
  const padding =
    alg === 'PS256'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
  const signature = sign('sha256', Buffer.from(input), { key, ...padding }).toString('base64url');
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${input}.${signature}`,
  };
}

const base64urlJson = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
