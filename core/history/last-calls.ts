/** The last call of each profile's token endpoint, and what the token before the present one said. In memory alone. */
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
  add(address: string, exchange: TracedExchange): void;
  /** Another token takes the place of this one; what it said is kept, and the token is not. */
  replaced(address: string, token: ReplacedToken): void;
  of(address: string): Pick<ProfileHistory, 'trace' | 'previous'>;
  forget(address: string): void;
  clear(): void;
}

interface Entry {
  /** Nothing was sent yet since a call began. */
  isNew: boolean;
  trace?: TraceView;
  previous?: PreviousToken;
}

export function createLastCalls(): LastCalls {
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
    add: (address, exchange) => {
      const entry = entries.get(address);
      if (entry === undefined) return;
      const before = entry.isNew ? undefined : entry.trace;
      const isPost = exchange.request.method === 'POST';
      // Keys and metadata that are read after the call have nothing to do with it.
      if (!isPost && before !== undefined && before.attempts > 0) return;
      entry.isNew = false;
      entry.trace = {
        at: before?.at ?? exchange.at,
        attempts: (before?.attempts ?? 0) + (isPost ? 1 : 0),
        exchanges: [...(before?.exchanges ?? []), exchange].slice(-MAX_EXCHANGES),
      };
    },
    replaced: (address, { access_token, received_at, expires_at }) => {
      const decoded = access_token.length > MAX_TOKEN_LENGTH ? undefined : decode(access_token);
      const entry = entryOf(address);
      delete entry.previous;
      if (decoded === undefined) return;
      const end = expires_at === undefined ? {} : { expiresAt: expires_at };
      entry.previous = { ...decoded, receivedAt: received_at, ...end };
    },
    of: (address) => {
      const { trace, previous } = entries.get(address) ?? {};
      return { ...(trace === undefined ? {} : { trace }), ...(previous === undefined ? {} : { previous }) };
    },
    forget: (address) => void entries.delete(address),
    clear: () => entries.clear(),
  };
}
