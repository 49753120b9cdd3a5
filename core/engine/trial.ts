/**
 * Asks for a token as a profile would, before anything of it is saved: step by step, with secrets in memory, and without
 * keeping what comes back.
 */
import { generateKeyPair } from 'jose';
import { getDPoPHandle } from 'openid-client';
import type { ServerMetadata, TokenEndpointResponse } from 'openid-client';
import { TRIAL_STEPS } from '../../shared/editor-view.ts';
import type { Trial, TrialStep, TrialStepName } from '../../shared/editor-view.ts';
import type { TracedExchange } from '../../shared/history-view.ts';
import { referenceOf, SECRET_MEMBERS } from '../../shared/profile.ts';
import type { Profile, SecretMember } from '../../shared/profile.ts';
import { errorView, FobError } from '../errors/fob-error.ts';
import { createConnection } from '../grants/connection.ts';
import type { Connection } from '../grants/connection.ts';
import type { ResolveSecret } from '../grants/grant.ts';
import { toFobError } from '../grants/oauth-errors.ts';
import { grantOf } from '../grants/registry.ts';
import { described } from '../history/last-calls.ts';
import { tracedHttp } from '../history/traced-http.ts';
import { invalid } from '../profiles/lookup.ts';
import { parseProfiles } from '../profiles/profiles-file.ts';
import { decode } from '../tokens/jwt.ts';
import { receivedTokens } from '../tokens/received.ts';
import type { GivenSecrets } from './contract.ts';
import { grantContext } from './grant-context.ts';
import type { GrantPorts } from './grant-context.ts';
import type { EnginePorts } from './ports.ts';
import type { ProfileAccess } from './profile-access.ts';
import { revokeAll } from './revocation.ts';
import { serverViewOf } from './server-view.ts';

export interface TrialOptions {
  readonly ports: EnginePorts;
  readonly access: ProfileAccess;
}

/** What a step found, or why there was nothing to do. */
type Found = Omit<TrialStep, 'name' | 'state' | 'error' | 'exchanges'>;

interface Scene {
  readonly profile: Profile;
  readonly connection: Connection;
  readonly grant: GrantPorts;
  readonly ports: EnginePorts;
  answer?: TokenEndpointResponse;
  /** Those that no step has taken for itself yet. */
  readonly exchanges: TracedExchange[];
}

/** Never rejects: what goes wrong is in the step where it did. */
export async function runTrial(text: string, secrets: GivenSecrets, options: TrialOptions): Promise<Trial> {
  let scene: Scene;
  try {
    scene = sceneOf(onlyProfile(text), secrets, options);
  } catch (error) {
    return { steps: endedBy({ name: 'profile', state: 'failed', error: errorView(error) }, []) };
  }
  const { profile, connection, ports } = scene;
  const steps: TrialStep[] = [];
  const traced = (): Pick<TrialStep, 'exchanges'> =>
    scene.exchanges.length === 0 ? {} : { exchanges: scene.exchanges.splice(0) };
  try {
    for (const name of TRIAL_STEPS) {
      const found = await STEPS[name](scene);
      steps.push({ name, state: found.why === undefined ? 'ok' : 'skipped', ...found, ...traced() });
    }
    return { steps };
  } catch (error) {
    const name = TRIAL_STEPS[steps.length] ?? 'token_checks';
    const problem = errorView(toFobError(error, profile, ports.clock.now()));
    return { steps: endedBy({ name, state: 'failed', error: problem, ...traced() }, steps) };
  } finally {
    void connection.close();
  }
}

function endedBy(failed: TrialStep, before: readonly TrialStep[]): readonly TrialStep[] {
  const rest = TRIAL_STEPS.slice(before.length + 1);
  return [
    ...before,
    failed,
    ...rest.map((name) => ({ name, state: 'skipped', why: 'not_reached' }) as const),
  ];
}

const STEPS: Readonly<Record<TrialStepName, (scene: Scene) => Found | Promise<Found>>> = {
  profile: ({ profile }) => ({
    address: profile.address,
    grantType: profile.grant_type,
    clientAuthMethod: profile.token_endpoint_auth_method,
  }),
  discovery: async ({ profile, connection }) => {
    const server = await connection.metadata();
    return profile.issuer === undefined ? { why: 'no_issuer' } : { server: serverViewOf(server) };
  },
  client_certificate: async ({ profile: { tls }, grant, ports }) => {
    if (tls?.cert === undefined && tls?.pfx === undefined) return { why: 'no_certificate' };
    const passphrase = tls.pfx === undefined ? undefined : await passphraseOf(tls, grant.secret);
    const certificate = await ports.readCertificate(tls, passphrase);
    return certificate === undefined ? {} : { certificate };
  },
  token_request: askForToken,
  token_checks: lookAtToken,
};

async function askForToken(scene: Scene): Promise<Found> {
  const { profile, grant: grantPorts, ports } = scene;
  const grant = grantOf(profile);
  if (grant.begins === 'refresh_token') return { why: 'spends_refresh_token' };
  if (grant.begins === 'request') {
    scene.answer = await grant.request(await grantContext(profile, grantPorts));
    return {};
  }
  const context = await grantContext(profile, grantPorts, { strict: true });
  const abort = new AbortController();
  // Nobody is sent there: the server is only asked whether it would begin a sign-in of this client.
  await grant.signIn({
    ...context,
    random: ports.random,
    signal: abort.signal,
    listenForCallback: ({ redirectUri = 'http://127.0.0.1/callback' }) =>
      Promise.resolve({ redirectUri, response: new Promise(() => undefined), close: () => undefined }),
  });
  return { why: 'sign_in_after_saving' };
}

async function lookAtToken({ profile, grant, answer }: Scene): Promise<Found> {
  if (answer === undefined)
    return {
      why: grantOf(profile).begins === 'refresh_token' ? 'spends_refresh_token' : 'sign_in_after_saving',
    };
  const { config } = await grantContext(profile, grant);
  const isRevoked = await takenBack(config.serverMetadata(), () => revokeAll(config, answer));
  const tokens = receivedTokens(profile, answer);
  const { access_token, token_type, received_at, expires_at, scope, refresh_token } = tokens;
  const isJwt = decode(access_token) !== undefined;
  return {
    token: {
      tokenType: token_type,
      ...(expires_at === undefined ? {} : { lifetimeMs: expires_at - received_at }),
      ...(scope === undefined ? {} : { scope }),
      isJwt,
      hasRefreshToken: refresh_token !== undefined,
      isRevoked,
    },
  };
}

/** As far as the server lets us; a token that nobody has any more ends by itself. */
async function takenBack(server: ServerMetadata, revoke: () => Promise<void>): Promise<boolean> {
  if (server.revocation_endpoint === undefined) return false;
  return revoke().then(
    () => true,
    () => false,
  );
}

/** Throws `profile_invalid` or `usage`. */
function onlyProfile(text: string): Profile {
  const { profiles, problems } = parseProfiles(text);
  if (problems[0] !== undefined) throw invalid(problems[0], 'the profile', 'profile_invalid');
  const [profile, ...others] = profiles.values();
  if (profile === undefined || others.length > 0)
    throw new FobError('usage', 'A trial is about one profile at a time.');
  return profile;
}

function sceneOf(profile: Profile, secrets: GivenSecrets, { ports, access }: TrialOptions): Scene {
  const { clock, random } = ports;
  const exchanges: TracedExchange[] = [];
  const http = tracedHttp(ports.http, clock, (_address, { describe }) =>
    exchanges.push(...described(describe)),
  );
  const secret: ResolveSecret = async (member) =>
    secrets[member] ??
    (await access.secret(profile, member).catch((error: unknown) => missing(error, profile, member)));
  const privateKey = async () =>
    ports.readPrivateKey(await secret('private_key'), await passphraseOf(profile.tls, secret));
  const isAllGiven = SECRET_MEMBERS.every(
    (member) => referenceOf(profile, member) === undefined || secrets[member] !== undefined,
  );
  const connection = createConnection(profile, {
    secret,
    privateKey,
    clock,
    http,
    // Whoever types a secret means it for this server. One that is kept goes nowhere that nobody agreed to.
    approve: async (server) => {
      if (!isAllGiven) await access.trusted.check(profile, server);
    },
    tlsSecrets: async ({ tls }) => {
      const passphrase = await passphraseOf(tls, secret);
      return {
        ...(typeof tls?.key === 'object' ? { key: await secret('tls.key') } : {}),
        ...(passphrase === undefined ? {} : { passphrase }),
      };
    },
  });
  // A key of its own: the profile's is made when it is saved.
  const dpopHandle: GrantPorts['dpopHandle'] = async (config) =>
    getDPoPHandle(config, await generateKeyPair('ES256'));
  const grant = { clock, random, secret, privateKey, connection, dpopHandle };
  return { profile, connection, ports, grant, exchanges };
}

async function passphraseOf(tls: Profile['tls'], secret: ResolveSecret): Promise<string | undefined> {
  return tls?.passphrase === undefined ? undefined : secret('tls.passphrase');
}

/** What is not there yet is not to be stored by a command first, but typed into the editor. */
function missing(error: unknown, profile: Profile, member: SecretMember): never {
  const isUnset = error instanceof FobError && ['secret_missing', 'vault_absent'].includes(error.code);
  const isKept = (referenceOf(profile, member)?.from ?? 'vault') === 'vault';
  if (!isUnset || !isKept) throw error;
  throw new FobError('secret_missing', `The ${member} of ${profile.address} is not there yet.`, {
    hint: 'Fill it in, or say where it is kept.',
    cause: error,
  });
}
