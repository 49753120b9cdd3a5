/** The keyring slot against a real gnome-keyring: what a host without Electron relies on under Linux. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needSecretService, startSession } from './secret-service.ts';
import type { Session } from './secret-service.ts';

const PROGRAM = fileURLToPath(new URL('keyring-program.ts', import.meta.url));
const run = promisify(execFile);

async function step(session: Pick<Session, 'env'>, name: string, home: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, [PROGRAM, name, home], {
    env: session.env,
    timeout: 50_000,
  });
  const outcome = JSON.parse(stdout) as { value?: unknown; error?: unknown };
  return outcome.error ?? outcome.value;
}

describe.runIf(process.platform === 'linux')('the keyring slot', () => {
  let base = '';
  beforeAll(() => {
    needSecretService();
    base = mkdtempSync(join(tmpdir(), 'fob-keyring-'));
  }, 300_000);
  afterAll(() => rmSync(base, { recursive: true, force: true }));
  const folder = (name: string): string => mkdtempSync(join(base, name));

  test('keeps a vault open over processes, and a keyring that is locked or gone never gets a new key', async () => {
    const home = folder('vault-');
    const session = await startSession(folder('session-'));
    const header = (): string => readFileSync(join(home, 'vault/vault.json'), 'utf8');
    const locked = { code: 'vault_locked', hint: expect.stringContaining('keyring') as unknown };
    try {
      await session.startKeyring();
      expect(await step(session, 'available', home)).toBe(true);
      expect(await step(session, 'items', home)).toEqual([]);
      expect(await step(session, 'keep', home)).toEqual({ state: 'unlocked', slots: ['keyring'] });
      expect(await step(session, 'open', home)).toMatchObject({
        opened: true,
        secret: 'kept by the keyring',
      });

      const made = header();
      const { id } = JSON.parse(made) as { id: string };
      const items = (await step(session, 'items', home)) as { bytes: number }[];
      expect(items).toMatchObject([{ account: id, lines: 1 }]);
      expect(items[0]?.bytes).toBeLessThan(100);

      session.lockKeyring();
      expect(await step(session, 'available', home)).toBe(false);
      expect(await step(session, 'open', home)).toMatchObject({ opened: false, view: { state: 'locked' } });
      expect(await step(session, 'unlock', home)).toMatchObject(locked);

      await session.startKeyring();
      expect(await step(session, 'open', home)).toMatchObject({ opened: true });

      // The bus may start a new one by itself; that one is locked.
      await session.stopKeyring();
      expect(await step(session, 'open', home)).toMatchObject({ opened: false });
      expect(await step(session, 'unlock', home)).toMatchObject(locked);

      await session.startKeyring();
      expect(await step(session, 'items', home)).toEqual(items);
      expect(header()).toBe(made);
      expect(await step(session, 'open', home)).toMatchObject({
        opened: true,
        secret: 'kept by the keyring',
      });
    } finally {
      await session.end();
    }
  });

  test('an item that is gone: vault_locked names it, and none is made in its place', async () => {
    const home = folder('vault-');
    const [first, second] = [await startSession(folder('session-')), await startSession(folder('session-'))];
    try {
      await first.startKeyring();
      await second.startKeyring();
      await step(first, 'keep', home);
      const { id } = JSON.parse(readFileSync(join(home, 'vault/vault.json'), 'utf8')) as { id: string };
      expect(await step(second, 'unlock', home)).toMatchObject({
        code: 'vault_locked',
        message: 'The keyring has no item of this vault.',
        hint: expect.stringContaining(id) as unknown,
      });
      expect(await step(second, 'items', home)).toEqual([]);
      expect(await step(first, 'open', home)).toMatchObject({ opened: true });
    } finally {
      await first.end();
      await second.end();
    }
  });

  test('without a keyring no vault is made, least of all one that the next start of the machine forgets', async () => {
    const home = folder('vault-');
    const session = await startSession(folder('session-'), {});
    const nowhere = { env: { ...session.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' } };
    try {
      for (const place of [session, nowhere]) {
        expect(await step(place, 'available', home)).toBe(false);
        expect(await step(place, 'unlock', home)).toMatchObject({
          code: 'vault_absent',
          hint: expect.stringContaining('FOB_PASSPHRASE') as unknown,
        });
      }
      expect(existsSync(join(home, 'vault'))).toBe(false);
    } finally {
      await session.end();
    }
  });

  test('a keyring that never answers counts as none, within 5 s', async () => {
    const session = await startSession(folder('session-'), { 'org.freedesktop.secrets': '/bin/sleep 20' });
    try {
      const started = performance.now();
      expect(await step(session, 'available', folder('vault-'))).toBe(false);
      expect(performance.now() - started).toBeLessThan(6500);
    } finally {
      await session.end();
    }
  });
});
