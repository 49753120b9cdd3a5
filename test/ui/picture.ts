import type { Browser, Page } from 'playwright-core';
import type { Language, Size, Theme } from './frames.ts';
import type { UiState } from './state.ts';
import { visitIn } from './visit.ts';

/** Takes a state's pictures, one for each theme, as PNG. The same code makes the same picture, down to the last pixel. */
export async function takePictures(
  browser: Browser,
  state: UiState,
  { width, height }: Size,
  themes: readonly Theme[],
  language: Language = 'en',
): Promise<Buffer[]> {
  await using open = await visitIn(language, browser, state, { viewport: { width, height } });
  const pictures: Buffer[] = [];
  for (const theme of themes) {
    await open.page.emulateMedia({ colorScheme: theme });
    await standStill(open.page);
    pictures.push(await open.page.screenshot());
  }
  return pictures;
}

/** Waits for the fonts, ends what fades in, and puts everything that runs back to where it began. */
export async function standStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    // Two frames: what was just changed is laid out by then, and its transitions have begun.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    for (const animation of document.getAnimations()) {
      if (animation instanceof CSSTransition) animation.finish();
      else {
        animation.pause();
        animation.currentTime = 0;
      }
    }
  });
}
