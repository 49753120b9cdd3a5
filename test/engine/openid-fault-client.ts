/**
 * openid-client and jose at the fault server, as their documentation says to use them: what a client is that leaves the
 * protocol to these two. What it lets through is what a careful client has to add.
 */
import { createRemoteJWKSet, customFetch, importPKCS8, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { request } from 'undici';
import { withTls } from '../provider/client-tls.ts';
import type { Fault } from '../provider/faults/fault.ts';
import type { FaultServer } from '../provider/faults/server.ts';
import { signInByScript } from '../provider/scripted-browser.ts';
import { listenForState } from './loopback.ts';
import { discoverIssuer } from './openid-kit.ts';

type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

interface Run {
  readonly server: FaultServer;
  readonly fault: Fault;
  readonly config: oidc.Configuration;
  readonly proof: oidc.DPoPOptions;
  /** One cache of keys for all rounds. */
  readonly keys: ReturnType<typeof createRemoteJWKSet> | undefined;
}

/** Goes through the flow of the fault and calls the API. Rejects when it finds something wrong. */
export async function runOpenidClient(server: FaultServer, fault: Fault): Promise<void> {
  const entry = server.profileFor(fault.id);
  const config = await discoverIssuer(entry.issuer ?? '', entry.client_id ?? '', {
    authentication: await authenticationOf(server, fault),
    tls: { ca: server.ca },
  });
  oidc.enableNonRepudiationChecks(config);
  const handle = entry.dpop === true ? oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair()) : undefined;
  const { jwks_uri } = config.serverMetadata();
  const run: Run = {
    server,
    fault,
    config,
    proof: handle === undefined ? {} : { DPoP: handle },
    keys: fault.flow === 'claims' ? keysAt(jwks_uri ?? '', server.ca) : undefined,
  };
  for (let round = 0; round < (fault.rounds ?? 1); round += 1) {
    const tokens = await tokensOf(run);
    await afterwards(run, tokens);
    await withTls({ ca: server.ca }, async (dispatcher) => {
      const headers = { authorization: `Bearer ${tokens.access_token}` };
      const { body } = await request(server.resourceFor(fault.id), { dispatcher, headers });
      await body.dump();
    });
  }
}

const keysAt = (uri: string, ca: string) =>
  createRemoteJWKSet(new URL(uri), {
    [customFetch]: (url) =>
      withTls({ ca }, async (dispatcher) => {
        const { statusCode, body } = await request(url, { dispatcher });
        return new Response(await body.text(), { status: statusCode });
      }),
  });

async function authenticationOf(server: FaultServer, fault: Fault): Promise<oidc.ClientAuth> {
  const secret = (member: string) => secretOf(server, fault, member);
  switch (server.profileFor(fault.id).token_endpoint_auth_method) {
    case 'none':
      return oidc.None();
    case 'client_secret_post':
      return oidc.ClientSecretPost(secret('client_secret'));
    case 'private_key_jwt':
      return oidc.PrivateKeyJwt(await importPKCS8(secret('private_key'), 'RS256'));
    default:
      return basic(secret('client_secret'));
  }
}

/** openid-client escapes more than the form encoding does, which servers that compare without decoding do not take. */
function basic(secret: string): oidc.ClientAuth {
  return (_server, client, _body, headers) => {
    const pair = [client.client_id, secret].map((text) =>
      new URLSearchParams([['', text]]).toString().slice(1),
    );
    headers.set('authorization', `Basic ${btoa(pair.join(':'))}`);
  };
}

async function tokensOf(run: Run): Promise<Tokens> {
  const { server, fault, config, proof } = run;
  const { scope = '' } = server.profileFor(fault.id);
  const person = () => ({ username: 'person', password: secretOf(server, fault, 'password'), scope });
  switch (fault.flow) {
    case 'client_credentials':
    case 'claims':
    case 'introspection':
    case 'revocation':
      return oidc.clientCredentialsGrant(config, { scope }, proof);
    case 'password':
      return oidc.genericGrantRequest(config, 'password', person());
    case 'refresh_token': {
      const first = await oidc.genericGrantRequest(config, 'password', person());
      return oidc.refreshTokenGrant(config, first.refresh_token ?? '');
    }
    case 'authorization_code':
    case 'userinfo':
      return byBrowser(run);
    case 'device_code': {
      const device = await oidc.initiateDeviceAuthorization(config, { scope });
      return oidc.pollDeviceAuthorizationGrant(config, device, undefined, proof);
    }
  }
}

async function byBrowser({ server, fault, config, proof }: Run): Promise<Tokens> {
  const entry = server.profileFor(fault.id);
  const verifier = oidc.randomPKCECodeVerifier();
  const wantsIdToken = (entry.scope ?? '').includes('openid');
  const checks = {
    expectedState: oidc.randomState(),
    ...(wantsIdToken ? { expectedNonce: oidc.randomNonce(), idTokenExpected: true } : {}),
  };
  using listener = await listenForState(checks.expectedState);
  const parameters = {
    redirect_uri: listener.redirectUri,
    scope: entry.scope ?? '',
    state: checks.expectedState,
    ...(checks.expectedNonce === undefined ? {} : { nonce: checks.expectedNonce }),
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  const url =
    entry.par === 'always'
      ? await oidc.buildAuthorizationUrlWithPAR(config, parameters, proof)
      : oidc.buildAuthorizationUrl(config, parameters);
  const [callback] = await Promise.all([
    listener.callback,
    signInByScript(url.href, { ca: server.ca }).catch((error: unknown) => {
      listener.cancel(error);
    }),
  ]);
  return await oidc.authorizationCodeGrant(
    config,
    callback,
    { ...checks, pkceCodeVerifier: verifier },
    undefined,
    proof,
  );
}

async function afterwards({ server, fault, config, keys }: Run, tokens: Tokens): Promise<void> {
  if (keys !== undefined) {
    await jwtVerify(tokens.access_token, keys, {
      issuer: server.profileFor(fault.id).issuer ?? '',
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    });
  }
  if (fault.flow === 'userinfo')
    await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
  if (fault.flow === 'introspection') {
    const { active } = await oidc.tokenIntrospection(config, tokens.access_token);
    if (!active) throw new Error('the token is not active');
  }
  if (fault.flow === 'revocation') await oidc.tokenRevocation(config, tokens.access_token);
}

function secretOf(server: FaultServer, { id }: Fault, member: string): string {
  return server.secretsFor(id).find((each) => each.member === member)?.value ?? '';
}
