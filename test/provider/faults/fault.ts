/** What a fault is: one way in which an IdP's answer differs from a good one, and what a client must make of it. */
import type { ProfileMembers } from '../../../shared/profile.ts';
import type { Json } from './json.ts';
import type { Scene } from './scene.ts';

/**
 * What the client does: how it gets a token, and what it does with it before it calls the API at `resourceFor`. The
 * runner takes these steps, and always ends a flow that the client finds good with that call.
 * - `claims`: a token by client credentials, which is then verified against the IdP's keys; the API is called only if
 *   the client says "verified".
 * - `refresh_token`: a token by the password grant, then one refresh. The fault is in the refresh alone.
 * - `userinfo`, `introspection`, `revocation`: a token (by authorization code; the other two by client credentials),
 *   then a request to that endpoint.
 */
export type FaultFlow =
  | 'client_credentials'
  | 'password'
  | 'authorization_code'
  | 'device_code'
  | 'refresh_token'
  | 'claims'
  | 'userinfo'
  | 'introspection'
  | 'revocation';

/** An answer written out by hand, where an object that becomes JSON would be too good. */
export class RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;

  constructor(
    body: string | Uint8Array,
    options: { status?: number; headers?: Record<string, string> } = {},
  ) {
    this.body = body;
    this.status = options.status ?? 200;
    this.headers = { 'content-type': 'application/json', ...options.headers };
  }
}

/** Closes the connection without an answer. */
export const HANG_UP: unique symbol = Symbol('hang up');

/** Members become JSON with status 200 (201 for PAR). */
export type Answer = Json | RawAnswer | typeof HANG_UP;

type Change<Value, Result = Value> = (value: Value, scene: Scene) => Result | Promise<Result>;

/** Changes to a JWT before it is signed, and to the compact form afterwards. */
export interface JwtChange {
  readonly header?: Change<Json>;
  readonly claims?: Change<Json>;
  /** The compact form; what it answers need not be text. */
  readonly token?: Change<string, unknown>;
}

/** One request to the client's redirect URI. The good one is a GET with the parameters in the query. */
export interface Delivery {
  readonly method?: string;
  /** Another request target than path and query of the redirect URI. */
  readonly target?: (redirectUri: URL) => string;
  readonly parameters?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Each member is a pure transformation of what a good IdP answers. The endpoint of a member is where the fault is
 * carried; requests to endpoints that come later in the flow are counted from then on.
 */
export interface Changes {
  readonly metadata?: Change<Json, Answer>;
  readonly jwks?: Change<Json, Answer>;
  readonly par?: Change<Json, Answer>;
  readonly deviceAuthorization?: Change<Json, Answer>;
  /** Of the flow's own grant. `scene.attempt` counts its requests, from 1. */
  readonly tokenResponse?: Change<Json, Answer>;
  readonly idToken?: JwtChange;
  readonly accessToken?: JwtChange;
  /** Parameters of the authorization response; several deliveries arrive one after the other. */
  readonly callback?: Change<URLSearchParams, URLSearchParams | readonly Delivery[]>;
  readonly userinfo?: Change<Json, Answer>;
  readonly introspection?: Change<Json, Answer>;
  readonly revocation?: Change<Json, Answer>;
}

/** How the IdP is reached. `https` has a certificate of the server's own CA; the others have something wrong. */
export const TRANSPORTS = [
  'http',
  'https',
  'https-expired',
  'https-not-yet-valid',
  'https-wrong-host',
  'https-unknown-ca',
  'https-self-signed',
  'https-client-certificate',
  'https-no-ca',
  'https-tls-1.1',
  'https-asks-certificate',
  'https-tls-1.2',
  'https-intermediate',
] as const;
export type Transport = (typeof TRANSPORTS)[number];

export interface Fault {
  /** From the checklists, made single: `M10`, `N05-none`. Letters, digits and hyphens. */
  readonly id: string;
  readonly family: string;
  readonly title: string;
  /** `refuse`: the client must stop before the next endpoint. `accept`: it must end with a token that the API accepts. */
  readonly verdict: 'refuse' | 'accept';
  readonly flow: FaultFlow;
  readonly change: Changes;
  /** How this IdP is otherwise, with nothing wrong in it. */
  readonly setup?: Omit<Changes, 'callback'>;
  /** Members of the profile that differ from the usual ones of the flow. */
  readonly profile?: ProfileMembers;
  /** `http` unless given. */
  readonly transport?: Transport;
  /** After the faulty answer not even the same endpoint may be asked again. */
  readonly final?: boolean;
  /** How often the client goes through the flow, with the same connection; 1 unless given. */
  readonly rounds?: number;
  /** Even a client that checks nothing cannot go on: there is no token, no code or no answer. */
  readonly structural?: boolean;
}
