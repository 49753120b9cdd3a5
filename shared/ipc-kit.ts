/**
 * The typed contract between a host and a UI: `invoke` asks and gets an answer, `push` tells the UI. The direction is
 * part of the type, so that a call on the wrong side does not compile.
 */
import type { z } from 'zod';
import type { ErrorView } from './error-code.ts';

export interface Invoke<Argument extends z.ZodType, Answer> {
  readonly direction: 'invoke';
  /** Parses what came over the boundary. A UI is not trusted to send what its types say. */
  readonly argument: Argument;
  /** Never set: carries the type of the answer. */
  readonly answer?: Answer;
}

export interface Push<Payload> {
  readonly direction: 'push';
  /** Never set: carries the type of the payload. */
  readonly payload?: Payload;
}

export function invoke<Answer>() {
  return <Argument extends z.ZodType>(argument: Argument): Invoke<Argument, Answer> => ({
    direction: 'invoke',
    argument,
  });
}

export function push<Payload>(): Push<Payload> {
  return { direction: 'push' };
}

export type InvokeName<Contract> = {
  [Name in keyof Contract]: Contract[Name] extends Invoke<z.ZodType, unknown> ? Name : never;
}[keyof Contract] &
  string;
export type PushName<Contract> = {
  [Name in keyof Contract]: Contract[Name] extends Push<unknown> ? Name : never;
}[keyof Contract] &
  string;

export type ArgumentOf<Entry> = Entry extends Invoke<infer Argument, unknown> ? z.infer<Argument> : never;
export type AnswerOf<Entry> = Entry extends Invoke<z.ZodType, infer Answer> ? Answer : never;
export type PayloadOf<Entry> = Entry extends Push<infer Payload> ? Payload : never;

/** The host's side: one handler for every call; forgetting one does not compile. */
export type Handlers<Contract> = {
  readonly [Name in InvokeName<Contract>]: (
    argument: ArgumentOf<Contract[Name]>,
  ) => AnswerOf<Contract[Name]> | Promise<AnswerOf<Contract[Name]>>;
};

/** The UI's side of the same contract. Every call rejects with an `Error` that carries an `ErrorView` as `cause`. */
export type Calls<Contract> = {
  readonly [Name in InvokeName<Contract>]: (
    argument: ArgumentOf<Contract[Name]>,
  ) => Promise<AnswerOf<Contract[Name]>>;
};

/** What a UI gets for the pushes: listen, and the function that stops listening. */
export type Listen<Contract> = <Name extends PushName<Contract>>(
  name: Name,
  listener: (payload: PayloadOf<Contract[Name]>) => void,
) => () => void;

/** The answer as it crosses the boundary: an error keeps its code. */
export type Settled<Answer> =
  { readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly error: ErrorView };
