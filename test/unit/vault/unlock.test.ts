import { describe, expect, test } from 'vitest';
import { codeOf, createFakeBackend, errorOf, HEADER, makeWorld, openedWorld, PASSPHRASE } from './kit.ts';

const ADDRESS = 'salus/beta';

describe('making a vault', () => {
  test('with a passphrase: another process opens it with the same one', async () => {
    const { vault, restart, files } = await openedWorld();
    await vault.write(ADDRESS, { client_secret: 's3cret' });
    expect(vault.view()).toEqual({ state: 'unlocked', slots: ['passphrase'] });

    const later = restart();
    await later.load();
    expect(later.view()).toMatchObject({ state: 'locked', slots: ['passphrase'] });
    expect(await later.unlockUnattended()).toBe(false);
    await later.unlock(PASSPHRASE);
    expect(await later.read(ADDRESS, 'client_secret')).toBe('s3cret');
    const disk = [...files.content.values()].map((bytes) => Buffer.from(bytes).toString()).join();
    expect(disk).not.toContain('s3cret');
    expect(disk).not.toContain(PASSPHRASE);
  });

  test('without one: the first keychain that works keeps the key, and opens it unattended', async () => {
    const { restart } = makeWorld();
    const dead = createFakeBackend('safe-storage');
    dead.state = 'locked';
    dead.available = () => Promise.resolve(true);
    const keychain = createFakeBackend();
    const vault = restart([dead, keychain]);
    await vault.unlock();
    await vault.write(ADDRESS, { client_secret: 'x' });
    expect(vault.view().slots).toEqual(['keyring']);

    const later = restart([keychain]);
    expect(await later.unlockUnattended()).toBe(true);
    expect(await later.read(ADDRESS, 'client_secret')).toBe('x');
  });

  test('a keychain that would have to ask a person is not asked', async () => {
    const shy = createFakeBackend();
    shy.available = () => Promise.resolve(false);
    expect(await codeOf(makeWorld().restart([shy]).unlock())).toBe('vault_absent');
    expect(shy.items.size).toBe(0);
  });

  test('without a passphrase and a keychain: nothing is made, and the error says what to do', async () => {
    const { restart, files } = makeWorld();
    const error = await errorOf(restart().unlock());
    expect(error).toMatchObject({ code: 'vault_absent' });
    expect(error.hint).toContain('FOB_PASSPHRASE');
    expect(files.content.size).toBe(0);
  });

  test('two callers at once make one vault', async () => {
    const { restart, files } = makeWorld();
    const vault = restart();
    await Promise.all([vault.unlock(PASSPHRASE), vault.unlock(PASSPHRASE)]);
    expect(files.calls.filter((call) => call === `write ${HEADER}`)).toHaveLength(1);
  });

  test('a second process does not make its own over it', async () => {
    const { restart, clock } = await openedWorld();
    const other = restart();
    expect(await codeOf(clock.until(other.unlock('another')))).toBe('vault_passphrase_wrong');
  });

  test('that fails at any storage call leaves nothing that blocks the next try', async () => {
    for (let call = 1; call <= 3; call += 1) {
      const { restart, files } = makeWorld();
      const vault = restart();
      files.failCall(call);
      expect(await codeOf(vault.unlock(PASSPHRASE))).toBe('storage_failed');
      expect(vault.view().state).toBe('absent');
      await vault.unlock(PASSPHRASE);
      const later = restart();
      await later.unlock(PASSPHRASE);
      expect(later.view().state).toBe('unlocked');
    }
  });
});

describe('locked', () => {
  test('reads and writes are refused, names and addresses are still known', async () => {
    const { vault } = await openedWorld();
    await vault.write(ADDRESS, { client_secret: 'x', tokens: 'y' });
    vault.lock();
    expect(vault.view().hint).toContain('fob unlock');
    expect(await codeOf(vault.read(ADDRESS, 'tokens'))).toBe('vault_locked');
    expect(await codeOf(vault.write(ADDRESS, { tokens: 'z' }))).toBe('vault_locked');
    expect(await vault.members(ADDRESS)).toEqual(['client_secret', 'tokens']);
    expect(await vault.addresses()).toEqual([ADDRESS]);
  });

  test('a write that was asked for before the lock is still made', async () => {
    const { vault, restart } = await openedWorld();
    const first = vault.write(ADDRESS, { tokens: 'a' });
    const second = vault.write(ADDRESS, { tokens: 'rotated' });
    vault.lock();
    await Promise.all([first, second]);
    const later = restart();
    await later.unlock(PASSPHRASE);
    expect(await later.read(ADDRESS, 'tokens')).toBe('rotated');
  });

  test('an unlock that began before a lock does not end after it', async () => {
    const { vault, restart } = await openedWorld();
    vault.lock();
    const opening = vault.unlock(PASSPHRASE);
    vault.lock();
    expect(await codeOf(opening)).toBe('vault_locked');
    expect(vault.view().state).toBe('locked');

    const keychain = createFakeBackend();
    const other = restart([keychain]);
    const unattended = other.unlockUnattended();
    other.lock();
    expect(await unattended).toBe(false);
  });

  test('no vault: nothing is kept, and nothing can be', async () => {
    const vault = makeWorld().restart();
    await vault.load();
    expect(vault.view().state).toBe('absent');
    expect(await vault.read(ADDRESS, 'tokens')).toBeUndefined();
    expect(await codeOf(vault.write(ADDRESS, { tokens: 'x' }))).toBe('vault_absent');
  });
});

describe('wrong passphrases', () => {
  test('each makes the next attempt wait longer, up to 10 s; a right one resets', async () => {
    const { vault, clock } = await openedWorld();
    vault.lock();
    const waited: number[] = [];
    const attempt = async (passphrase: string): Promise<string> => {
      const from = clock.monotonic();
      const result = await clock.until(
        vault.unlock(passphrase).then(
          () => 'opened',
          () => 'refused',
        ),
      );
      waited.push(clock.monotonic() - from);
      return result;
    };
    for (let i = 0; i < 7; i += 1) expect(await attempt('wrong')).toBe('refused');
    expect(await attempt(PASSPHRASE)).toBe('opened');
    vault.lock();
    expect(await attempt('wrong')).toBe('refused');
    expect(await attempt('wrong')).toBe('refused');
    expect(waited).toEqual([0, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 0, 500]);
  });

  test('attempts made at once wait for each other and cannot dodge the delay', async () => {
    const { vault, clock } = await openedWorld();
    vault.lock();
    const from = clock.monotonic();
    const all = Promise.allSettled([1, 2, 3, 4].map((n) => vault.unlock(`guess ${n}`)));
    await clock.until(all);
    expect(clock.monotonic() - from).toBe(500 + 1000 + 2000);
  });

  test('setting the wall clock does not shorten the delay', async () => {
    const { vault, clock } = await openedWorld();
    vault.lock();
    await vault.unlock('wrong').catch(() => undefined);
    clock.jump(86_400_000);
    const from = clock.monotonic();
    await clock.until(vault.unlock(PASSPHRASE));
    expect(clock.monotonic() - from).toBe(500);
  });

  test('the error has its own code and says nothing of the passphrase', async () => {
    const { vault } = await openedWorld();
    vault.lock();
    const error = await errorOf(vault.unlock('hunter2-guess'));
    expect(error.code).toBe('vault_passphrase_wrong');
    expect(`${error.message} ${error.hint ?? ''}`).not.toContain('hunter2');
  });

  test('the same letters as other code points open it', async () => {
    const { restart } = makeWorld();
    await restart().unlock('caf\u00e9');
    await restart().unlock('cafe\u0301');
  });
});

describe('a keychain', () => {
  test('that is locked: vault_locked with its own hint, and no second key is made', async () => {
    const { restart, files } = makeWorld();
    const keychain = createFakeBackend();
    await restart([keychain]).unlock();
    const header = files.content.get(HEADER);
    keychain.state = 'locked';

    const vault = restart([keychain]);
    expect(await vault.unlockUnattended()).toBe(false);
    expect(await errorOf(vault.unlock())).toMatchObject({
      code: 'vault_locked',
      hint: 'Open the test keychain.',
    });
    keychain.state = 'open';
    keychain.items.clear();
    expect(await vault.unlockUnattended()).toBe(false);
    expect(vault.view()).toMatchObject({ state: 'locked', hint: 'Open the test keychain.' });
    expect(keychain.items.size).toBe(0);
    expect(files.content.get(HEADER)).toBe(header);
  });

  test('that this host does not have: the hint says where the key is', async () => {
    const { restart } = makeWorld();
    await restart([createFakeBackend('safe-storage')]).unlock();
    const error = await errorOf(restart().unlock());
    expect(error.code).toBe('vault_locked');
    expect(error.hint).toContain('desktop app');
  });

  test('that answers with the key of another vault: vault_damaged, and nothing is sealed with it', async () => {
    const { restart } = makeWorld();
    const keychain = createFakeBackend();
    await restart([keychain]).unlock();
    for (const id of keychain.items.keys()) keychain.items.set(id, Buffer.alloc(32, 7).toString('base64url'));
    const vault = restart([keychain]);
    expect(await codeOf(vault.unlock())).toBe('vault_damaged');
    expect(vault.view().state).toBe('locked');
  });
});
