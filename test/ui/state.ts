import type { Page } from 'playwright-core';
import type { Harness, ScenarioSource } from '../e2e/renderer-harness.ts';

/** One state of the UI, and how a person gets there. */
export interface UiState {
  /** The view, a colon and the state: what the report, the gallery and the pictures are named by. */
  readonly name: string;
  readonly scenario: ScenarioSource;
  /** Nobody launched the page. */
  readonly isUninvited?: boolean;
  /** No word of the host is there to choose the language by, so that the browser's counts. `open` works in each. */
  readonly isBrowserLanguage?: boolean;
  /** It cuts the connection, which Chromium notes on the console whatever the page does. */
  readonly isCut?: boolean;
  /** What has to be in place before the page is loaded. */
  readonly before?: (page: Page) => Promise<unknown>;
  /** The way from the first picture to this one, by role and name; it ends when the state is to be seen. */
  readonly open?: (page: Page, harness: Harness) => Promise<unknown>;
}

/** The states of one view, by names that begin with the view's. */
export const statesOf = (view: string, states: readonly UiState[]): readonly UiState[] =>
  states.map((state) => ({ ...state, name: `${view}: ${state.name}` }));
