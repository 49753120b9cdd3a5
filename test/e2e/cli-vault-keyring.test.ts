/** The keyring slot by the command line, against a real gnome-keyring. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { needSecretService, startSession } from '../engine/secret-service.ts';
import { makeFobHome } from './fob-home.ts';
import { keyringItems } from './keyring-items.ts';
import { refusal } from './refusal.ts';

describe.runIf(process.platform === 'linux')('a keyring slot', () => {
  beforeAll(() => {
    needSecretService();
  }, 300_000);

  it('is added, opens the vault without a passphrase after a restart, and takes its item along when it goes', async () => {
    await using base = await makeFobHome();
    const folder = join(base.root, 'session');
    mkdirSync(folder);
    const session = await startSession(folder);
    // The agent inherits the bus of whoever starts it.
    await using home = await makeFobHome({ env: { ...session.env, FOB_PASSPHRASE: undefined } });
    const withPassphrase = { env: { FOB_PASSPHRASE: home.passphrase } };
    try {
      await session.startKeyring();
      await home.fob(['unlock'], withPassphrase);
      await refusal(home, ['vault', 'add-slot', 'keyring'], 'vault_locked');
      await home.fob(['vault', 'add-slot', 'keyring'], withPassphrase);
      const { id } = JSON.parse(readFileSync(join(home.data, 'vault/vault.json'), 'utf8')) as { id: string };
      expect(await keyringItems(session.env)).toEqual([id]);

      await home.fob(['agent', 'stop']);
      expect(await home.json(['status'])).toMatchObject({ vault: { state: 'unlocked' } });
      const { vault } = (await home.json(['doctor'])) as { vault: { slots: object[] } };
      expect(vault.slots).toMatchObject([
        { kind: 'passphrase', answer: 'asks' },
        { kind: 'keyring', answer: 'opens', keptBy: 'Secret Service (D-Bus)', detail: `account=${id}` },
      ]);
      // What opens the vault without a person is proof enough for a new passphrase.
      await home.fob(['vault', 'passphrase'], { input: 'a passphrase that is new' });

      session.lockKeyring();
      const locked = (await home.json(['doctor'])) as { vault: { slots: object[] } };
      expect(locked.vault.slots).toMatchObject([{}, { kind: 'keyring', answer: 'fails' }]);
      await session.startKeyring();

      await home.fob(['vault', 'remove-slot', 'keyring']);
      expect(await keyringItems(session.env)).toEqual([]);
      await home.fob(['agent', 'stop']);
      expect(await home.json(['status'])).toMatchObject({ vault: { state: 'locked' } });
      await refusal(home, ['unlock'], 'vault_passphrase_wrong', withPassphrase);
      await home.fob(['unlock'], { env: { FOB_PASSPHRASE: 'a passphrase that is new' } });
    } finally {
      await home.fob(['agent', 'stop']);
      await session.end();
    }
  });
});
