/** Where a caller gets a token: the one at hand, the one under way, or a new one; never one that breaks the promise asked for. */
import type { Address } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import { sleep } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import { lifetime, owedLife, remaining } from '../tokens/token-set.ts';
import type { HandedToken } from './contract.ts';
import { needsPerson } from './holding.ts';
import type { Holding } from './holding.ts';
import type { Keeper } from './keeper.ts';

/** How long a caller with a token that is still good waits for a refresh under way. */
const WAIT_FOR_REFRESH_MS = 2_000;
const USE_NOTED_EVERY_MS = 60_000;

export class TokenDesk {
  readonly #clock: Clock;
  readonly #keeper: Keeper;
  readonly #isOpen: () => boolean;
  readonly #changed: () => void;

  /** `isOpen`: whether what comes can be stored. */
  constructor(clock: Clock, keeper: Keeper, isOpen: () => boolean, changed: () => void) {
    this.#clock = clock;
    this.#keeper = keeper;
    this.#isOpen = isOpen;
    this.#changed = changed;
  }

  /** Somebody asks for the token: it is kept fresh from now on. */
  noteUse(holding: Holding): void {
    this.#keeper.lookAtClock();
    const now = this.#clock.now();
    const last = holding.lastUsedAt ?? 0;
    holding.lastUsedAt = now;
    if (now - last < USE_NOTED_EVERY_MS && now >= last) return;
    if (this.#keeper.refreshAt(holding) === undefined && holding.tokens !== undefined)
      this.#keeper.schedule(holding);
    this.#changed();
  }

  /** A token valid for `minTtlMs`. The holding was loaded before. Rejects with a `FobError`. */
  async serve(holding: Holding, minTtlMs: number | undefined): Promise<HandedToken> {
    return (await this.#afterRenewal(holding, minTtlMs)) ?? this.#renewed(holding, minTtlMs);
  }

  /** The token at hand, when it still lives as long as the caller is owed. */
  ready(holding: Holding, minTtlMs: number | undefined): HandedToken | undefined {
    const { tokens, profile } = holding;
    // What was discarded while a caller waited is nobody's, and no clock is watched for it.
    if (tokens === undefined || holding.discarded === true) return undefined;
    const left = remaining(tokens, this.#clock.now());
    return left > 0 && left >= owedLife(tokens, minTtlMs) ? handed(profile.address, tokens) : undefined;
  }

  /** A new token, whatever is at hand: a person asked. An IdP that asked to be left alone is left alone all the same. */
  async renew(holding: Holding): Promise<void> {
    this.#refuseLate(holding);
    this.#refuseTooEarly(holding);
    await this.#keeper.renew(holding);
  }

  /** Waits for a refresh under way; a caller whose token is still good does not wait for long. */
  async #afterRenewal(holding: Holding, minTtlMs: number | undefined): Promise<HandedToken | undefined> {
    const renewal = holding.renewal?.catch(() => undefined);
    if (renewal === undefined) return this.ready(holding, minTtlMs);
    const good = this.ready(holding, minTtlMs) !== undefined;
    await (good ? Promise.race([renewal, sleep(this.#clock, WAIT_FOR_REFRESH_MS)]) : renewal);
    return this.ready(holding, minTtlMs);
  }

  async #renewed(holding: Holding, minTtlMs: number | undefined, isLast = false): Promise<HandedToken> {
    try {
      this.#refuseUseless(holding);
      await this.#keeper.renew(holding);
    } catch (error) {
      // Without a promise to keep, what still lives is better than nothing while the IdP is away.
      const rest = minTtlMs === undefined ? this.ready(holding, 1) : undefined;
      if (rest !== undefined && error instanceof FobError && !needsPerson(error)) return rest;
      throw error;
    }
    const ready = this.ready(holding, minTtlMs);
    if (ready !== undefined) return ready;
    // It grew old on its way, on a slow network or while the machine slept: the next one need not.
    if (!isLast && livesLongEnough(holding, minTtlMs)) return this.#renewed(holding, minTtlMs, true);
    throw tooShort(holding.profile.address, minTtlMs);
  }

  /** No request that is known to fail or unwelcome: the IdP ended the session, or asked to be left alone for a while. */
  #refuseUseless(holding: Holding): void {
    this.#refuseLate(holding);
    if (holding.problem !== undefined && needsPerson(holding.problem)) throw holding.problem;
    this.#refuseTooEarly(holding);
  }

  /** Who waited for a refresh may find that its secrets are others now, or the vault is being locked: nobody would keep the answer. */
  #refuseLate({ discarded, profile }: Holding): void {
    if (discarded === true)
      throw new FobError('address_unknown', `${profile.address} was changed or removed meanwhile.`, {
        hint: 'Ask again.',
      });
    if (!this.#isOpen())
      throw new FobError('vault_locked', 'The vault is locked.', { hint: 'Unlock it with: fob unlock' });
  }

  #refuseTooEarly(holding: Holding): void {
    const wait = this.#keeper.askedToWaitUntil(holding) - this.#clock.now();
    if (wait > 0) {
      throw new FobError('idp_unreachable', `The IdP of ${holding.profile.address} asked to wait.`, {
        hint: `Try again in ${Math.ceil(wait / 1000)} s.`,
        retryAfterMs: wait,
      });
    }
  }
}

function livesLongEnough({ tokens }: Holding, minTtlMs: number | undefined): boolean {
  return tokens !== undefined && lifetime(tokens) >= owedLife(tokens, minTtlMs);
}

function tooShort(address: Address, minTtlMs: number | undefined): FobError {
  const seconds = Math.round((minTtlMs ?? 0) / 1000);
  return new FobError('token_too_short', `The IdP gives ${address} no token that lives ${seconds} s.`, {
    hint: 'Ask for less with --min-ttl, or have the lifetime raised at the IdP.',
  });
}

function handed(address: Address, tokens: NonNullable<Holding['tokens']>): HandedToken {
  const { access_token, token_type, expires_at, scope } = tokens;
  return {
    address,
    accessToken: access_token,
    tokenType: token_type,
    ...(expires_at === undefined ? {} : { expiresAt: expires_at }),
    ...(scope === undefined ? {} : { scope }),
  };
}
