/**
 * The last call of each profile's token endpoint, and what the token before the present one said. In memory alone. Nobody
 * waits for a token while it is described.
 */
import type { PreviousToken, ProfileHistory, TracedExchange, TraceView } from '../../shared/history-view.ts';
import { decode } from '../tokens/jwt.ts';

/** Of more profiles than these the ones that were asked for longest ago are forgotten. */
const MAX_PROFILES = 500;
/** A sign-in by device code asks again and again. */
const MAX_EXCHANGES = 8;
/** Longer tokens are not kept: they are no use to a person, and hundreds of them would be. */
const MAX_TOKEN_LENGTH = 32 * 1024;

export interface ReplacedToken {
  readonly access_token: string;
  readonly received_at: number;
  readonly expires_at?: number | undefined;
}

export interface LastCalls {
  /** What follows for the address belongs to a new call. */
  begin(address: string): void;
  /** What `describe` throws is nobody's, since a trace must not fail a token. */
  add(address: string, exchange: NewExchange): void;
  /** Another token takes the place of this one; what it said is kept, and the token is not. */
  replaced(address: string, token: ReplacedToken): void;
  /** Describes what came since. */
  catchUp(): void;
  of(address: string): Pick<ProfileHistory, 'trace' | 'previous'>;
  forget(address: string): void;
  clear(): void;
}

/** An exchange as {@link TracedExchange} has it, to be described when nobody waits for its answer any more. */
export interface NewExchange {
  readonly at: number;
  readonly isPost: boolean;
  readonly describe: () => TracedExchange;
}

interface Call {
  readonly at: number;
  readonly attempts: number;
  readonly exchanges: readonly (() => TracedExchange)[];
}

interface Entry {
  /** Nothing was sent yet since a call began. */
  isNew: boolean;
  /** Of these two, what came since the last look: it holds tokens, and does not stay for long. */
  newCall?: Call;
  newlyReplaced?: ReplacedToken;
  trace?: TraceView;
  previous?: PreviousToken;
}

/** `soon` is to have `catchUp` called, a moment after those who wait for a token have it. */
export function createLastCalls(soon: () => void): LastCalls {
  const entries = new Map<string, Entry>();

  const entryOf = (address: string): Entry => {
    const entry = entries.get(address) ?? { isNew: true };
    // A map keeps the order in which its members came: the newest is last.
    entries.delete(address);
    entries.set(address, entry);
    const [oldest] = entries.keys();
    if (entries.size > MAX_PROFILES && oldest !== undefined) entries.delete(oldest);
    return entry;
  };

  return {
    begin: (address) => void (entryOf(address).isNew = true),
    add: (address, { at, isPost, describe }) => {
      const entry = entries.get(address);
      if (entry === undefined) return;
      const before = entry.isNew ? undefined : (entry.newCall ?? again(entry.trace));
      // Keys and metadata that are read after the call have nothing to do with it.
      if (!isPost && before !== undefined && before.attempts > 0) return;
      entry.isNew = false;
      entry.newCall = {
        at: before?.at ?? at,
        attempts: (before?.attempts ?? 0) + (isPost ? 1 : 0),
        exchanges: [...(before?.exchanges ?? []), describe].slice(-MAX_EXCHANGES),
      };
      soon();
    },
    replaced: (address, token) => {
      entryOf(address).newlyReplaced = token;
      soon();
    },
    catchUp: () => entries.forEach(catchUp),
    of: (address) => {
      const entry = entries.get(address);
      if (entry === undefined) return {};
      catchUp(entry);
      const { trace, previous } = entry;
      return { ...(trace === undefined ? {} : { trace }), ...(previous === undefined ? {} : { previous }) };
    },
    forget: (address) => void entries.delete(address),
    clear: () => entries.clear(),
  };
}

function again(trace: TraceView | undefined): Call | undefined {
  return trace && { ...trace, exchanges: trace.exchanges.map((exchange) => () => exchange) };
}

function catchUp(entry: Entry): void {
  const { newCall, newlyReplaced } = entry;
  delete entry.newCall;
  delete entry.newlyReplaced;
  if (newCall !== undefined) entry.trace = { ...newCall, exchanges: newCall.exchanges.flatMap(described) };
  if (newlyReplaced !== undefined) lookBack(entry, newlyReplaced);
}

/** None when it cannot be described. */
export function described(describe: () => TracedExchange): readonly TracedExchange[] {
  try {
    return [describe()];
  } catch {
    return [];
  }
}

function lookBack(entry: Entry, { access_token, received_at, expires_at }: ReplacedToken): void {
  const decoded = access_token.length > MAX_TOKEN_LENGTH ? undefined : decode(access_token);
  delete entry.previous;
  if (decoded === undefined) return;
  const end = expires_at === undefined ? {} : { expiresAt: expires_at };
  entry.previous = { ...decoded, receivedAt: received_at, ...end };
}
