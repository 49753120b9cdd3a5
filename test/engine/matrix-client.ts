/** openid-client at one cell of the matrix: what a faithful client does to get a token there and to use it. */
import { importPKCS8, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import type { Address, SecretMember } from '../../shared/profile.ts';
import type { MatrixCell } from '../provider/matrix/cell.ts';
import { clientIdOf, PERSON, SCOPE } from '../provider/matrix/party.ts';
import type { MatrixWorld } from '../provider/matrix-idp.ts';
import { approveDevice, signInByScript } from '../provider/scripted-browser.ts';
import { listenOnLoopback } from './loopback.ts';
import { discoverIssuer } from './openid-kit.ts';

type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

export interface CellTokens {
  readonly config: oidc.Configuration;
  readonly tokens: Tokens;
  /** Calls the API of the cell as its tokens have to be shown. */
  readonly call: (accessToken: string) => Promise<Response>;
}

export function secretOf(world: MatrixWorld, address: Address, member: SecretMember): string {
  const secret = world.secrets.find((each) => each.address === address && each.member === member);
  if (secret === undefined) throw new Error(`no ${member} for ${address}`);
  return secret.value;
}

/** `certificateOf`: the address whose certificate is shown, the cell's own unless given. */
export function matrixClient(
  world: MatrixWorld,
  cell: MatrixCell,
  authentication: oidc.ClientAuth,
  certificateOf: Address = cell.address,
): Promise<oidc.Configuration> {
  return discoverIssuer(world.issuerOf(cell.address), clientIdOf(cell), {
    authentication,
    tls: world.tlsOf(certificateOf),
    metadata: cell.signingAlg === undefined ? {} : { id_token_signed_response_alg: cell.signingAlg },
  });
}

export async function tokenOf(world: MatrixWorld, cell: MatrixCell): Promise<CellTokens> {
  const config = await matrixClient(world, cell, await authenticationOf(world, cell));
  oidc.enableNonRepudiationChecks(config);
  const dpop =
    cell.dpop === undefined ? undefined : oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair());
  const tokens = await grant({ world, cell, config, proof: dpop === undefined ? {} : { DPoP: dpop } });
  const call = (accessToken: string): Promise<Response> =>
    dpop === undefined
      ? world.call(cell.address, accessToken)
      : oidc.fetchProtectedResource(
          config,
          accessToken,
          new URL(world.resourceUrl(cell.address)),
          'GET',
          null,
          undefined,
          { DPoP: dpop },
        );
  return { config, tokens, call };
}

async function authenticationOf(world: MatrixWorld, cell: MatrixCell): Promise<oidc.ClientAuth> {
  const secret = (member: SecretMember) => secretOf(world, cell.address, member);
  switch (cell.authMethod) {
    case 'none':
      return oidc.None();
    case 'client_secret_basic':
      return oidc.ClientSecretBasic(secret('client_secret'));
    case 'client_secret_post':
      return oidc.ClientSecretPost(secret('client_secret'));
    case 'client_secret_jwt':
      return oidc.ClientSecretJwt(secret('client_secret'));
    case 'private_key_jwt':
      return privateKeyJwt(secret('private_key'), cell.signingAlg ?? 'RS256');
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return oidc.TlsClientAuth();
  }
}

/** openid-client names Ed25519 by its newer name (RFC 9864), which an IdP that registered `EdDSA` does not take. */
async function privateKeyJwt(pem: string, alg: string): Promise<oidc.ClientAuth> {
  return oidc.PrivateKeyJwt(await importPKCS8(pem, alg), {
    [oidc.modifyAssertion]: (header) => {
      header.alg = alg;
    },
  });
}

interface Grant {
  readonly world: MatrixWorld;
  readonly cell: MatrixCell;
  readonly config: oidc.Configuration;
  readonly proof: oidc.DPoPOptions;
}

function grant(context: Grant): Promise<Tokens> {
  const { world, cell, config, proof } = context;
  const secret = (member: SecretMember) => secretOf(world, cell.address, member);
  const scope = { scope: SCOPE, ...(cell.resource === undefined ? {} : { resource: cell.resource }) };
  const { grantType } = cell;
  switch (grantType) {
    case 'client_credentials':
      return oidc.clientCredentialsGrant(config, { ...scope, scope: 'api' }, proof);
    case 'password':
      return oidc.genericGrantRequest(
        config,
        grantType,
        { username: secret('username'), password: secret('password'), ...scope },
        proof,
      );
    case 'refresh_token':
      return oidc.refreshTokenGrant(config, secret('refresh_token'), {}, proof);
    case 'authorization_code':
      return byBrowser(context, scope);
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return byDevice(context, scope);
    case 'urn:ietf:params:oauth:grant-type:token-exchange': {
      const subject_token_type = 'urn:ietf:params:oauth:token-type:access_token';
      const subject = { subject_token: secret('subject_token'), subject_token_type };
      return oidc.genericGrantRequest(config, grantType, subject, proof);
    }
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return byAssertion(context);
  }
}

async function byAssertion({ world, cell, config, proof }: Grant): Promise<Tokens> {
  const alg = cell.signingAlg ?? 'ES256';
  const key = await importPKCS8(secretOf(world, cell.address, 'private_key'), alg);
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg })
    .setIssuer(clientIdOf(cell))
    .setSubject(PERSON.accountId)
    .setAudience(world.issuerOf(cell.address))
    .setIssuedAt()
    .setExpirationTime('60s')
    .setJti(oidc.randomState())
    .sign(key);
  return oidc.genericGrantRequest(
    config,
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    { assertion },
    proof,
  );
}

async function byDevice({ world, config, proof }: Grant, scope: { scope: string }): Promise<Tokens> {
  const device = await oidc.initiateDeviceAuthorization(config, scope);
  await approveDevice(device.verification_uri_complete ?? '', { ca: world.ca });
  // The IdP names no interval; a test need not wait for five seconds.
  return oidc.pollDeviceAuthorizationGrant(config, { ...device, interval: 1 }, undefined, proof);
}

async function byBrowser({ world, cell, config, proof }: Grant, scope: { scope: string }): Promise<Tokens> {
  const verifier = oidc.randomPKCECodeVerifier();
  using loopback = await listenOnLoopback();
  const checks = { expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
  const parameters = {
    ...scope,
    prompt: 'consent',
    redirect_uri: loopback.redirectUri,
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  const url =
    cell.par === undefined
      ? oidc.buildAuthorizationUrl(config, parameters)
      : await oidc.buildAuthorizationUrlWithPAR(config, parameters, proof);
  await signInByScript(url.href, { ca: world.ca });
  return await oidc.authorizationCodeGrant(
    config,
    await loopback.callback,
    { ...checks, pkceCodeVerifier: verifier },
    undefined,
    proof,
  );
}

/** What the IdP answers to an authorization request in plain sight. */
export async function signInWithoutPar(world: MatrixWorld, cell: MatrixCell): Promise<URLSearchParams> {
  using loopback = await listenOnLoopback();
  const config = await matrixClient(world, cell, oidc.None());
  const url = oidc.buildAuthorizationUrl(config, { redirect_uri: loopback.redirectUri, scope: 'openid' });
  await signInByScript(url.href, { ca: world.ca });
  return (await loopback.callback).searchParams;
}
