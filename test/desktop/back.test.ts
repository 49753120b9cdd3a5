/** A window without a browser around it goes back by the keys and mouse buttons that one would go back by. */
import type { CDPSession, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { en } from '../../renderer/language/en.ts';
import { useDesktop } from './suite.ts';

const suite = useDesktop();

/** The two buttons of a mouse that Playwright has no name for. */
async function pressMouse(cdp: CDPSession, button: 'back' | 'forward'): Promise<void> {
  const at = { x: 400, y: 300, button, clickCount: 1 } as const;
  await cdp.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at });
  await cdp.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at });
}

const WAYS: Record<string, (page: Page, cdp: CDPSession, way: 'back' | 'forward') => Promise<void>> = {
  mouse: (_page, cdp, way) => pressMouse(cdp, way),
  keys: (page, _cdp, way) => page.keyboard.press(way === 'back' ? 'Alt+ArrowLeft' : 'Alt+ArrowRight'),
};

it.each(Object.entries(WAYS))('one view at a time, by %s', async (_name, press) => {
  const { page, cdp } = await suite.startWithProfiles();
  const rail = page.getByRole('navigation', { name: en.navigation.label });
  const shows = (kind: 'inspect' | 'settings' | 'about') =>
    page.getByRole('heading', { level: 1, name: en[kind].title }).waitFor();
  for (const kind of ['inspect', 'settings', 'about'] as const) {
    await rail.getByRole('button', { name: en.navigation.short[kind] }).click();
    await shows(kind);
  }
  await press(page, cdp, 'back');
  await shows('settings');
  await press(page, cdp, 'back');
  await shows('inspect');
  await press(page, cdp, 'forward');
  await shows('settings');
  expect(await page.evaluate(() => (history.state as { index: number }).index)).toBe(2);
});
