/** The token endpoint of the fault server: a good answer first, then the fault's changes to it. */
import { hash, randomBytes, randomUUID } from 'node:crypto';
import type { Conversation } from './conversation.ts';
import type { Answer, Changes, FaultFlow, JwtChange } from './fault.ts';
import type { Json } from './json.ts';
import { jws } from './jws.ts';
import type { Key, Keys } from './jws.ts';
import type { Scene } from './scene.ts';

export const API_AUDIENCE = 'https://api.faults.example';
export const SUBJECT = 'person-1';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** The grant in whose answer the fault is. */
export const OWN_GRANT: Readonly<Record<FaultFlow, string>> = {
  client_credentials: 'client_credentials',
  password: 'password',
  authorization_code: 'authorization_code',
  device_code: DEVICE_CODE,
  refresh_token: 'refresh_token',
  claims: 'client_credentials',
  userinfo: 'authorization_code',
  introspection: 'client_credentials',
  revocation: 'client_credentials',
};

export interface TokenRequest {
  readonly parameters: URLSearchParams;
  /** Thumbprint of the client's DPoP key. */
  readonly jkt: string | undefined;
  readonly proofNonce: unknown;
  /** What the person was asked for; the token request itself for grants without one. */
  readonly asked: URLSearchParams;
}

/** Answers a token request that is in order. */
export async function tokenAnswer(conversation: Conversation, request: TokenRequest): Promise<Answer> {
  const { fault } = conversation;
  const grantType = request.parameters.get('grant_type') ?? '';
  const isOwn = grantType === OWN_GRANT[fault.flow];
  if (isOwn) conversation.attempt();
  const layers: readonly Changes[] = [fault.setup ?? {}, isOwn ? fault.change : {}];
  const scene = conversation.scene(request.parameters, { proofNonce: request.proofNonce });
  const accessToken = await accessTokenOf(request, scene, layers);
  const answer: Json = {
    access_token: accessToken,
    token_type: request.jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: 300,
    scope: request.asked.get('scope') ?? 'api',
    ...(grantType === 'client_credentials' ? {} : { refresh_token: refreshToken(conversation) }),
    ...(await idTokenOf(request, { ...scene, accessToken }, layers)),
  };
  conversation.accessTokens.add(accessToken);
  let changed: Answer = answer;
  for (const { tokenResponse } of layers) {
    if (tokenResponse !== undefined) changed = await tokenResponse(answer, { ...scene, accessToken });
  }
  const { tokenResponse, idToken, accessToken: changesAccess } = fault.change;
  if (isOwn && (tokenResponse ?? idToken ?? changesAccess) !== undefined) conversation.carry();
  return changed;
}

function refreshToken({ refreshTokens }: Conversation): string {
  const token = `refresh-${randomBytes(12).toString('base64url')}`;
  refreshTokens.add(token);
  return token;
}

async function accessTokenOf(
  { jkt, asked }: TokenRequest,
  scene: Scene,
  layers: readonly Changes[],
): Promise<string> {
  const { issuer, clientId, now } = scene;
  const claims = () => ({
    iss: issuer,
    sub: SUBJECT,
    aud: API_AUDIENCE,
    client_id: clientId,
    scope: asked.get('scope') ?? 'api',
    jti: randomUUID(),
    iat: now,
    exp: now + 300,
    ...(jkt === undefined ? {} : { cnf: { jkt } }),
  });
  const changes = layers.map(({ accessToken }) => accessToken);
  return String(await changedJwt({ typ: 'at+jwt' }, claims, changes, scene));
}

async function idTokenOf(
  { parameters, asked }: TokenRequest,
  scene: Scene,
  layers: readonly Changes[],
): Promise<Json> {
  if (!(asked.get('scope') ?? '').split(' ').includes('openid')) return {};
  const { issuer, clientId, now, accessToken } = scene;
  // OIDC Core section 12.2: a nonce is better left out at a refresh.
  const nonce = parameters.get('grant_type') === 'refresh_token' ? null : asked.get('nonce');
  const claims = (alg: unknown) => ({
    iss: issuer,
    sub: SUBJECT,
    aud: clientId,
    iat: now,
    exp: now + 300,
    at_hash: atHash(accessToken, alg),
    ...(nonce === null ? {} : { nonce }),
  });
  const changes = layers.map(({ idToken }) => idToken);
  return { id_token: await changedJwt({}, claims, changes, scene) };
}

/** OIDC Core section 3.1.3.6: half of the hash that the signature is made with, which for Ed25519 is SHA-512. */
function atHash(accessToken: string, alg: unknown): string {
  const whole = hash(alg === 'EdDSA' ? 'sha512' : 'sha256', accessToken, 'buffer');
  return whole.subarray(0, whole.length / 2).toString('base64url');
}

async function changedJwt(
  members: Json,
  claims: (alg: unknown) => Json,
  changes: readonly (JwtChange | undefined)[],
  scene: Scene,
): Promise<unknown> {
  const { rsa } = scene.keys;
  let header: Json = { alg: rsa.alg, kid: rsa.kid, ...members };
  for (const change of changes) {
    if (change?.header !== undefined) header = await change.header(header, scene);
  }
  let payload = claims(header.alg);
  for (const change of changes) {
    if (change?.claims !== undefined) payload = await change.claims(payload, scene);
  }
  let token: unknown = jws(header, payload, keyFor(header, scene.keys));
  for (const change of changes) {
    if (change?.token !== undefined) token = await change.token(String(token), scene);
  }
  return token;
}

/** The key that the header names, or one of ours that signs as it says. */
function keyFor({ kid, alg }: Json, { rsa, rsa2, pss, ec, ed }: Keys): Key {
  const known = [rsa, rsa2, pss, ec, ed];
  return known.find((key) => key.kid === kid) ?? known.find((key) => key.alg === alg) ?? rsa;
}
