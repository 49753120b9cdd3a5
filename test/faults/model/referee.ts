/**
 * The model: what a person may rely on, whatever happens. It hears what goes over the wire and what callers get, and notes
 * every promise that is broken. Times are milliseconds of the truth.
 */
import { FobError } from '../../../core/index.ts';
import type { HandedToken } from '../../../core/index.ts';
import type { Exchange, Issue, IssuedSession } from '../world/exchange.ts';
import type { Fate } from '../world/network.ts';
import type { StrictIdp } from '../world/strict-idp.ts';
import type { Timeline } from '../world/timeline.ts';
import { Ages } from './ages.ts';
import { Attempts } from './attempts.ts';
import { Chains, tokenSetsOf, tokensIn } from './chains.ts';
import { addressOf, profileOf } from './profiles.ts';
import type { Call, Trouble } from './call.ts';
import { reasonProblem } from './reasons.ts';
import { Waits } from './waits.ts';

export interface RefereeOptions {
  readonly timeline: Timeline;
  readonly idps: ReadonlyMap<string, StrictIdp>;
  /** Whether it is so now. */
  readonly isSo: (trouble: Trouble) => boolean;
  /** The record of an address, as it is on the disk. */
  readonly record: (address: string) => Promise<Readonly<Record<string, string>>>;
}

/** How long a lost answer may wait for the second attempt (security.md R12). */
const SHORTEST_GRACE_MS = 5_000;
/** Whole seconds are all that an IdP says. */
const ROUNDING_MS = 1_000;

export class Referee {
  readonly #options: RefereeOptions;
  #broken: string | undefined;
  readonly #underWay = new Set<Exchange>();
  readonly #troubles = new Map<Trouble, number>();
  /** By address: since when its secrets are those of now, and of what session its tokens are, where a person began one. */
  readonly #epochs = new Map<string, { readonly begun: number; readonly session?: IssuedSession }>();
  /** By address: what was asked before then, Fob may forget. */
  readonly #unsure = new Map<string, number>();
  /** By client and scope: the newest refresh token that Fob heard of, and may not lose. */
  readonly #newest = new Map<string, { readonly token: string; readonly issue?: Issue }>();
  readonly #chains = new Chains();
  readonly #attempts = new Attempts();
  readonly waits: Waits;
  /** By refresh token: until when its lost answer is to be asked for again. */
  readonly #owed = new Map<string, number>();
  readonly #handed = new Set<Issue>();
  readonly ages: Ages;
  #lastCode: Exchange | undefined;

  constructor(options: RefereeOptions) {
    this.#options = options;
    this.waits = new Waits(options.timeline);
    this.ages = new Ages(options.timeline);
  }

  /** The first promise that was broken. */
  get broken(): string | undefined {
    return this.#broken;
  }

  breaks(promise: string): void {
    this.#broken ??= promise;
  }

  /** It was so until now. */
  note(trouble: Trouble): void {
    this.#troubles.set(trouble, this.#now);
  }

  since(trouble: Trouble, time: number): boolean {
    return this.#options.isSo(trouble) || (this.#troubles.get(trouble) ?? -Infinity) >= time;
  }

  /** The address begins anew: with another secret, or not at all. */
  renewed(address: string, refreshToken?: string): void {
    const { client, idp } = profileOf(address);
    const session = refreshToken === undefined ? undefined : this.#idp(idp).sessionOf(refreshToken);
    this.#epochs.set(address, { begun: this.#now, ...(session === undefined ? {} : { session }) });
    this.unsure(address);
    if (refreshToken !== undefined) this.#newest.set(`${client} `, { token: refreshToken });
  }

  /** What was to take the place of its secret could not be stored: of the old one nobody knows. */
  unsure(address: string): void {
    const { client } = profileOf(address);
    this.#unsure.set(address, this.#now);
    for (const key of [...this.#newest.keys()]) if (key.startsWith(`${client} `)) this.#newest.delete(key);
    this.#chains.forget((issue) => issue.client === client);
    this.#owed.clear();
  }

  /** A person signed in: what comes from any other session does not count any more. */
  signedIn(address: string): void {
    const issue = this.#lastCode?.issue;
    if (issue?.refreshToken === undefined) throw new Error(`the sign-in for ${address} asked nobody`);
    this.renewed(address, issue.refreshToken);
    this.#newest.set(`${issue.client} ${issue.scope}`, { token: issue.refreshToken, issue });
  }

  /** What Fob has to refresh with, as far as it was ever told. */
  held(address: string, scope = ''): string | undefined {
    return this.#newest.get(`${profileOf(address).client} ${scope}`)?.token;
  }

  sent(exchange: Exchange): void {
    const { refreshToken, grant } = exchange;
    for (const other of this.#underWay)
      if (this.#isSameIdentity(exchange, other))
        this.breaks(`two requests of ${exchange.client} were under way at once`);
    this.#underWay.add(exchange);
    this.#attempts.sent(exchange);
    if (grant === 'authorization_code') this.#lastCode = exchange;
    else this.#checkWait(exchange);
    if (refreshToken === undefined) return;
    this.#owed.delete(refreshToken);
    if (this.#chains.has(refreshToken))
      this.breaks(`${refreshToken} was sent again, although a newer one was known`);
  }

  ended(exchange: Exchange, fate: Fate['kind']): void {
    this.#underWay.delete(exchange);
    const { issue, heardAt, refreshToken } = exchange;
    if (fate !== 'well' && fate !== 'slow') this.note(`idp ${exchange.idp}`);
    this.waits.heard(exchange);
    if (fate === 'cut' && refreshToken !== undefined && this.#now - exchange.sentAt < SHORTEST_GRACE_MS)
      this.#owes(exchange, refreshToken);
    if (issue === undefined || heardAt === undefined) return;
    this.ages.heard(exchange, issue);
    this.#learns(exchange, issue);
  }

  /** The second loss of the same answer is nobody's fault, and what another secret has taken the place of is nobody's wish. */
  #owes({ issue, client, sentAt }: Exchange, refreshToken: string): void {
    if (sentAt <= (this.#unsure.get(addressOf(client)) ?? -Infinity)) return;
    const isFirst = issue !== undefined && this.#idp(issue.idp).spentAt(refreshToken) === issue.issuedAt;
    if (isFirst) this.#owed.set(refreshToken, this.#now + SHORTEST_GRACE_MS);
  }

  #learns({ refreshToken }: Exchange, issue: Issue): void {
    const address = addressOf(issue.client);
    if (issue.refreshToken === undefined || !this.#isOfNow(address, issue)) return;
    if (this.#attempts.begun(issue.exchange) < (this.#unsure.get(address) ?? 0)) return;
    if (refreshToken !== undefined && refreshToken !== issue.refreshToken)
      this.#chains.add(refreshToken, issue);
    this.#newest.set(`${issue.client} ${issue.scope}`, { token: issue.refreshToken, issue });
  }

  /** The machine slept, or the network is another: nothing could be asked again in time. */
  disturbed(): void {
    this.#owed.clear();
  }

  async handed(call: Call, token: HandedToken): Promise<void> {
    const issue = this.#idp(profileOf(call.address).idp).issueOf(token.accessToken);
    const problem = issue === undefined ? 'nobody knows' : this.#tokenProblem(call, issue);
    if (problem !== undefined) this.breaks(`${call.address} was handed a token that ${problem}`);
    else if (issue !== undefined && !(await this.#isKept(call, issue)))
      this.breaks(`${call.address} was handed a token before it was stored`);
  }

  #tokenProblem(call: Call, issue: Issue): string | undefined {
    const isSince = call.begun >= this.#begun(call.address);
    const owed = call.minTtlMs ?? 0;
    const left = issue.expiresAt - this.#now;
    if (issue.client !== profileOf(call.address).client) return `is of ${issue.client}`;
    if (issue.scope !== call.scope) return `has the scope "${issue.scope}"`;
    if (isSince && !this.#isOfNow(call.address, issue)) return 'is from before its secret or session changed';
    const isShort = left + ROUNDING_MS < owed && !this.ages.isUnknown(issue);
    return isShort ? `lives ${left} ms, and ${owed} ms were promised` : undefined;
  }

  failed(call: Call, error: unknown): void {
    const held = this.held(call.address, call.scope);
    const { idp } = profileOf(call.address);
    const reason = error instanceof FobError ? error : new FobError('internal', String(error));
    const problem = reasonProblem(reason, {
      since: (trouble) => this.since(trouble, call.begun),
      idp,
      asksToWait: this.waits.isAsked(idp),
      isUsable: held !== undefined && this.#idp(idp).accepts(held, this.#now),
      isPromised: (call.minTtlMs ?? 0) > 0,
      late: this.ages.late(call.begun),
    });
    if (problem !== undefined)
      this.breaks(`${call.address} failed with ${reason.code}: ${problem} (${reason.message})`);
  }

  /** Between the commands: what was to happen by now. */
  check(): void {
    for (const [token, until] of this.#owed)
      if (this.#now > until) this.breaks(`the lost answer to ${token} was not asked for again within 5 s`);
  }

  /** The process is gone, in the midst of what it did or after it had ended that. */
  async processGone(wasKilled: boolean): Promise<void> {
    this.#underWay.clear();
    this.#owed.clear();
    this.waits.forget();
    await this.memoryGone(wasKilled);
  }

  /**
   * What is only in memory is gone: with the process, or by a lock. What was handed out or said to be stored must be on the
   * disk. Only what a process heard of in its last moments may be lost, and what a full disk did not take.
   */
  async memoryGone(wasKilled = false): Promise<void> {
    this.ages.forget();
    for (const [key, { token, issue }] of [...this.#newest]) {
      const stored = await this.#stored(addressOf(key));
      if (issue === undefined || stored.includes(`"${token}"`)) continue;
      const hadTime = !wasKilled || this.#handed.has(issue);
      if (hadTime && !this.since('disk', issue.exchange.heardAt ?? 0))
        this.breaks(`${token} was heard of and is not on the disk`);
      this.#forget(key, stored);
    }
  }

  /** Of a chain that the disk does not know the end of, what it does know counts. */
  #forget(key: string, stored: string): void {
    this.#chains.keepStored((issue) => `${issue.client} ${issue.scope}` === key, stored);
    const known = tokensIn(stored).find((token) => key === this.#keyOf(token));
    this.#newest.delete(key);
    if (known === undefined) return;
    this.#newest.set(key, { token: known });
    // The session that the disk knows is the one that goes on.
    const address = addressOf(key);
    const session = this.#idp(profileOf(address).idp).sessionOf(known);
    const epoch = this.#epochs.get(address);
    if (session !== undefined && epoch?.session !== undefined)
      this.#epochs.set(address, { ...epoch, session });
  }

  #keyOf(token: string): string {
    for (const idp of this.#options.idps.values()) {
      const grant = idp.sessionOf(token);
      if (grant !== undefined) return `${grant.client} ${grant.scope}`;
    }
    return '';
  }

  /** All is well again: what was heard of last is on the disk, whether the IdP still takes it or not. */
  async nothingLost(): Promise<void> {
    for (const [key, { token }] of this.#newest) {
      const address = addressOf(key);
      const isStored = (await this.#stored(address)).includes(`"${token}"`);
      if (!isStored && !((await this.#options.record(address)).refresh_token === token))
        this.breaks(`${token} is not on the disk any more`);
    }
  }

  async #isKept(call: Call, issue: Issue): Promise<boolean> {
    if (this.#handed.has(issue) || call.begun < this.#begun(call.address)) return true;
    this.#handed.add(issue);
    const { refreshToken, exchange } = issue;
    if (refreshToken === undefined || this.since('disk', exchange.heardAt ?? 0)) return true;
    // A newer one may be there already.
    return (await this.#stored(call.address)).includes(`"${refreshToken}"`) || this.#chains.has(refreshToken);
  }

  async #stored(address: string): Promise<string> {
    return tokenSetsOf(await this.#options.record(address));
  }

  #checkWait(exchange: Exchange): void {
    const early = this.waits.earlyBy(exchange);
    if (early > 0)
      this.breaks(`${exchange.client} asked ${early} ms before the Retry-After of ${exchange.idp} was over`);
  }

  #isSameIdentity(one: Exchange, other: Exchange): boolean {
    if ([one.grant, other.grant].includes('authorization_code')) return false;
    const isSame = one.client === other.client && one.scope === other.scope && one.process === other.process;
    const address = addressOf(one.client);
    return isSame && other.sentAt >= Math.max(this.#begun(address), this.#unsure.get(address) ?? 0);
  }

  #begun(address: string): number {
    return this.#epochs.get(address)?.begun ?? 0;
  }

  #isOfNow(address: string, { session, exchange }: Issue): boolean {
    const epoch = this.#epochs.get(address);
    if (epoch?.session !== undefined) return epoch.session === session;
    return this.#attempts.begun(exchange) >= this.#begun(address);
  }

  #idp(name: string): StrictIdp {
    const idp = this.#options.idps.get(name);
    if (idp === undefined) throw new Error(`no IdP ${name}`);
    return idp;
  }

  get #now(): number {
    return this.#options.timeline.truth;
  }
}
