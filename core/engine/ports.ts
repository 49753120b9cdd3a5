import type { ReadCertificate } from '../ports/certificates.ts';
import type { Clock } from '../ports/clock.ts';
import type { StartDemo } from '../ports/demo.ts';
import type { Files } from '../ports/files.ts';
import type { HttpClientFactory } from '../ports/http.ts';
import type { Scrypt, ScryptParameters } from '../ports/kdf.ts';
import type { ListenForCallback } from '../ports/callback.ts';
import type { KeySlotBackend } from '../ports/key-slot.ts';
import type { ReadPrivateKey } from '../ports/keys.ts';
import type { Log } from '../ports/log.ts';
import type { Random } from '../ports/random.ts';
import type { SecretSources } from '../ports/secret-sources.ts';

/** Everything a host brings. `core/node` has adapters for all of it but the demo, which is in `agent/`. */
export interface EnginePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly files: Files;
  readonly http: HttpClientFactory;
  /** What can keep the vault's key without a passphrase here, best first. */
  readonly keySlots: readonly KeySlotBackend[];
  readonly scrypt: Scrypt;
  /** Cost of new passphrase slots; the vault's own default when absent. */
  readonly scryptParameters?: ScryptParameters;
  readonly secretSources: SecretSources;
  readonly readPrivateKey: ReadPrivateKey;
  readonly readCertificate: ReadCertificate;
  readonly listenForCallback: ListenForCallback;
  readonly startDemo: StartDemo;
  readonly log: Log;
}
