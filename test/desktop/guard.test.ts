/** Tokens of prod: asked for in a window, armed for minutes that the tray shows, and closed again by one click. */
import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { RED } from '../../electron/main/tray/tray-icon.ts';
import { en } from '../../renderer/language/en.ts';
import type { ImageDouble } from '../fakes/electron/shell-doubles.ts';
import { lastAction } from '../e2e/renderer-page.ts';
import { PROD } from './scene.ts';
import { useDesktop } from './suite.ts';

const suite = useDesktop();

const QUESTION = en.guard.question(PROD, 15);

/** The one colour that an icon is drawn in. */
function colourOf({ pngs }: ImageDouble): readonly number[] {
  const { data } = PNG.sync.read(pngs.get(1) ?? Buffer.alloc(0));
  const pixel = data.findIndex((value, index) => index % 4 === 3 && value > 0) - 3;
  return [...data.subarray(pixel, pixel + 3)];
}

it.each([
  ['darwin', 'the popover', 1],
  ['linux', 'the window', 0],
] as const)('on %s the tray asks in %s', async (platform, _where, index) => {
  await suite.startWithProfiles({ platform });
  const { desktop } = suite;
  const { tray, electron } = desktop;
  await desktop.choose('prod: no token yet, not armed', 'Copy token');
  const { page, window } = await desktop.window(index);
  expect(window.bounds?.width).toBe(platform === 'darwin' ? 360 : undefined);
  const question = page.getByRole('alertdialog', { name: QUESTION });
  await question.waitFor();
  expect(desktop.clipboard).toBeUndefined();
  expect(suite.scene.idp.tokenRequests).toEqual([]);
  expect(colourOf(tray.image)).not.toEqual([...RED]);

  await question.getByRole('button', { name: en.guard.confirm.copy }).click();
  await expect.poll(() => desktop.clipboard).toMatch(/^\S{40,}$/);
  await lastAction(page).getByText(en.environments.done.copied(PROD)).waitFor();
  await expect.poll(() => tray.tooltip).toMatch(/acme\/prod: .*armed 1[45] min/);
  expect(colourOf(tray.image)).toEqual([...RED]);
  expect(tray.image.isTemplate).toBe(false);
  if (platform === 'darwin') expect(tray.title).toMatch(/^1[45] min$/);

  desktop.openMenu();
  expect(tray.labels()[0]).toBe('Disarm acme/prod');
  await desktop.choose('Disarm acme/prod');
  await expect.poll(() => tray.tooltip).not.toMatch(/: .*, armed/);
  expect(colourOf(tray.image)).not.toEqual([...RED]);
  expect(tray.title).toBe('');
  const copied = electron.clipboard.writes;
  await desktop.choose('prod: ', 'Copy token');
  await question.waitFor();
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  expect(electron.clipboard.writes).toBe(copied);
});
