/** A token's way into the clipboard of the system, and out of it again (security.md H01, H02, H05). */
import { describe, expect, it } from 'vitest';
import { en } from '../../renderer/language/en.ts';
import { copyButton, lastAction } from '../e2e/renderer-page.ts';
import { ask, DEV } from './scene.ts';
import { useDesktop } from './suite.ts';

const suite = useDesktop();

const osFormat = (name: string): string => `electron application/osclipboard;format="${name}"`;
const CONCEALED = {
  linux: ['x-kde-passwordManagerHint'],
  darwin: ['org.nspasteboard.ConcealedType', 'org.nspasteboard.TransientType'],
} as const;
/** Long enough to be looked at, short enough to be waited for. */
const SECONDS = 3;

const accessToken = (): string => {
  const tokens = [...suite.scene.canaries].filter(([name]) => name.startsWith('access_token'));
  return tokens.at(-1)?.[1] ?? '';
};

describe.each(['linux', 'darwin'] as const)('on %s', (platform) => {
  it('is written once with the marks of a secret, and goes after its time', async () => {
    const { page } = await suite.startWithProfiles({ platform, settings: { clipboard_seconds: SECONDS } });
    const { clipboard } = suite.desktop.electron;
    await copyButton(page, DEV).click();
    await lastAction(page)
      .getByText(/^acme\/dev copied, 59:\d\d left/)
      .waitFor();
    expect(clipboard.writes).toBe(1);
    expect(accessToken()).not.toBe('');
    expect(Object.fromEntries(clipboard.content)).toEqual({
      'text/plain': accessToken(),
      ...Object.fromEntries(CONCEALED[platform].map((name) => [osFormat(name), 'secret'])),
    });
    // Now, where it could be found if the copy had gone through the page.
    await suite.expectNoSecretInPages();
    await expect.poll(() => clipboard.content.size).toBe(0);
    expect(clipboard.clears).toBe(1);
  });
});

it('gets no token that was on its way when Fob was locked', async () => {
  await suite.startWithProfiles();
  const { asked, release } = suite.scene.hold();
  const copying = ask(suite.desktop, 'tokens.copy', { address: DEV, format: 'raw' });
  const outcome = copying.catch((error: unknown) => String(error));
  await asked;
  await Promise.all([
    ask(suite.desktop, 'vault.lock'),
    new Promise((wait) => setTimeout(wait, 300)).then(release),
  ]);
  expect(await outcome).toMatch(/vault_locked/);
  expect(suite.desktop.clipboard).toBeUndefined();
});

it('stays when it is somebody else’s by then', async () => {
  await suite.startWithProfiles({ settings: { clipboard_seconds: 1 } });
  const { clipboard } = suite.desktop.electron;
  await ask(suite.desktop, 'tokens.copy', { address: DEV, format: 'raw' });
  await clipboard.writeText('of another program');
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect([suite.desktop.clipboard, clipboard.clears]).toEqual(['of another program', 0]);
});

it.each([
  ['Copy token', (token: string) => token],
  ['Copy header', (token: string) => `Authorization: Bearer ${token}`],
  ['Copy as curl', (token: string) => `curl -H "Authorization: Bearer ${token}"`],
])('comes from the tray by "%s", which says what was copied', async (item, wanted) => {
  await suite.startWithProfiles();
  const { electron, tray } = suite.desktop;
  await suite.desktop.choose('dev: ', item);
  await expect.poll(() => suite.desktop.clipboard).toBeDefined();
  expect(suite.desktop.clipboard).toBe(wanted(accessToken()));
  expect(electron.clipboard.content.size).toBe(2);
  await expect.poll(() => electron.notifications.length).toBe(1);
  expect(electron.notifications[0]).toMatchObject({ title: 'Copied acme/dev', isShown: true });
  expect(electron.notifications[0]?.body).toMatch(/^59:\d\d left$/);
  expect(JSON.stringify(electron.notifications)).not.toContain(accessToken());
  // One click, from now on: it was used.
  await expect
    .poll(() => tray.labels())
    .toContainEqual(expect.stringMatching(/^Copy acme\/dev: valid, 59 min left$/));
});

it('goes at lock, and the page with it', async () => {
  const { page } = await suite.startWithProfiles();
  await copyButton(page, DEV).click();
  await expect.poll(() => suite.desktop.clipboard).toBeDefined();
  await page.getByRole('button', { name: en.shell.lock, exact: true }).click();
  await page.getByRole('heading', { name: en.vault.lockedTitle }).waitFor();
  await expect.poll(() => suite.desktop.clipboard).toBeUndefined();
});

it('goes when Fob quits', async () => {
  await suite.startWithProfiles();
  await ask(suite.desktop, 'tokens.copy', { address: DEV, format: 'raw' });
  expect(suite.desktop.clipboard).toBe(accessToken());
  await suite.desktop.quit();
  expect(suite.desktop.clipboard).toBeUndefined();
});
