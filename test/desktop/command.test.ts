/** "Command line access": the settings put the `fob` command into the person's folder for programs, and it asks this app. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { en } from '../../renderer/language/en.ts';
import { goTo } from '../ui/ways.ts';
import { ask, DEV } from './scene.ts';
import { useDesktop } from './suite.ts';

const suite = useDesktop();
const run = promisify(execFile);
const words = en.settings.terminal;

const pathOfCommand = (): string => join(suite.home.home, '.local', 'bin', 'fob');

it.each([true, false])(
  'is installed from the settings and gives the app’s tokens (packaged: %s)',
  async (isPackaged) => {
    const { page } = await suite.startWithProfiles({ prepare: ({ app }) => (app.isPackaged = isPackaged) });
    await goTo(page, 'settings');
    await page.getByText(words.states.none(pathOfCommand())).waitFor();
    await page.getByRole('button', { name: words.install }).click();
    await page.getByRole('button', { name: words.again }).waitFor();
    await page.getByText(words.notInPath).waitFor();

    const environment = { FOB_HOME: suite.home.data, HOME: suite.home.home, PATH: process.env.PATH };
    const fob = async (...args: string[]): Promise<string> =>
      (await run(pathOfCommand(), args, { env: environment })).stdout;
    const token = await fob('token', DEV);
    await ask(suite.desktop, 'tokens.copy', { address: DEV, format: 'raw' });
    expect(token.trim()).toBe(suite.desktop.clipboard);
    expect(suite.scene.idp.tokenRequests).toHaveLength(1);
    expect(JSON.parse(await fob('status', '--json'))).toMatchObject({ kind: 'desktop', pid: process.pid });
  },
);

it('needs no more said about PATH where the folder is in it', async () => {
  vi.stubEnv('PATH', [process.env.PATH, dirname(pathOfCommand())].join(delimiter));
  const { page } = await suite.startWithProfiles();
  await goTo(page, 'settings');
  await page.getByRole('button', { name: words.install }).click();
  await page.getByText(words.states.installed(pathOfCommand())).first().waitFor();
  expect(await page.getByText(words.notInPath).count()).toBe(0);
});

it('is not put in the place of a program of somebody else', async () => {
  mkdirSync(dirname(pathOfCommand()), { recursive: true });
  writeFileSync(pathOfCommand(), '#!/bin/sh\n');
  const { page } = await suite.startWithProfiles();
  await goTo(page, 'settings');
  await page.getByText(words.states.other(pathOfCommand())).waitFor();
  await page.getByRole('button', { name: words.install }).click();
  await page.getByRole('alert').getByText(`There is a file ${pathOfCommand()}`).first().waitFor();
  expect(readFileSync(pathOfCommand(), 'utf8')).toBe('#!/bin/sh\n');
});
