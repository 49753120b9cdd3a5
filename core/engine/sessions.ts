/** Signing in and out: the two things of a token's life that a person takes part in. */
import { customFetch } from 'openid-client';
import type { TokenEndpointResponse } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import type { LoginStart, LogoutResult } from '../../shared/session-view.ts';
import { FobError } from '../errors/fob-error.ts';
import type { Connection } from '../grants/connection.ts';
import type { ResolveSecret, SignInContext, SignInStep } from '../grants/grant.ts';
import { toFobError } from '../grants/oauth-errors.ts';
import { grantOf } from '../grants/registry.ts';
import type { History } from '../history/history.ts';
import { checkAtHash, checkIssuedNow, checkSignature } from '../tokens/id-token.ts';
import { publishedKeys } from '../tokens/key-sets.ts';
import { receivedTokens } from '../tokens/received.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { grantContext } from './grant-context.ts';
import type { Holding } from './holding.ts';
import type { Holdings } from './holdings.ts';
import type { Keeper } from './keeper.ts';
import type { EnginePorts } from './ports.ts';
import type { ProfileAccess } from './profile-access.ts';
import type { ProfileWatch } from './profile-watch.ts';
import { revoke, revokeLate } from './revocation.ts';
import type { AnswerTakers, AskingStep, SignIns } from './sign-ins.ts';

export interface SessionsOptions {
  readonly ports: EnginePorts;
  readonly access: ProfileAccess;
  readonly holdings: Holdings;
  readonly keeper: Keeper;
  readonly history: History;
  readonly watch: ProfileWatch;
  readonly signIns: SignIns;
}

export class Sessions {
  readonly #options: SessionsOptions;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** Begins a sign-in and answers what the person does next. Rejects with `usage` for a grant that needs nobody. */
  async begin(holding: Holding, device: boolean): Promise<LoginStart> {
    const profile = device ? asDevice(holding.profile) : holding.profile;
    const grant = grantOf(profile);
    if (grant.begins !== 'sign_in') {
      throw new FobError(
        'usage',
        `${profile.address} needs no sign-in: its grant_type is ${profile.grant_type}.`,
        {
          hint: `Just ask for a token: fob token ${profile.address}`,
        },
      );
    }
    const { ports, access, history, signIns } = this.#options;
    const connection = access.connection(profile);
    const start = async (signal: AbortSignal): Promise<AskingStep> => {
      history.calls.begin(profile.address);
      await knowOwnSecret(profile, access.grantPorts(profile).secret);
      const context = await grantContext(profile, access.grantPorts(profile), { strict: true });
      const { random, listenForCallback } = ports;
      const whole = { ...context, random, listenForCallback, signal };
      return asking(whole, mended(profile, ports, await grant.signIn(whole)));
    };
    const takers: AnswerTakers = {
      finished: (answer) => this.#accept(holding, profile, connection, answer),
      late: (answer) => revokeLate(profile, receivedTokens(profile, answer), this.#options),
    };
    const step = await signIns.begin(profile.address, start, takers).catch((error: unknown) => {
      const problem = toFobError(error, profile, ports.clock.now());
      if (problem.code === 'endpoints_changed') this.#options.keeper.blocked(holding, problem);
      throw problem;
    });
    return startOf(step);
  }

  /** Ends the session at the IdP as far as it lets us, and forgets it here in any case. */
  async end(holding: Holding, forget: () => Promise<void>): Promise<LogoutResult> {
    const { profile } = holding;
    const { holdings, keeper, signIns } = this.#options;
    signIns.cancel(profile.address);
    // What a refresh under way brings has to be revoked with the rest (security.md R17).
    await Promise.allSettled(holdings.underWay(profile.address));
    const sets = await keeper.storedTokens(holding);
    // Here first: whoever asks for a token meanwhile must not have one made of what is being revoked.
    await forget();
    return sets.length === 0 ? { revoked: false } : revoke(profile, sets, this.#options);
  }

  async #accept(
    holding: Holding,
    profile: Profile,
    connection: Connection,
    answer: TokenEndpointResponse,
  ): Promise<void> {
    const { history, holdings, keeper, watch } = this.#options;
    const tokens = receivedTokens(profile, answer);
    await checkIdToken(profile, connection, tokens);
    if (await keeper.accept(holding, tokens, connection))
      history.noteTokens('sign_in', profile.address, tokens);
    else if (holding.hasEnded !== true) await revokeLate(profile, tokens, this.#options);
    // Of a file that cannot be read the next question tells.
    await watch.refresh().catch(() => undefined);
    if (holdings.of(profile.address, {}) !== holding) throw signedInBefore(profile);
  }
}

function signedInBefore({ address }: Profile): FobError {
  return new FobError(
    'sign_in_needed',
    `${address} was changed or signed out of meanwhile, so the sign-in does not count for it as it is now.`,
    { hint: `If it still needs a sign-in, begin it again with: fob login ${address}` },
  );
}

/** Nothing is lost when a sign-in is refused, so its ID token has to hold in every way. */
async function checkIdToken(profile: Profile, connection: Connection, tokens: TokenSet): Promise<void> {
  const { id_token, access_token, received_at, skew_ms = 0 } = tokens;
  if (id_token === undefined) return;
  const now = received_at + skew_ms;
  const keys = await publishedKeys(connection);
  const { issuer, client_id: audience } = profile;
  if (keys !== undefined)
    await checkSignature(id_token, keys, { audience, now, ...(issuer === undefined ? {} : { issuer }) });
  await checkAtHash(id_token, access_token);
  checkIssuedNow(id_token, now);
}

/** Nobody should sign in for a client that then cannot say who it is. Rejects with `secret_missing`. */
async function knowOwnSecret(
  { token_endpoint_auth_method: method }: Profile,
  secret: ResolveSecret,
): Promise<void> {
  if (method.startsWith('client_secret_')) await secret('client_secret');
  if (method === 'private_key_jwt') await secret('private_key');
}

/** Errors on the way come out as ours, whoever waits for them. */
function mended(profile: Profile, { clock }: EnginePorts, step: SignInStep): SignInStep {
  const fail = (error: unknown) => Promise.reject(toFobError(error, profile, clock.now()));
  if (step.kind === 'device') return { ...step, finish: () => step.finish().catch(fail) };
  return { ...step, finish: (callback) => step.finish(callback).catch(fail) };
}

/** From here on the configuration, which is of this sign-in alone, asks for its tokens and nothing else. */
function asking({ config, signal }: SignInContext, step: SignInStep): AskingStep {
  // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- every configuration of ours has one
  const send = config[customFetch]!;
  let isAsking = false;
  config[customFetch] = async (...request) => {
    signal.throwIfAborted();
    isAsking = true;
    try {
      const answer = await send(...request);
      // A good one is being read from now on.
      isAsking = answer.ok;
      return answer;
    } catch (error) {
      isAsking = false;
      throw error;
    }
  };
  return { ...step, isAsking: () => isAsking };
}

function asDevice(profile: Profile): Profile {
  return { ...profile, grant_type: 'urn:ietf:params:oauth:grant-type:device_code' };
}

function startOf(step: SignInStep): LoginStart {
  if (step.kind === 'browser')
    return { kind: 'browser', url: step.url, redirectUri: step.listener.redirectUri };
  const { userCode, verificationUri, verificationUriComplete } = step;
  return {
    kind: 'device',
    userCode,
    verificationUri,
    ...(verificationUriComplete === undefined ? {} : { verificationUriComplete }),
    expiresInMs: step.expiresInMs,
  };
}
