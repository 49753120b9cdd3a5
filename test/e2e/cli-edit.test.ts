/** `fob profile edit`, with an editor that a script plays, and `fob completion` in a real shell. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FOB, makeFobHome, plainPath } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { refusal } from './refusal.ts';
import { inTerminal } from './terminal.ts';

let home: FobHome;
beforeAll(async () => {
  home = await makeFobHome();
  const own = { issuer: 'https://idp.example', grant_type: 'client_credentials', scope: 'default' };
  const environments = [{ id: 'dev', client_id: 'c' }];
  const input = JSON.stringify({ version: 1, services: [{ id: 'a', defaults: own, environments }] });
  await home.fob(['profile', 'add', '--file', '-'], { input });
});
afterAll(() => home[Symbol.asyncDispose]());

const shown = (): Promise<unknown> => home.json(['profile', 'show', 'a/dev']);

it('changes what is named and nothing else; a member without a value is taken away', async () => {
  expect(await home.fob(['profile', 'edit', 'a/dev', 'scope=own', 'dpop=true'])).toBe('a/dev changed\n');
  expect(await shown()).toMatchObject({ client_id: 'c', scope: 'own', dpop: true });
  await home.fob(['profile', 'edit', 'a/dev', 'scope=', 'dpop=']);
  expect(await shown()).toEqual({
    address: 'a/dev',
    issuer: 'https://idp.example',
    grant_type: 'client_credentials',
    scope: 'default',
    client_id: 'c',
  });
});

it('saves nothing that is wrong, and opens no editor without a terminal', async () => {
  const before = readFileSync(join(home.data, 'profiles.json'), 'utf8');
  await refusal(home, ['profile', 'edit', 'a/dev', 'scope=x', 'issuer=nowhere'], 'profiles_invalid');
  await refusal(home, ['profile', 'edit', 'a/prod', 'scope=x'], 'address_unknown');
  await refusal(home, ['profile', 'edit', 'a/dev'], 'usage');
  expect(readFileSync(join(home.data, 'profiles.json'), 'utf8')).toBe(before);
});

/** An editor that does what `script` says to its file. */
async function editor(name: string, script: string): Promise<Readonly<Record<string, string>>> {
  const tool = join(home.root, name);
  await writeFile(tool, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { VISUAL: `${tool} --wait`, EDITOR: '/nowhere/editor' };
}

it('opens the profile in the editor, and saves what was written there', async () => {
  const env = await editor('good', 'sed -i.old \'s/"client_id": "c"/"client_id": "edited"/\' "$2"');
  expect(await inTerminal(home, ['profile', 'edit', 'a/dev'], { env })).toEqual({
    shown: 'a/dev changed\r\n',
    code: 0,
  });
  expect(await shown()).toMatchObject({ client_id: 'edited', scope: 'default' });
  const idle = await editor('idle', 'exit 0');
  expect((await inTerminal(home, ['profile', 'edit', 'a/dev'], { env: idle })).shown).toMatch(/^Nothing was/);
  const failing = await editor('failing', 'exit 3');
  const TMPDIR = await mkdtemp(join(home.root, 'tmp-'));
  const ended = await inTerminal(home, ['profile', 'edit', 'a/dev'], { env: { ...failing, TMPDIR } });
  expect([ended.code, readdirSync(TMPDIR)]).toEqual([2, []]);
});

it('takes a whole service as it was written, unless it is another one by now or lacks a profile', async () => {
  const rename = await editor('rename', 'sed -i \'s/"id": "dev"/"id": "new"/\' "$2"');
  const renamed = await inTerminal(home, ['profile', 'edit', 'a/dev'], { env: rename });
  expect(renamed).toMatchObject({
    code: 2,
    shown: expect.stringContaining('a/dev is not in it any more') as string,
  });
  const drop =
    'const fs = require("fs"), [, file] = process.argv, all = JSON.parse(fs.readFileSync(file)); ' +
    'delete all.services[0].defaults.scope; fs.writeFileSync(file, JSON.stringify(all));';
  const without = await editor('without', `"${process.execPath}" -e '${drop}' "$2"`);
  await inTerminal(home, ['profile', 'edit', 'a/dev'], { env: without });
  expect(await shown()).not.toHaveProperty('scope');
  const race = `"${process.execPath}" "${FOB}" profile edit a/dev notes=meanwhile && echo " " >> "$2"`;
  const late = await inTerminal(home, ['profile', 'edit', 'a/dev'], { env: await editor('late', race) });
  expect(late).toMatchObject({ code: 2, shown: expect.stringContaining('was changed') as string });
  expect(await shown()).toMatchObject({ notes: 'meanwhile' });
  const deleting = await editor('deleting', 'rm "$2"');
  expect((await inTerminal(home, ['profile', 'edit', 'a/dev'], { env: deleting })).code).toBe(2);
});

it('keeps what was written when it cannot be saved', async () => {
  const env = await editor('bad', 'echo \'{ "version": 1, "services": [oops] }\' > "$2"');
  const { shown: said, code } = await inTerminal(home, ['profile', 'edit', 'a/dev'], { env });
  expect(code).toBe(10);
  const kept = /What you wrote is in (\S+):/.exec(said)?.[1] ?? '';
  expect(readFileSync(kept, 'utf8')).toContain('oops');
  await rm(dirname(kept), { recursive: true });
  expect(await shown()).toMatchObject({ client_id: 'edited' });
});

it('opens the whole file without an address, and says whether it is good', async () => {
  const env = await editor('break', 'echo oops > "$2"');
  const path = join(home.data, 'profiles.json');
  const before = readFileSync(path);
  const broken = await inTerminal(home, ['profile', 'edit'], { env });
  expect(broken).toMatchObject({ code: 10, shown: expect.stringContaining(`${path}:1:1: `) as string });
  await writeFile(path, before);
});

it('a shell completes commands and addresses', async () => {
  const bin = join(home.root, 'bin');
  await mkdir(bin);
  await symlink(FOB, join(bin, 'fob'));
  const press = 'COMP_WORDS=(fob token a); COMP_CWORD=2; _fob; echo "${COMPREPLY[@]}"';
  const env = { ...home.env, PATH: [bin, plainPath()].join(delimiter) };
  const { stdout } = await promisify(execFile)('bash', ['-c', `eval "$(fob completion bash)"; ${press}`], {
    env,
  });
  expect(stdout).toBe('a/dev\n');
});
