/** One step of the keyring test, in a process of its own: `node keyring-program.ts STEP HOME` prints one line of JSON. */
import { createHash } from 'node:crypto';
import { findCredentialsAsync } from '@napi-rs/keyring';
import { createAtomicFiles } from '../../core/node/atomic-files.ts';
import { createKeyringSlot } from '../../core/node/keyring-slot.ts';
import { scrypt } from '../../core/node/scrypt.ts';
import { systemClock } from '../../core/node/system-clock.ts';
import { systemRandom } from '../../core/node/system-random.ts';
import { errorView } from '../../core/errors/fob-error.ts';
import { createVault } from '../../core/vault/vault.ts';

const [step = '', home = ''] = process.argv.slice(2);
const slot = createKeyringSlot();
const vault = createVault({
  files: createAtomicFiles(home),
  random: systemRandom,
  clock: systemClock,
  scrypt,
  backends: [slot],
});

const STEPS: Readonly<Record<string, () => Promise<unknown>>> = {
  available: () => slot.available(),
  /** Makes the vault when there is none, else asks the keyring for its key. */
  async unlock() {
    await vault.unlock();
    return vault.view();
  },
  async keep() {
    await vault.unlock();
    await vault.write('salus/beta', { client_secret: 'kept by the keyring' });
    return vault.view();
  },
  async open() {
    const opened = await vault.unlockUnattended();
    const secret = opened ? await vault.read('salus/beta', 'client_secret') : undefined;
    return { opened, secret, view: vault.view() };
  },
  async items() {
    const items = await findCredentialsAsync('fob');
    return items.map(({ account, password }) => ({
      account,
      bytes: Buffer.byteLength(password),
      lines: password.split('\n').length,
      digest: createHash('sha256').update(password).digest('hex'),
    }));
  },
};

const outcome = await (STEPS[step]?.() ?? Promise.reject(new Error(`no step ${step}`))).then(
  (value) => ({ value }),
  (error: unknown) => ({ error: errorView(error) }),
);
process.stdout.write(`${JSON.stringify(outcome)}\n`);
