/** The prod guard as a UI sees it. Times are milliseconds since 1970. */
import type { Address } from './profile.ts';

export interface GuardView {
  /** Until when tokens are handed out; absent when they are not. */
  readonly armedUntil?: number;
}

export interface ArmResult extends GuardView {
  readonly address: Address;
}
