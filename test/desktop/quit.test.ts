/** Quitting while a refresh token is being rotated: the old one is spent, so losing the new one would lose the session (R16). */
import { expect, it } from 'vitest';
import { ask, DEV, signIn, USER } from './scene.ts';
import { useDesktop } from './suite.ts';

const suite = useDesktop();

it('waits for the answer and keeps the new refresh token', async () => {
  await suite.startWithProfiles();
  const first = suite.desktop;
  await signIn(first);
  const { asked, release } = suite.scene.hold();
  const refreshing = ask(first, 'tokens.refresh', { address: USER }).catch(() => undefined);
  await asked;
  first.electron.app.quit();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(first.electron.app.quitDone).toBe(false);
  release();
  await first.ended();
  await refreshing;
  expect(first.log).not.toMatch(/did not stop cleanly/);

  await suite.start();
  await suite.desktop.window();
  // The one that was spent would end the session (RFC 9700 section 4.14.2).
  await ask(suite.desktop, 'tokens.refresh', { address: USER });
  const used = suite.scene.idp.tokenRequests.map(({ refresh_token }) => refresh_token).filter(Boolean);
  expect(used).toHaveLength(2);
  expect(new Set(used).size).toBe(2);
  const { services } = await ask(suite.desktop, 'snapshot.get');
  expect(services[0]?.environments.find(({ address }) => address === USER)?.status).toBe('fresh');
});

it('leaves no token in the clipboard, not even of a copy that was waiting for it', async () => {
  await suite.startWithProfiles();
  const { desktop, scene } = suite;
  const { asked, release } = scene.hold();
  const copying = ask(desktop, 'tokens.copy', { address: DEV, format: 'raw' }).catch(() => undefined);
  await asked;
  desktop.electron.app.quit();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const areGone = desktop.electron.windows.map(({ webContents }) => webContents.destroyed);
  release();
  await desktop.ended();
  await copying;
  expect(desktop.clipboard).toBeUndefined();
  // Nothing was left that a person could click at, and nothing came.
  expect(areGone).toEqual([true]);
  expect(desktop.electron.windows).toHaveLength(1);
});

it('does not wait forever for an IdP that never answers', { timeout: 40_000 }, async () => {
  await suite.startWithProfiles();
  await signIn(suite.desktop);
  const { asked, release } = suite.scene.hold();
  void ask(suite.desktop, 'tokens.refresh', { address: USER }).catch(() => undefined);
  await asked;
  const begun = performance.now();
  await suite.desktop.quit();
  expect(performance.now() - begun).toBeLessThan(13_000);
  release();
});
