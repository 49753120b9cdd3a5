/** The boundary that the other tests stand on: what crosses it does so as in Electron, and a search for secrets finds them. */
import { expect, it } from 'vitest';
import { en } from '../../renderer/language/en.ts';
import { leaksInText } from '../e2e/leaks.ts';
import { openDetails } from '../ui/ways.ts';
import { call } from './desktop-app.ts';
import type { FobPage } from './desktop-app.ts';
import { ask, DEV } from './scene.ts';
import { leaksInPage } from './secrets-in-page.ts';
import { useDesktop } from './suite.ts';

const suite = useDesktop();

it('gives the page window.fob and nothing else of the preload', async () => {
  await suite.start();
  const { page } = await suite.desktop.window();
  const seen = await page.evaluate(() => {
    const { fob } = window as unknown as FobPage;
    return {
      bridge: Object.entries(fob).map(([name, value]) => [name, typeof value]),
      frozen: Object.isFrozen(fob) && Object.isFrozen(fob.call),
      globals: ['require', 'process', 'module', 'ipcRenderer', 'electron', 'Buffer'].filter(
        (name) => name in globalThis,
      ),
      test: Object.getOwnPropertyNames(globalThis).filter((name) => name.startsWith('fobTest')),
      isSecure: isSecureContext,
    };
  });
  expect(seen).toEqual({
    bridge: [
      ['kind', 'string'],
      ['call', 'object'],
      ['listen', 'function'],
    ],
    frozen: true,
    globals: [],
    test: [],
    isSecure: true,
  });
});

it('keeps the cause of an error, and answers a listener until it is taken away', async () => {
  const shown = await suite.startWithProfiles();
  await expect(call(shown, 'tokens.copy', { address: 'acme/none', format: 'raw' })).rejects.toThrow(
    'address_unknown',
  );
  const revisions = await shown.page.evaluate(async () => {
    const { fob } = window as unknown as FobPage;
    const heard: number[] = [];
    const stop = fob.listen('snapshot.changed', ({ revision }) => void heard.push(revision));
    const pin = (pinned: boolean) => fob.call['profiles.pin']({ address: 'acme/dev', pinned });
    await pin(true);
    await new Promise((resolve) => setTimeout(resolve, 200));
    stop();
    const count = heard.length;
    await pin(false);
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { count, after: heard.length };
  });
  expect(revisions.count).toBeGreaterThan(0);
  expect(revisions.after).toBe(revisions.count);
});

it('finds a canary in the document, in a field and deep in a string on the heap', async () => {
  await suite.start();
  const { page, cdp } = await suite.desktop.window();
  const planted = new Map([['planted', `canary-${crypto.randomUUID()}`]]);
  const secret = planted.get('planted') ?? '';
  const places = async (): Promise<string[]> =>
    (await leaksInPage(page, cdp, planted)).map(({ where }) => where);
  expect(await places()).toEqual([]);
  await page.evaluate((text) => {
    Object.assign(globalThis, { kept: `${'long '.repeat(5000)}${text}` });
  }, secret);
  expect(await places()).toEqual(['heap']);
  await page.evaluate(() => Object.assign(globalThis, { kept: undefined }));
  await expect.poll(places).toEqual([]);
  await page.getByLabel('New passphrase').fill(secret);
  expect(await places()).toContain('document');
});

it('refuses what is not its own: other hosts, other pages, windows and frames', async () => {
  await suite.start();
  const { desktop } = suite;
  const { page } = await desktop.window();
  await page.evaluate(async () => {
    await fetch('https://evil.example/').catch(() => undefined);
    open('https://evil.example/window');
    const frame = document.createElement('iframe');
    frame.src = 'https://evil.example/frame';
    document.body.append(frame);
    const image = new Image();
    image.src = 'https://evil.example/image.png';
    const style = document.createElement('div');
    style.setAttribute('style', 'color: red');
  });
  await page.evaluate(() => {
    location.href = 'https://evil.example/leave';
  });
  await expect.poll(() => desktop.windows.blocked).toContain('https://evil.example/leave');
  expect(desktop.windows.blocked).toContain('https://evil.example/window');
  // The policy stops the others before there is a request.
  for (const what of ['fetch', 'frame', 'image.png'])
    expect(desktop.windows.blocked).not.toContain(`https://evil.example/${what}`);
  expect(desktop.windows.complaints.join('\n')).toMatch(/connect-src/);
  expect(desktop.windows.complaints.join('\n')).toMatch(/img-src/);
  expect(desktop.windows.complaints.join('\n')).toMatch(/frame-src|default-src/);
  expect(await page.evaluate(() => location.host)).toBe('fob.localhost');
  expect(desktop.electron.windows).toHaveLength(1);
  expect(desktop.electron.shell.opened).toEqual([]);
  desktop.windows.complaints.length = 0;
  desktop.windows.blocked.length = 0;
});

it('has a token in the page only while a person looks at it (E39)', async () => {
  const { page, cdp } = await suite.startWithProfiles();
  const held = async (): Promise<string[]> =>
    (await leaksInPage(page, cdp, suite.scene.canaries)).map(({ what }) => what);
  await ask(suite.desktop, 'tokens.copy', { address: DEV, format: 'raw' });
  const panel = await openDetails(page, DEV);
  await panel.getByRole('button', { name: en.claims.reveal.show }).click();
  await panel.getByRole('group', { name: en.claims.reveal.label }).waitFor();
  const token = expect.stringMatching(/^access_token/) as string;
  expect(await held()).toEqual([token, token]);
  await panel.getByRole('button', { name: en.claims.reveal.hide }).click();
  await expect.poll(held).toEqual([]);
  // The one answer that may hold it.
  const { told } = suite.desktop.windows;
  const reveals = told.filter((text) => leaksInText('', text, suite.scene.canaries).length > 0);
  expect(reveals).toHaveLength(1);
  told.splice(told.indexOf(reveals[0] ?? ''), 1);
});
