import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

/** An event as Electron hands it to listeners. */
export class EventDouble implements Electron.Event {
  defaultPrevented = false;
  preventDefault = (): void => void (this.defaultPrevented = true);
}

/**
 * `Listens<App, 'before-quit', [Event]>` is `true` when Electron's declarations let a listener of `before-quit` take these
 * arguments; a double that emits something else does not compile.
 */
export type Listens<Emitter, Name extends string, Arguments extends unknown[]> = Emitter extends {
  on(event: Name, listener: (...values: Arguments) => void): unknown;
}
  ? true
  : false;

// The check can fail: an event that Electron does not have, and one with another argument than it has.
({ unknown: false, wrong: false }) satisfies {
  unknown: Listens<Electron.App, 'no-such-event', []>;
  wrong: Listens<Electron.App, 'second-instance', [Electron.Event, number]>;
};

export class Emitter<Emitted extends { readonly [Name in keyof Emitted]: unknown[] }> extends EventEmitter {
  /** Emits one of the checked events. */
  happen<Name extends keyof Emitted & string>(name: Name, ...values: Emitted[Name]): void {
    this.emit(name, ...values);
  }
}
