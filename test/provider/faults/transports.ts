import type { ServerOptions } from 'node:https';
import type { CertificateFolder } from '../tls/certificate-folder.ts';
import { selfSigned } from '../tls/certificates.ts';
import type { Identity } from '../tls/certificates.ts';
import type { Transport } from './fault.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOST = { commonName: '127.0.0.1', hosts: ['127.0.0.1'] };
const SERVER = { ...HOST, purpose: 'server' } as const;

/** How each transport serves: nothing for plain http. */
export function tlsOptions(
  transport: Transport,
  { authority }: CertificateFolder,
): ServerOptions | undefined {
  const day = (days: number): Date => new Date(Date.now() + days * DAY_MS);
  switch (transport) {
    case 'http':
      return undefined;
    case 'https':
      return serverOptions(authority.issue(SERVER));
    case 'https-expired':
      return serverOptions(authority.issue({ ...SERVER, notBefore: day(-30), notAfter: day(-1) }));
    case 'https-not-yet-valid':
      return serverOptions(authority.issue({ ...SERVER, notBefore: day(2), notAfter: day(30) }));
    case 'https-wrong-host':
      return serverOptions(authority.issue({ ...SERVER, hosts: ['idp.example', '127.0.0.2'] }));
    case 'https-unknown-ca':
      return serverOptions(selfSigned({ commonName: 'Another CA', purpose: 'ca' }).issue(SERVER));
    case 'https-self-signed':
      return serverOptions(selfSigned(SERVER));
    case 'https-client-certificate':
      return serverOptions(authority.issue({ ...HOST, purpose: 'client' }));
    case 'https-no-ca': {
      const leaf = authority.issue({ commonName: 'No CA', purpose: 'server' });
      return serverOptions(leaf.issue(SERVER), leaf);
    }
    case 'https-intermediate': {
      const intermediate = authority.issue({ commonName: 'Intermediate CA', purpose: 'ca' });
      return serverOptions(intermediate.issue(SERVER), intermediate);
    }
    case 'https-tls-1.1':
      // OpenSSL has to be asked twice before it serves anything that old.
      return {
        ...serverOptions(authority.issue(SERVER)),
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      };
    case 'https-tls-1.2':
      return { ...serverOptions(authority.issue(SERVER)), maxVersion: 'TLSv1.2' };
    case 'https-asks-certificate':
      return { ...serverOptions(authority.issue(SERVER)), requestCert: true, rejectUnauthorized: false };
  }
}

function serverOptions({ certificate, privateKey }: Identity, ...chain: readonly Identity[]): ServerOptions {
  return { cert: [certificate, ...chain.map((each) => each.certificate)].join('\n'), key: privateKey };
}
