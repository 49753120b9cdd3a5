/** What the commands of a run act on: an engine as it is, on a machine, in a network with strict IdPs. */
import type { Engine, TokenRequest } from '../../../core/index.ts';
import { FobError } from '../../../core/index.ts';
import { createFakeRandom } from '../../fakes/fake-random.ts';
import type { Exchange } from '../world/exchange.ts';
import { Machine, PASSPHRASE } from '../world/machine.ts';
import { networkOf } from '../world/network.ts';
import type { Fate } from '../world/network.ts';
import type { StrictIdp } from '../world/strict-idp.ts';
import { Timeline } from '../world/timeline.ts';
import { ADDRESSES, idpsOf, IDPS, profileOf, PROFILES, profileText } from './profiles.ts';
import { Referee } from './referee.ts';
import type { Call, Trouble } from './call.ts';

export interface Setting {
  readonly seed: number;
  readonly lifetimeS: number;
  readonly graceMs: number;
  readonly writeMs: number;
}

const MOST_MS = 180_000;
const DISTANCE_MS = 40;
const TROUBLES: readonly Trouble[] = [
  'locked',
  'disk',
  'removed',
  'secret',
  ...IDPS.map((idp) => `idp ${idp}` as const),
];

export class Reality {
  readonly timeline = new Timeline();
  readonly idps: ReadonlyMap<string, StrictIdp>;
  readonly referee: Referee;
  readonly machine: Machine;
  /** The weather, as long as it lasts; on the way to all IdPs, or of one. */
  weather: Fate = { kind: 'well' };
  readonly moods = new Map<string, Fate>();
  /** What becomes of the next requests, before the weather counts. */
  readonly next: Fate[] = [];
  engine!: Engine;
  isLocked = false;
  /** How many went out. */
  requests = 0;
  readonly #calls = new Set<Call>();

  static async begin(setting: Setting): Promise<Reality> {
    const reality = new Reality(setting);
    await reality.#started();
    await reality.does(() => reality.engine.addProfiles(profileText(PROFILES)));
    return reality;
  }

  private constructor({ seed, lifetimeS, graceMs, writeMs }: Setting) {
    const { timeline } = this;
    const random = createFakeRandom(seed);
    const rules = () => ({
      lifetimeS: () => lifetimeS,
      isRefreshable: (client: string) => client !== 'shop-plain',
      answers: 'rotated' as const,
      graceMs,
    });
    this.idps = idpsOf({ [IDPS[0]]: rules(), [IDPS[1]]: rules() });
    const network = {
      timeline,
      idps: this.idps,
      fate: (exchange: Exchange) => this.#fateOf(exchange),
      distance: () => DISTANCE_MS,
      isOffline: () => this.weather.kind === 'offline',
      sent: (exchange: Exchange) => this.referee.sent(exchange),
      ended: (exchange: Exchange, fate: Fate['kind']) => this.referee.ended(exchange, fate),
    };
    this.machine = new Machine({
      timeline,
      random,
      http: (process, isDead) => networkOf(network, process, isDead),
    });
    this.machine.writeMs = writeMs;
    this.referee = new Referee({
      timeline,
      idps: this.idps,
      isSo: (trouble) => this.#isSo(trouble),
      record: (address) => this.machine.record(address),
    });
  }

  idpOf(address: string): StrictIdp {
    const idp = this.idps.get(profileOf(address).idp);
    if (idp === undefined) throw new Error(`no IdP of ${address}`);
    return idp;
  }

  isPresent(address: string): boolean {
    const [service, environment] = address.split('/');
    return this.engine
      .snapshot()
      .services.some(
        ({ id, environments }) => id === service && environments.some((one) => one.id === environment),
      );
  }

  /** A caller asks, and does not keep us waiting. */
  take(address: string, { scope = '', minTtlMs }: { scope?: string; minTtlMs?: number } = {}): void {
    const request: TokenRequest = {
      ...(scope === '' ? {} : { scope }),
      ...(minTtlMs === undefined ? {} : { minTtlMs }),
    };
    const call = this.#call(address, scope, minTtlMs);
    this.#follow(
      call,
      this.engine.token(address, request).then((token) => this.referee.handed(call, token)),
    );
  }

  /** An API answered 401: the caller wants another token. */
  refresh(address: string): void {
    const call = this.#call(address, '', undefined);
    this.#follow(call, this.engine.refresh(address));
  }

  /** Something that a person does and waits for. */
  async does(act: () => Promise<unknown>): Promise<boolean> {
    const end = { isOver: false, isGood: false };
    const mayFail = (error: unknown): void => {
      end.isOver = true;
      if (!(error instanceof FobError) || error.code === 'internal')
        this.referee.breaks(`it failed with ${String(error)}`);
    };
    act().then(() => {
      end.isOver = end.isGood = true;
    }, mayFail);
    if (!(await this.timeline.passUntil(() => end.isOver, MOST_MS)))
      this.referee.breaks('what a person asked for was not done after three minutes');
    return end.isGood;
  }

  async kill(): Promise<void> {
    this.machine.kill();
    this.#calls.clear();
    await this.referee.processGone(true);
    await this.#started();
  }

  /** One process ends, as it should, and another one takes over. */
  async handOver(): Promise<void> {
    const calls = [...this.#calls];
    this.referee.note('locked');
    await this.does(() => this.engine.stop());
    for (const call of calls) this.#calls.delete(call);
    this.machine.kill();
    await this.referee.processGone(false);
    await this.#started();
  }

  async lock(): Promise<void> {
    this.isLocked = true;
    this.referee.note('locked');
    await this.does(() => this.engine.lock());
    this.referee.note('locked');
    await this.referee.memoryGone();
  }

  async unlock(): Promise<void> {
    this.referee.note('locked');
    if (await this.does(() => this.engine.unlock(PASSPHRASE))) this.isLocked = false;
    this.referee.note('locked');
  }

  /** What is so now is noted, for the calls under way. */
  look(): void {
    for (const trouble of TROUBLES) if (this.#isSo(trouble)) this.referee.note(trouble);
    this.referee.check();
  }

  /** All callers have their answer. */
  async calm(): Promise<void> {
    if (!(await this.timeline.passUntil(() => this.#calls.size === 0, MOST_MS)))
      this.referee.breaks(`a caller had no answer after three minutes`);
  }

  async #started(): Promise<void> {
    this.engine = this.machine.start();
    await this.does(() => this.engine.start());
    await this.unlock();
  }

  #isSo(trouble: Trouble): boolean {
    switch (trouble) {
      case 'locked':
        return this.isLocked;
      case 'disk':
        return this.machine.isFull;
      case 'removed':
        return !ADDRESSES.every((address) => this.isPresent(address));
      case 'secret':
        return this.referee.held('shop/pasted') === undefined;
      default:
        return this.weather.kind !== 'well' || (this.moods.get(trouble.slice(4))?.kind ?? 'well') !== 'well';
    }
  }

  #call(address: string, scope: string, minTtlMs: number | undefined): Call {
    const call = { address, scope, minTtlMs, begun: this.timeline.truth, process: this.machine.process };
    this.#calls.add(call);
    return call;
  }

  /** Nobody hears what a dead process says. */
  #follow(call: Call, outcome: Promise<unknown>): void {
    outcome
      .catch((error: unknown) => {
        if (this.#calls.has(call)) this.referee.failed(call, error);
      })
      .finally(() => this.#calls.delete(call));
  }

  #fateOf({ idp }: Exchange): Fate {
    this.requests += 1;
    if (this.weather.kind !== 'well') return this.weather;
    return this.next.shift() ?? this.moods.get(idp) ?? { kind: 'well' };
  }
}
