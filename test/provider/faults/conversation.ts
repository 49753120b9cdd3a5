/** What is said between one client and the fault server about one fault: who asked what, and what came after the fault. */
import { randomBytes } from 'node:crypto';
import type { Changes, Fault } from './fault.ts';
import type { Keys } from './jws.ts';
import type { Scene } from './scene.ts';

/** In the order of a flow: what is asked after an endpoint comes after it here too. */
const STAGES = {
  metadata: 0,
  pushed_authorization_request: 1,
  authorization: 2,
  device_authorization: 2,
  device: 2.5,
  token: 3,
  jwks: 4,
  userinfo: 5,
  introspection: 5,
  revocation: 5,
  api: 6,
  unknown: 7,
  elsewhere: 8,
} as const;
export type Endpoint = keyof typeof STAGES;

const CARRIERS: Readonly<Record<keyof Changes, number>> = {
  metadata: STAGES.metadata,
  par: STAGES.pushed_authorization_request,
  callback: STAGES.authorization,
  deviceAuthorization: STAGES.device_authorization,
  tokenResponse: STAGES.token,
  idToken: STAGES.token,
  accessToken: STAGES.token,
  jwks: STAGES.jwks,
  userinfo: STAGES.userinfo,
  introspection: STAGES.introspection,
  revocation: STAGES.revocation,
};

/** One request as the server saw it. */
export interface FaultRequest {
  readonly endpoint: Endpoint;
  readonly method: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether it should not have been made: the faulty answer had been given, and this comes later in the flow. */
  readonly after: boolean;
}

export interface Places {
  readonly issuer: string;
  readonly twin: string;
  readonly elsewhere: string;
}

export interface Authorization {
  readonly parameters: URLSearchParams;
  used: boolean;
}

export class Conversation {
  readonly fault: Fault;
  readonly places: Places;
  readonly keys: Keys;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly requests: FaultRequest[] = [];
  /** By authorization code; those of bad deliveries are known as well, so that a client which uses one gets far. */
  readonly codes = new Map<string, Authorization>();
  readonly pushed = new Map<string, URLSearchParams>();
  readonly refreshTokens = new Set<string>();
  readonly accessTokens = new Set<string>();
  readonly usedProofs = new Set<string>();
  readonly deviceCode = randomBytes(12).toString('base64url');
  #carried: boolean;
  #attempts = 0;
  #apiCalls = 0;

  constructor(fault: Fault, places: Places, keys: Keys, clientSecret: string) {
    this.fault = fault;
    this.places = places;
    this.keys = keys;
    this.clientId = fault.profile?.client_id ?? 'fault-client';
    this.clientSecret = clientSecret;
    // Then every request comes after it.
    this.#carried = this.isOfTransport;
  }

  /** The fault is in how the IdP is reached, not in what it says. */
  get isOfTransport(): boolean {
    return this.fault.verdict === 'refuse' && Object.keys(this.fault.change).length === 0;
  }

  /** The answer with the fault in it was given. */
  get carried(): boolean {
    return this.#carried;
  }

  carry(): void {
    this.#carried = true;
  }

  note(endpoint: Endpoint, method: string): void {
    this.requests.push({ endpoint, method, at: Date.now(), after: this.#isAfter(endpoint) });
  }

  /** The API was called with a token of this conversation. */
  accept(): void {
    this.#apiCalls += 1;
  }

  get apiCalls(): number {
    return this.#apiCalls;
  }

  /** A request of the flow's own grant. */
  attempt(): void {
    this.#attempts += 1;
  }

  get after(): number {
    return this.requests.filter(({ after }) => after).length;
  }

  scene(
    request: URLSearchParams,
    more: Partial<Pick<Scene, 'accessToken' | 'proofNonce' | 'url'>> = {},
  ): Scene {
    const { clientId, clientSecret, keys } = this;
    return {
      ...this.places,
      clientId,
      clientSecret,
      keys,
      now: Math.floor(Date.now() / 1000),
      attempt: this.#attempts,
      request,
      accessToken: more.accessToken ?? '',
      proofNonce: more.proofNonce,
      url: more.url ?? '',
    };
  }

  #isAfter(endpoint: Endpoint): boolean {
    if (!this.#carried) return false;
    const carrier = carrierStage(this.fault);
    // The keys are what a client judges by; only who was told where they are by a faulty document must not ask.
    if (endpoint === 'jwks' && carrier > STAGES.metadata) return false;
    return this.fault.final === true ? STAGES[endpoint] >= carrier : STAGES[endpoint] > carrier;
  }
}

/** The last of the answers that the fault is in; before all of them for a fault of the transport. */
function carrierStage({ change }: Fault): number {
  const names = Object.keys(change) as (keyof Changes)[];
  return Math.max(-1, ...names.map((name) => CARRIERS[name]));
}
