/** What the documentation of each service says to send, written by hand: a client that knows nothing of Fob. */
import type { DemoAddress } from './parts.ts';
import { callApi, postToken, secretOf } from './plain-client.ts';
import type { Answer, PlainRequest } from './plain-client.ts';
import type { Idp } from './idp.ts';
import type { World } from './world.ts';

export interface PlainClient {
  /** The token request that the service documents. */
  readonly documented: (address: DemoAddress) => PlainRequest;
  readonly idp: (address: DemoAddress) => Idp;
  /** Sends a token request to the IdP of an address. */
  readonly ask: (address: DemoAddress, request: PlainRequest) => Promise<Answer>;
  /** Sends the documented one. */
  readonly mint: (address: DemoAddress) => Promise<Answer>;
  /** Sends the documented refresh: the same client, `grant_type` and the token alone. */
  readonly refresh: (address: DemoAddress, token: unknown) => Promise<Answer>;
  /** Calls the API of an address, without a token when there is none. */
  readonly call: (address: DemoAddress, token?: string) => Promise<Answer>;
}

export function plainClient(world: World): PlainClient {
  const documented = (address: DemoAddress) => documentedRequest(world, address);
  const idp = (address: DemoAddress) => idpOf(world, address);
  const ask = (address: DemoAddress, plain: PlainRequest) => postToken(idp(address).tokenEndpoint, plain);
  return {
    documented,
    idp,
    ask,
    mint: (address) => ask(address, documented(address)),
    refresh: (address, token) => ask(address, refreshRequest(documented(address), String(token))),
    call: (address, token) => callApi(world.resourceServers.get(address) ?? '', token),
  };
}

function idpOf(world: World, address: DemoAddress): Idp {
  const idp = world.idps.get(address === 'ifs/test-batch' ? 'ifs/test' : address);
  if (idp === undefined) throw new Error(`no IdP serves ${address}`);
  return idp;
}

function refreshRequest({ parameters, ...rest }: PlainRequest, token: string): PlainRequest {
  const { client_id, client_secret } = parameters;
  const own = client_id === undefined ? {} : { client_id, client_secret: client_secret ?? '' };
  return { ...rest, parameters: { ...own, grant_type: 'refresh_token', refresh_token: token } };
}

function documentedRequest(world: World, address: DemoAddress): PlainRequest {
  const secret = secretOf(world, address, 'client_secret');
  const client = (id: string) => ({ client_id: id, client_secret: secret });
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
      return { basic: ['api-client-prod', secret], parameters: { grant_type, scope: 'broker.api' } };
    case 'salus/beta':
      return { json: true, parameters: { ...client('client_beta_333'), grant_type, scope: 'sls:idn' } };
    case 'salus/dev':
    case 'salus/prod':
      return {
        json: true,
        basic: [`client_${address.slice('salus/'.length)}_333`, secret],
        parameters: { grant_type, scope: 'sls:idn' },
      };
  }
}

function password(world: World, address: DemoAddress) {
  return {
    grant_type: 'password',
    username: secretOf(world, address, 'username'),
    password: secretOf(world, address, 'password'),
  };
}
