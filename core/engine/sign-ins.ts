/**
 * Sign-ins that wait for a person: at most one for an address at a time, each with a deadline, each cancelled at once when
 * the person says so. A new one for the same address ends the old one.
 */
import type { TokenEndpointResponse } from 'openid-client';
import type { SignInView } from '../../shared/snapshot.ts';
import { FobError } from '../errors/fob-error.ts';
import type { SignInStep } from '../grants/grant.ts';
import type { Clock } from '../ports/clock.ts';

/** Long enough for a second factor on another device. */
const BROWSER_MS = 5 * 60_000;

export interface SignIns {
  /** Resolves as soon as the person can go on. */
  begin(
    address: string,
    start: (signal: AbortSignal) => Promise<AskingStep>,
    takers: AnswerTakers,
  ): Promise<SignInStep>;
  /** Resolves when the sign-in that runs for the address has ended well; rejects with how it ended otherwise. */
  done(address: string): Promise<void>;
  /** The URL that the browser was sent to, pasted by a person whose browser is on another machine. */
  paste(address: string, callback: string): Promise<void>;
  cancel(address: string): void;
  view(address: string): SignInView | undefined;
  /** Resolves when none is left: what the IdP has answered, or is about to, is still settled. Never rejects. */
  cancelAll(): Promise<void>;
}

export type AskingStep = SignInStep & {
  /** Whether an answer may still come: once the signal of its sign-in aborts, nothing more is asked. */
  readonly isAsking: () => boolean;
};

/** Who gets the IdP's answer. */
export interface AnswerTakers {
  /** Settles the sign-in. */
  readonly finished: (answer: TokenEndpointResponse) => Promise<void>;
  /** The sign-in was ended before. */
  readonly late: (answer: TokenEndpointResponse) => Promise<void>;
}

interface Running {
  readonly view: SignInView;
  readonly outcome: Promise<void>;
  /** Resolves when no answer can come any more, and whoever took the last one is done with it. Never rejects. */
  readonly quiet: Promise<void>;
  readonly step: SignInStep;
  readonly take: (callback: URL) => void;
  readonly stop: (reason: FobError) => void;
}

export function createSignIns(clock: Clock, changed: () => void): SignIns {
  const running = new Map<string, Running>();
  /** Those that no person can go on with yet. */
  const starting = new Map<string, AbortController>();
  const ended = new Map<string, Promise<void>>();
  const unquiet = new Set<Promise<void>>();

  const stop = (address: string, reason: FobError): void => {
    running.get(address)?.stop(reason);
    starting.get(address)?.abort(reason);
    starting.delete(address);
  };
  const cancel = (address: string): void =>
    stop(address, cancelled(`The sign-in for ${address} was cancelled.`));

  const begin: SignIns['begin'] = async (address, start, takers) => {
    stop(address, cancelled(`Another sign-in for ${address} was begun.`));
    const abort = new AbortController();
    starting.set(address, abort);
    const step = await start(abort.signal).finally(() => {
      if (starting.get(address) === abort) starting.delete(address);
    });
    if (abort.signal.aborted && step.kind === 'browser') step.listener.close();
    abort.signal.throwIfAborted();
    const expiresInMs = step.kind === 'device' ? step.expiresInMs : BROWSER_MS;
    const current = follow(clock, step, abort, takers, expiresInMs);
    running.set(address, current);
    ended.set(address, current.outcome);
    unquiet.add(current.quiet);
    void current.quiet.then(() => unquiet.delete(current.quiet));
    current.outcome
      .catch(() => undefined)
      .finally(() => {
        if (running.get(address) === current) running.delete(address);
        changed();
      });
    changed();
    return step;
  };

  return {
    begin,
    done: (address) => ended.get(address) ?? Promise.reject(noSignIn(address)),
    paste: async (address, text) => {
      const current = running.get(address);
      if (current?.step.kind !== 'browser') throw noSignIn(address);
      current.take(pasted(text, current.step.listener.redirectUri));
      await current.outcome;
    },
    cancel,
    view: (address) => running.get(address)?.view,
    cancelAll: async () => {
      for (const address of [...running.keys(), ...starting.keys()]) cancel(address);
      await Promise.all(unquiet);
    },
  };
}

/** Waits for the person, the IdP, the deadline or a cancel, whatever is first. */
function follow(
  clock: Clock,
  step: AskingStep,
  abort: AbortController,
  { finished, late }: AnswerTakers,
  expiresInMs: number,
): Running {
  const callback = Promise.withResolvers<URL>();
  const stopped = Promise.withResolvers<never>();
  const stop = (reason: FobError): void => {
    stopped.reject(reason);
    abort.abort(reason);
  };
  const cancelTimer = clock.setTimer(() => stop(tooLate()), expiresInMs);
  if (step.kind === 'browser') step.listener.response.then(callback.resolve, () => undefined);
  const answer = step.kind === 'device' ? step.finish() : callback.promise.then(step.finish);
  const first = Promise.race([answer, stopped.promise]);
  const outcome = first.then(finished).finally(() => {
    cancelTimer();
    if (step.kind === 'browser') step.listener.close();
  });
  const quiet = first.then(
    () => outcome.catch(() => undefined),
    () => (step.isAsking() ? answer.then(late).catch(() => undefined) : undefined),
  );
  answer.catch(() => undefined);
  stopped.promise.catch(() => undefined);
  return {
    step,
    view: viewOf(step, clock.now() + expiresInMs),
    outcome,
    quiet,
    take: callback.resolve,
    stop,
  };
}

function viewOf(step: SignInStep, expiresAt: number): SignInView {
  if (step.kind === 'browser') return { kind: 'browser', expiresAt };
  const { userCode, verificationUri } = step;
  return { kind: 'device', expiresAt, userCode, verificationUri };
}

/** What a person copies from the browser's address bar. Only the query counts; the rest must be our redirect URI. */
function pasted(text: string, redirectUri: string): URL {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  const expected = new URL(redirectUri);
  if (url?.pathname === expected.pathname && url.searchParams.size > 0) {
    const callback = new URL(expected);
    callback.search = url.search;
    return callback;
  }
  throw new FobError('usage', 'That is not the address that the sign-in came back to.', {
    hint: `Copy the whole address from the browser; it begins with ${expected.origin}${expected.pathname}?`,
  });
}

function tooLate(): FobError {
  return new FobError('sign_in_needed', 'The time for the sign-in is over.', { hint: 'Begin it again.' });
}

function cancelled(message: string): FobError {
  return new FobError('sign_in_cancelled', message);
}

function noSignIn(address: string): FobError {
  return new FobError('usage', `No sign-in is under way for ${address}.`, {
    hint: `Begin one with: fob login ${address}`,
  });
}
