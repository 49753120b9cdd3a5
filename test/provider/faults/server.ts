/** An IdP that lies precisely: one issuer for each fault, over http or over https as the fault wants it. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { EnvironmentEntry, ProfilesFile, SecretMember } from '../../../shared/profile.ts';
import { listen } from '../listen.ts';
import type { Handler, Listening } from '../listen.ts';
import { makeCertificateFolder } from '../tls/certificate-folder.ts';
import type { CertificateFolder } from '../tls/certificate-folder.ts';
import { Conversation } from './conversation.ts';
import type { Endpoint, FaultRequest } from './conversation.ts';
import { HANDLERS } from './endpoints.ts';
import type { Fault, Transport } from './fault.ts';
import { makeKeys } from './jws.ts';
import { PATHS } from './metadata.ts';
import { entryOf } from './profile.ts';
import { tlsOptions } from './transports.ts';

/** How a run with one fault went, as the server saw it. */
export interface Outcome {
  /** Whether the faulty answer was given. A negative case in which it was not proves nothing. */
  readonly carried: boolean;
  /** Requests to an endpoint that comes after the faulty one. */
  readonly after: number;
  /** Calls of the API with a token of this conversation. A tolerance case has to end with one. */
  readonly apiCalls: number;
  readonly requests: readonly FaultRequest[];
}

export interface FaultServer {
  readonly faults: readonly Fault[];
  /** PEM of the CA of the https transports, and the same as a file, as the profiles name it. */
  readonly ca: string;
  readonly caFile: string;
  /** All faults as environments of the service `faults`; ids are those of the faults in lower case. */
  readonly profiles: ProfilesFile;
  issuerFor(faultId: string): string;
  addressFor(faultId: string): `faults/${string}`;
  profileFor(faultId: string): EnvironmentEntry;
  /** What the profile expects in the vault. */
  secretsFor(faultId: string): readonly { readonly member: SecretMember; readonly value: string }[];
  /** The API that a client calls with its token when it found nothing wrong, by GET. */
  resourceFor(faultId: string): string;
  outcome(faultId: string): Outcome;
  /** `outcome().after`. */
  requestsAfter(faultId: string): number;
  /** Forgets what was said, for another run. */
  reset(faultId: string): void;
  close(): Promise<void>;
}

export async function startServer(faults: readonly Fault[]): Promise<FaultServer> {
  const folder = await makeCertificateFolder('Fob Faults');
  const conversations = new Map<string, Conversation>();
  const answer =
    (isElsewhere: boolean): Handler =>
    (request, response) =>
      void handle(conversations, { request, response, isElsewhere });
  const listeners = new Map<Transport, Counted>();
  for (const transport of new Set<Transport>(['http', ...faults.map(transportOf)]))
    listeners.set(transport, await startListener(answer(false), transport, folder));
  const [elsewhere, twin] = await Promise.all([listen(() => answer(true)), listen(() => answer(false))]);
  const keys = makeKeys();
  const secret = `canary-faults-${randomBytes(9).toString('hex')} %+/&=:~`;
  const begin = (fault: Fault): void => {
    const id = idOf(fault.id);
    const origin = listeners.get(transportOf(fault))?.origin ?? '';
    const places = {
      issuer: `${origin}/${id}`,
      twin: `${twin.origin}/${id}`,
      elsewhere: `${elsewhere.origin}/${id}`,
    };
    conversations.set(id, new Conversation(fault, places, keys, secret));
  };
  faults.forEach(begin);
  const find = (faultId: string): Conversation => {
    const conversation = conversations.get(idOf(faultId));
    if (conversation === undefined) throw new Error(`there is no fault ${faultId}`);
    return conversation;
  };
  const profileOf = (faultId: string) => entryOf(find(faultId), folder.caFile);
  return {
    faults,
    ca: folder.authority.certificate,
    caFile: folder.caFile,
    profiles: {
      version: 1,
      services: [{ id: 'faults', environments: faults.map(({ id }) => profileOf(id).entry) }],
    },
    issuerFor: (faultId) => find(faultId).places.issuer,
    addressFor: (faultId) => `faults/${idOf(faultId)}`,
    profileFor: (faultId) => profileOf(faultId).entry,
    secretsFor: (faultId) => profileOf(faultId).secrets,
    resourceFor: (faultId) => `${find(faultId).places.issuer}/api`,
    outcome: (faultId) => outcomeOf(find(faultId), listeners),
    requestsAfter: (faultId) => find(faultId).after,
    reset: (faultId) => {
      begin(find(faultId).fault);
    },
    close: async () => {
      await Promise.all([...listeners.values(), elsewhere, twin].map((each) => each.close()));
      await folder.remove();
    },
  };
}

const idOf = (faultId: string): string => faultId.toLowerCase();

const transportOf = ({ transport = 'http' }: Fault): Transport => transport;

/** A listener that knows how often somebody came, which is all that a failed handshake leaves. */
interface Counted extends Listening {
  readonly connections: () => number;
}

async function startListener(
  handler: Handler,
  transport: Transport,
  folder: CertificateFolder,
): Promise<Counted> {
  let connections = 0;
  const listening = await listen(
    () => handler,
    tlsOptions(transport, folder),
    () => {
      connections += 1;
    },
  );
  return { ...listening, connections: () => connections };
}

function outcomeOf(conversation: Conversation, listeners: ReadonlyMap<Transport, Counted>): Outcome {
  const { after, apiCalls, requests, fault, isOfTransport } = conversation;
  const met = (listeners.get(transportOf(fault))?.connections() ?? 0) > 0;
  return { carried: isOfTransport ? met : conversation.carried, after, apiCalls, requests };
}

interface Incoming {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly isElsewhere: boolean;
}

async function handle(
  conversations: ReadonlyMap<string, Conversation>,
  { request, response, isElsewhere }: Incoming,
): Promise<void> {
  const scheme = request.socket instanceof TLSSocket ? 'https' : 'http';
  const url = new URL(request.url ?? '/', `${scheme}://${request.headers.host ?? ''}`);
  const { id, endpoint } = route(url.pathname);
  const conversation = conversations.get(id);
  if (conversation === undefined) {
    response.writeHead(404).end();
    return;
  }
  const where = isElsewhere ? 'elsewhere' : endpoint;
  conversation.note(where, request.method ?? '');
  const exchange = {
    conversation,
    request,
    response,
    url: url.origin + url.pathname,
    query: url.searchParams,
  };
  await HANDLERS[where](exchange).catch((error: unknown) => {
    // A bug of a table must not look like a refusal of the client.
    console.error(`${conversation.fault.id}:`, error);
    response.destroy();
  });
}

const WELL_KNOWN = /^\/\.well-known\/(?:oauth-authorization-server|openid-configuration)\/([\w-]+)$/;

/** RFC 8414 puts the well-known part before the issuer's path, OIDC Discovery after it. */
function route(pathname: string): { id: string; endpoint: Endpoint } {
  const inserted = WELL_KNOWN.exec(pathname)?.[1];
  if (inserted !== undefined) return { id: inserted, endpoint: 'metadata' };
  const [, id = '', ...rest] = pathname.split('/');
  return { id, endpoint: ENDPOINTS.get(`/${rest.join('/')}`) ?? 'unknown' };
}

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/.well-known/openid-configuration', 'metadata'],
  [PATHS.jwks_uri, 'jwks'],
  [PATHS.pushed_authorization_request_endpoint, 'pushed_authorization_request'],
  [PATHS.authorization_endpoint, 'authorization'],
  [PATHS.device_authorization_endpoint, 'device_authorization'],
  ['/device', 'device'],
  [PATHS.token_endpoint, 'token'],
  [PATHS.userinfo_endpoint, 'userinfo'],
  [PATHS.introspection_endpoint, 'introspection'],
  [PATHS.revocation_endpoint, 'revocation'],
  ['/api', 'api'],
]);
