/** The client certificates of profiles, read beside the requests and never in their way, so that people see them end. */
import type { CertificateView } from '../../shared/certificate.ts';
import type { Profile } from '../../shared/profile.ts';
import type { ReadCertificate } from '../ports/certificates.ts';

export class Certificates {
  readonly #read: ReadCertificate;
  readonly #changed: () => void;
  readonly #seen = new Map<string, CertificateView>();

  constructor(read: ReadCertificate, changed: () => void) {
    this.#read = read;
    this.#changed = changed;
  }

  /** What was seen last; `undefined` before, and for a profile without one. */
  of({ address, tls }: Profile): CertificateView | undefined {
    return tls?.cert === undefined && tls?.pfx === undefined ? undefined : this.#seen.get(address);
  }

  /** Looks at the file. One that cannot be read is not said here: the next request says it. */
  async look({ address, tls }: Profile, passphrase: () => Promise<string | undefined>): Promise<void> {
    if (tls?.cert === undefined && tls?.pfx === undefined) return;
    const before = this.#seen.get(address);
    const now = await this.#try(tls, passphrase);
    if (now === undefined) this.#seen.delete(address);
    else this.#seen.set(address, now);
    if (now?.thumbprint !== before?.thumbprint) this.#changed();
  }

  async #try(
    tls: NonNullable<Profile['tls']>,
    passphrase: () => Promise<string | undefined>,
  ): Promise<CertificateView | undefined> {
    try {
      return await this.#read(tls, tls.pfx === undefined ? undefined : await passphrase());
    } catch {
      return undefined;
    }
  }
}
