import { createHash } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import type { CertificateView } from '../../shared/certificate.ts';
import { printable } from '../errors/redact.ts';
import type { ReadCertificate } from '../ports/certificates.ts';
import { clientCertificate, tlsStamp } from './tls-material.ts';

/** By path: a PKCS #12 file takes long to open, so each is opened again only when it changed. */
const seen = new Map<string, { readonly stamp: string; readonly view: CertificateView }>();

/** Who a profile's client certificate is for, who issued it, and until when it is good. */
export const readCertificate: ReadCertificate = async (tls, passphrase) => {
  const path = tls.pfx ?? tls.cert;
  if (path === undefined) return undefined;
  const stamp = tlsStamp({ cert: path });
  const known = seen.get(path);
  if (known?.stamp === stamp) return known.view;
  const certificate = await clientCertificate(tls, passphrase);
  if (certificate === undefined) return undefined;
  const view = viewOf(certificate);
  seen.set(path, { stamp, view });
  return view;
};

function viewOf({ subject, issuer, validTo, raw }: X509Certificate): CertificateView {
  return {
    subject: oneLine(subject),
    issuer: oneLine(issuer),
    expiresAt: Date.parse(validTo),
    thumbprint: createHash('sha256').update(raw).digest('base64url'),
  };
}

/** Node writes one part of the name on each line. */
const oneLine = (name: string): string => printable(name.split('\n').reverse().join(', '));
