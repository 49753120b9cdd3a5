/** What a profile's `tls` member names, read and checked before any connection is made with it. */
import { X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { SecureContext } from 'node:tls';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { TlsSecrets } from '../ports/http.ts';
import { identityOf, openPkcs12 } from './pkcs12.ts';
import type { Pkcs12Identity } from './pkcs12.ts';
import { openPrivateKey } from './read-private-key.ts';
import { secretText } from './secret-text.ts';
import type { TrustedRoots } from './trusted-roots.ts';

type TlsMember = NonNullable<Profile['tls']>;

/**
 * The TLS context of one profile: the roots that all trust, with the profile's own CA on top, and its client certificate.
 * Rejects with `profile_invalid`, `secret_invalid` or `secret_missing`.
 */
export async function secureContextFor(
  tls: TlsMember,
  secrets: TlsSecrets,
  roots: TrustedRoots,
): Promise<SecureContext> {
  const own = tls.ca === undefined ? [] : (await certificatesIn(tls.ca, 'ca')).map(String);
  const identity = await clientIdentity(tls, secrets);
  try {
    return createSecureContext({
      ca: [...roots(), ...own],
      ...(identity === undefined ? {} : pemOf(identity)),
    });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new FobError('profile_invalid', `The client certificate cannot be used (${reason}).`, {
      hint: 'Check the files under "tls" in the profile, and whether key and certificate are strong enough.',
      cause: error,
    });
  }
}

/** Changes when a file does that the profile names; cheap enough to ask before each request. */
export function tlsStamp(tls: TlsMember | undefined): string {
  const files = [tls?.ca, tls?.cert, tls?.pfx, typeof tls?.key === 'string' ? tls.key : undefined];
  return files.map((file) => (file === undefined ? '' : stampOf(file))).join(' ');
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs}/${size}/${ino}`;
  } catch {
    return 'none';
  }
}

/** The client certificate that the profile names; `undefined` when it names none. Rejects as {@link secureContextFor}. */
export async function clientCertificate(
  tls: TlsMember,
  passphrase: string | undefined,
): Promise<X509Certificate | undefined> {
  if (tls.pfx !== undefined) return (await readPfx(tls.pfx, passphrase)).certificate;
  return tls.cert === undefined ? undefined : (await certificatesIn(tls.cert, 'cert'))[0];
}

async function clientIdentity(tls: TlsMember, secrets: TlsSecrets): Promise<Pkcs12Identity | undefined> {
  if (tls.pfx !== undefined) return readPfx(tls.pfx, secrets.passphrase);
  if (tls.cert === undefined) return undefined;
  const [certificate, ...others] = await certificatesIn(tls.cert, 'cert');
  const key = await clientKey(tls, secrets);
  if (certificate.checkPrivateKey(key)) return { key, certificate, others };
  throw new FobError('profile_invalid', '"tls.cert" and "tls.key" do not belong together.', {
    hint: 'Name the key that the certificate was issued for.',
  });
}

async function clientKey({ key }: TlsMember, secrets: TlsSecrets): Promise<KeyObject> {
  const file = typeof key === 'string' ? key : undefined;
  const text = file === undefined ? secrets.key : (secretText(await readTlsFile(file, 'key')) ?? '');
  if (text === undefined) {
    throw new FobError('profile_invalid', 'The profile names "tls.cert" without its private key.', {
      hint: 'Add it as "tls": { "key": FILE } or "tls": { "key": { "from": "vault" } }.',
    });
  }
  const name = file === undefined ? 'The key of "tls.key"' : `"tls.key" names ${file}, which`;
  return (await openPrivateKey(text, secrets.passphrase, name)).key;
}

const pemOf = ({ key, certificate, others }: Pkcs12Identity): { key: string; cert: string } => ({
  key: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
  cert: [certificate, ...others].map(String).join('\n'),
});

async function readPfx(path: string, passphrase: string | undefined): Promise<Pkcs12Identity> {
  const name = `"tls.pfx" names ${path}, which`;
  return identityOf(await openPkcs12(await readTlsFile(path, 'pfx'), passphrase, name), name);
}

const PEM_CERTIFICATE = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END \1?CERTIFICATE-----/g;

/** The certificates of a file, at least one and each checked: TLS itself passes over one that it cannot read. */
async function certificatesIn(
  path: string,
  member: string,
): Promise<readonly [X509Certificate, ...X509Certificate[]]> {
  const bytes = await readTlsFile(path, member);
  const [first = bytes, ...others] = bytes.toString('latin1').match(PEM_CERTIFICATE) ?? [];
  try {
    return [new X509Certificate(first), ...others.map((block) => new X509Certificate(block))];
  } catch (error) {
    throw new FobError('profile_invalid', `"tls.${member}" names ${path}, which is no certificate.`, {
      hint: 'Give a certificate, or several, as PEM.',
      cause: error,
    });
  }
}

async function readTlsFile(path: string, member: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new FobError('profile_invalid', `"tls.${member}" names ${path}, which cannot be read.`, {
      hint: 'Check the path and its permissions.',
      cause: error,
    });
  }
}
