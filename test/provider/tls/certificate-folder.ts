import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from './certificates.ts';
import type { Identity } from './certificates.ts';

/** The paths of a certificate and its private key, as the `tls` member of a profile names them. */
export interface IdentityFiles {
  readonly cert: string;
  readonly key: string;
}

/** A private CA, and a directory of its own for what people would get from it as files. */
export interface CertificateFolder {
  readonly authority: Identity;
  /** The CA's certificate as a PEM file. */
  readonly caFile: string;
  /** A certificate for a server on this machine. */
  readonly server: () => Identity;
  /** Writes both as PEM files that the owner alone can read. */
  readonly write: (name: string, identity: Identity) => Promise<IdentityFiles>;
  readonly remove: () => Promise<void>;
}

export async function makeCertificateFolder(organization: string): Promise<CertificateFolder> {
  // mkdtemp makes it for the owner alone (0700).
  const directory = await mkdtemp(join(tmpdir(), 'fob-certificates-'));
  const authority = selfSigned({ commonName: `${organization} CA`, organization, purpose: 'ca' });
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(directory, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  };
  return {
    authority,
    caFile: await write('ca.pem', authority.certificate),
    server: () =>
      authority.issue({ commonName: '127.0.0.1', purpose: 'server', hosts: ['127.0.0.1', 'localhost'] }),
    write: async (name, { certificate, privateKey }) => ({
      cert: await write(`${name}.pem`, certificate),
      key: await write(`${name}.key`, privateKey),
    }),
    remove: () => rm(directory, { recursive: true, force: true, maxRetries: 5 }),
  };
}
