/** Connections that do not hold (RFC 8446, RFC 9325), and what is well although it is unusual. */
import type { Fault, Transport } from './fault.ts';

const fault = (id: string, title: string, verdict: Fault['verdict'], transport: Transport): Fault => ({
  id,
  family: 'TLS',
  title,
  verdict,
  flow: 'client_credentials',
  change: {},
  transport,
});

export const TRANSPORT: readonly Fault[] = [
  fault('N28-expired', 'the certificate has expired', 'refuse', 'https-expired'),
  fault('N28-not-yet', 'the certificate is not valid yet', 'refuse', 'https-not-yet-valid'),
  fault('N28-host', 'the certificate is for another host', 'refuse', 'https-wrong-host'),
  fault('N28-unknown', 'the certificate is of another CA', 'refuse', 'https-unknown-ca'),
  fault('N28-self-signed', 'the certificate is signed by its own key', 'refuse', 'https-self-signed'),
  fault('N28-purpose', 'the certificate is for clients', 'refuse', 'https-client-certificate'),
  fault('N28-chain', 'the certificate is signed by one that is no CA', 'refuse', 'https-no-ca'),
  fault('N28-version', 'TLS 1.1', 'refuse', 'https-tls-1.1'),
  fault('M83', 'TLS 1.3 with a private CA', 'accept', 'https'),
  fault('M83-older', 'TLS 1.2', 'accept', 'https-tls-1.2'),
  fault('N28-chain-good', 'a CA between the root and the server', 'accept', 'https-intermediate'),
  fault('N28-asked', 'a client certificate is asked for, not demanded', 'accept', 'https-asks-certificate'),
];
