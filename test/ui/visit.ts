import type { Browser, Page } from 'playwright-core';
import { openPage } from '../e2e/renderer-page.ts';
import type { OpenOptions, OpenPage } from '../e2e/renderer-page.ts';
import type { Language } from './frames.ts';
import { AT } from './moment.ts';
import type { UiState } from './state.ts';

export interface Visit extends OpenPage {
  /** What the host has answered so far. */
  readonly answers: readonly string[];
}

/** Opens a page in a state, in English. Its date stands still, its timers run. */
export async function visit(browser: Browser, state: UiState, options: OpenOptions = {}): Promise<Visit> {
  const answers: string[] = [];
  await using undo = new AsyncDisposableStack();
  const opened = undo.use(
    await openPage(browser, state.scenario, {
      dateAt: AT,
      isUninvited: state.isUninvited ?? false,
      before: async (page) => {
        page.on('response', (response) => {
          if (response.request().method() !== 'POST') return;
          response.text().then(
            (text) => answers.push(text),
            () => undefined,
          );
        });
        await state.before?.(page);
      },
      ...options,
    }),
  );
  const { page, harness, complaints } = opened;
  await page.getByRole('main').first().waitFor();
  await allIsThere(page);
  await state.open?.(page, harness);
  await allIsThere(page);
  const keep = undo.move();
  return { page, harness, complaints, answers, [Symbol.asyncDispose]: () => keep.disposeAsync() };
}

/** The same in any language. The way into a state is found by its English names; the language changes once it is open. */
export async function visitIn(
  language: Language,
  browser: Browser,
  state: UiState,
  options: OpenOptions = {},
): Promise<Visit> {
  if (state.isBrowserLanguage === true) return visit(browser, state, { ...options, locale: language });
  const open = await visit(browser, state, options);
  await speak(language, open);
  return open;
}

/** Changes the language of the settings, as the view of them does. */
export async function speak(language: Language, { page, harness: { host } }: OpenPage): Promise<void> {
  if (language !== 'en') host.change({ settings: { ...host.snapshot().settings, language } });
  await page.locator(`html[lang=${language}]`).waitFor();
  // Nothing is shown until the messages are loaded.
  await page.locator('main').waitFor();
  await allIsThere(page);
}

/** What of the page is loaded after its first picture has come. */
async function allIsThere(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[data-later]') === null);
}
