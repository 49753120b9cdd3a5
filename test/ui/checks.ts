/** What must hold in every state of the UI. Each check answers what is wrong, as lines to read. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Milliseconds in which a page finds its place after its window changed. */
const SETTLED_MS = 2_000;

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds against WCAG 2.2 AA and good practice: the rule, what it is about, and what is amiss there. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Not a script element: the content security policy allows none, and stays as it is.
  await page.evaluate(AXE);
  const { violations, controlled } = await page.evaluate(async (values) => {
    const { axe } = window as unknown as {
      axe: { run(where: object, options: object): Promise<AxeResults> };
    };
    // What React Aria has announced refers to controls that may be gone by now.
    const found = await axe.run(
      { exclude: ['[data-live-announcer]'] },
      { runOnly: { type: 'tag', values }, resultTypes: ['violations'] },
    );
    return {
      violations: found.violations,
      controlled: document.activeElement?.getAttribute('aria-controls') ?? 'nothing',
    };
  }, RULES);
  // A list that a field controls is scrolled by the field's arrow keys, without ever having the focus.
  const isScrolledByField = (rule: string, html: string) =>
    rule === 'scrollable-region-focusable' && html.includes(`id="${controlled}"`);
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ html }) => !isHelpOfMenuItem(id, html) && !isScrolledByField(id, html))
      .map(({ html, failureSummary = '' }) => `${id} at ${html.slice(0, 200)}: ${lastLine(failureSummary)}`),
  );
}

/** What stands beneath the words of a menu item describes it (aria-describedby) and is no part of its name. */
const isHelpOfMenuItem = (rule: string, html: string) =>
  rule === 'label-content-name-mismatch' &&
  html.includes('role="menuitem') &&
  html.includes('aria-describedby');

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.trim() ?? '';

/** What is wider than the window and stays so: menus follow a window that changes its size only in the next frames. */
export async function tooWide(page: Page): Promise<string[]> {
  const until = performance.now() + SETTLED_MS;
  let wide = await tooWideNow(page);
  while (wide.length > 0 && performance.now() < until) {
    await delay(50);
    wide = await tooWideNow(page);
  }
  return wide;
}

/** The page or a dialog that scrolls sideways, controls that are cut off. */
function tooWideNow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.className} ${element.textContent.trim().slice(0, 40)}`;
    const scrolls = (element: Element) =>
      ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) &&
      element.scrollWidth > element.clientWidth;
    const isIn = (element: Element | null): boolean =>
      element !== null &&
      (element.matches('pre, code, table, [role=tablist]') || isIn(element.parentElement));
    const pages = [document.documentElement, ...document.querySelectorAll('main, [role=dialog]')];
    const wide = pages
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map(
        (element) => `scrolls sideways: ${name(element)}, ${element.scrollWidth} > ${element.clientWidth}`,
      );
    const inAScroller = (element: Element): boolean =>
      element.parentElement !== null &&
      (scrolls(element.parentElement) || inAScroller(element.parentElement));
    const cut = [
      ...document.querySelectorAll('button, a, input, select, textarea, [role=tab], [role=menuitem]'),
    ]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !isIn(element))
      .filter((element) => !inAScroller(element) && element.closest('[inert], .visually-hidden') === null)
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 1 && (left < -1 || right > innerWidth + 1);
      })
      .map((element) => `cut off: ${name(element)}`);
    return [...wide, ...cut];
  });
}

/** What is in none of a person's languages, or was typed; and what was said before, which stays as it was said. */
const NO_PROSE = 'code, pre, kbd, noscript, textarea, [data-live-announcer], [role=status], [role=alert]';

const SPOKEN_ATTRIBUTES = [
  'aria-label',
  'placeholder',
  'title',
  'alt',
  'aria-roledescription',
  'aria-valuetext',
];

/** Every text that the page shows or tells a screen reader, but for code and announcements. */
export function shownTexts(page: Page): Promise<string[]> {
  return page.evaluate(
    ([noProse, attributes]) => {
      const texts = new Set([document.title]);
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
        if (node.parentElement?.closest(noProse) === null) texts.add(node.textContent?.trim() ?? '');
      for (const attribute of attributes)
        for (const element of document.querySelectorAll(`[${attribute}]`))
          texts.add(element.getAttribute(attribute)?.trim() ?? '');
      return [...texts].filter((text) => /\p{L}{2}/u.test(text));
    },
    [NO_PROSE, SPOKEN_ATTRIBUTES] as const,
  );
}

/** What the person has typed so far. */
export function typedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('textarea, input')].map((field) =>
      field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
        ? JSON.stringify(field.value)
        : '',
    ),
  );
}

/** Texts that no person should see: a message that a language lacks, a value that nobody formatted. */
export function brokenTexts(texts: readonly string[]): string[] {
  return texts.filter((text) => /\bundefined\b|\bNaN\b|\[object |=>|Invalid Date/.test(text));
}

/** The part of an animation's name that tells which it is, for those that run. */
export function runningAnimations(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map((animation) =>
        animation instanceof CSSAnimation
          ? animation.animationName
          : animation instanceof CSSTransition
            ? animation.transitionProperty
            : animation.id,
      ),
  );
}
