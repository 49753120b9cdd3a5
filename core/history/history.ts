/**
 * What happened to tokens: the activity log, kept over restarts, and in memory alone the last call of each profile's token
 * endpoint and the claims of the token before. None of it holds a secret, and none of it can fail a token.
 */
import type { ActivityEvent, ActivityView, ProfileHistory, Taker } from '../../shared/history-view.ts';
import { parseAddress } from '../../shared/profile.ts';
import type { Address } from '../../shared/profile.ts';
import type { CopyFormat } from '../../shared/token-view.ts';
import { errorView, FobError } from '../errors/fob-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { HttpClientFactory } from '../ports/http.ts';
import type { Log } from '../ports/log.ts';
import type { Alarm } from '../timers/alarm.ts';
import { hasSlept } from '../timers/clock-watch.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { readActivity, writeActivity } from './activity-file.ts';
import { createActivityLog } from './activity-log.ts';
import { createLastCalls } from './last-calls.ts';
import type { LastCalls } from './last-calls.ts';
import { tracedHttp } from './traced-http.ts';

const SAVE_EVERY_MS = 5 * 60_000;
/** Those who wait for the token have it by then, and calls in quick succession are described once. */
const DESCRIBE_AFTER_MS = 100;
/** Profiles that are added at once, each with an event of its own. */
const MAX_ADDED = 20;
const DAY_MS = 24 * 3_600_000;

export interface HistoryPorts {
  readonly clock: Clock;
  readonly files: Files;
  readonly log: Log;
}

/** What the alarm that all deadlines share rings for, beside what others have it ring for. */
const SAVE = 'save the history';
const DESCRIBE_CALLS = 'describe the last calls';

/** Who takes a token, and how it is written. */
export interface Taking {
  readonly taker?: Taker;
  readonly format?: CopyFormat;
}

/** An event that happens now, or at the time it names. */
export type Happening = Omit<ActivityEvent, 'at'> & { readonly at?: number };

export class History {
  readonly calls: LastCalls;
  readonly #ports: HistoryPorts;
  readonly #log = createActivityLog();
  #restored: Promise<void> | undefined;
  #writing = Promise.resolve();
  #isSaved = true;
  #isStopped = false;
  #alarm: Alarm | undefined;

  constructor(ports: HistoryPorts) {
    this.#ports = ports;
    this.calls = createLastCalls(() => this.#ringIn(DESCRIBE_CALLS, DESCRIBE_AFTER_MS));
  }

  note(event: Happening): void {
    if (this.#isStopped) return;
    this.#isSaved = false;
    if (this.#log.add({ at: this.#ports.clock.now(), ...event })) this.#saveSoon();
  }

  /** Tells that the clock is looked at anew, by a timer that was set to `aimedAt`. */
  noteWaking(aimedAt: number): void {
    const until = this.#ports.clock.now();
    if (hasSlept(aimedAt, until)) this.note({ kind: 'slept', at: aimedAt, until });
  }

  /** Notes that a token leaves Fob, or that policy keeps it here. Every caller waits for this, so it does little. */
  async handingOut<T extends { readonly address: Address }>(
    { taker = 'socket', format = 'raw' }: Taking,
    address: string,
    handOut: () => Promise<T>,
  ): Promise<T> {
    try {
      const handed = await handOut();
      this.note({ kind: 'handed_out', address: handed.address, taker, format });
      return handed;
    } catch (error) {
      const known = parseAddress(address);
      if (error instanceof FobError && error.code === 'refused_by_policy' && known !== undefined)
        this.note({ kind: 'refused', address: known.address, taker, code: error.code });
      throw error;
    }
  }

  /** New tokens came. */
  noteTokens(
    kind: 'minted' | 'refreshed' | 'sign_in',
    address: Address,
    { expires_at }: Pick<TokenSet, 'expires_at'>,
  ): void {
    this.note({ kind, address, ...(expires_at === undefined ? {} : { expiresAt: expires_at }) });
  }

  /** A large import is one event, so that it does not push out all others. */
  noteAdded(addresses: readonly Address[]): void {
    if (addresses.length > MAX_ADDED) this.note({ kind: 'profile_added', count: addresses.length });
    else for (const address of addresses) this.note({ kind: 'profile_added', address });
  }

  removed(address: string): void {
    this.calls.forget(address);
    this.note({ kind: 'profile_removed', address: address as Address });
  }

  signedOut(address: string): void {
    this.calls.forget(address);
    this.note({ kind: 'sign_out', address: address as Address });
  }

  /** The vault is locked: what a person could see only while it was open goes from memory. */
  locked(): void {
    this.calls.clear();
    this.note({ kind: 'locked' });
  }

  /** Takes the one timer that all deadlines share. */
  share(alarm: Alarm): void {
    this.#alarm = alarm;
  }

  /** The alarm rang for `key`. `false` when that is something of others. */
  ring(key: string): boolean {
    if (key === SAVE) void this.save();
    else if (key === DESCRIBE_CALLS) this.calls.catchUp();
    else return false;
    return true;
  }

  /** The same connections, with each request that has to do with a token kept as its profile's last one. */
  traced(http: HttpClientFactory): HttpClientFactory {
    return tracedHttp(http, this.#ports.clock, (address, exchange) => this.calls.add(address, exchange));
  }

  async activity(address?: Address): Promise<ActivityView> {
    await this.#restore();
    const events = this.#log.events(this.#ports.clock.now());
    const wanted = address === undefined ? events : events.filter((event) => event.address === address);
    return { events: wanted.toReversed() };
  }

  async profile(address: Address): Promise<ProfileHistory> {
    await this.#restore();
    const to = this.#ports.clock.now();
    const from = to - DAY_MS;
    const events = this.#log
      .events(to)
      .filter((event) => event.address === address || (event.address === undefined && isOfHost(event)))
      .filter((event) => Math.max(event.at, event.until ?? 0, event.expiresAt ?? 0) >= from);
    return { address, from, to, events, ...this.calls.of(address) };
  }

  /** Writes what is not written yet. Never rejects. */
  save(): Promise<void> {
    return (this.#writing = this.#writing.then(() => this.#write()));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.save();
  }

  /** Nobody waits at the start for a file that is needed when somebody asks for it, and before it is written anew. */
  #restore(): Promise<void> {
    const { files, log } = this.#ports;
    return (this.#restored ??= readActivity(files, log).then((events) => this.#log.restore(events)));
  }

  /** Locking the vault drops every deadline: each event sees to its own. */
  #saveSoon(): void {
    if (!this.#isStopped) this.#ringIn(SAVE, SAVE_EVERY_MS);
  }

  #ringIn(key: string, delayMs: number): void {
    if (this.#alarm?.due(key) === undefined) this.#alarm?.set(key, this.#ports.clock.now() + delayMs);
  }

  async #write(): Promise<void> {
    if (this.#isSaved) return;
    const { clock, files, log } = this.#ports;
    await this.#restore();
    this.#isSaved = true;
    try {
      await writeActivity(files, this.#log.events(clock.now()));
    } catch (error) {
      this.#isSaved = false;
      log.warn(`The activity log could not be written. ${errorView(error).message}`);
      this.#saveSoon();
    }
  }
}

function isOfHost({ kind }: ActivityEvent): boolean {
  return kind === 'slept' || kind === 'locked' || kind === 'unlocked';
}
