/** Mutual TLS (RFC 8705) as servers see it: who is at the other end of a connection. */
import { hash } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ServerOptions } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Identity } from './tls/certificates.ts';

export interface MutualTls {
  /** The server's own certificate. */
  readonly server: Identity;
  /** PEM of the CA that signs servers and clients alike. */
  readonly ca: string;
  /**
   * What becomes of a client that shows no certificate, or one of another CA: `required` ends the handshake, `asked`
   * leaves it to the endpoint.
   */
  readonly client: 'required' | 'asked';
}

export function tlsServerOptions({ server, ca, client }: MutualTls): ServerOptions {
  return {
    cert: server.certificate,
    key: server.privateKey,
    ca,
    requestCert: true,
    rejectUnauthorized: client === 'required',
  };
}

/** The client's certificate on this connection, whoever signed it. */
export function clientCertificate({ socket }: Pick<IncomingMessage, 'socket'>): X509Certificate | undefined {
  return socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
}

/** `x5t#S256` of RFC 8705 section 3.1. */
export const thumbprint = ({ raw }: X509Certificate): string => hash('sha256', raw, 'base64url');

/** What oidc-provider asks of a connection. */
export const mtlsFeature = {
  enabled: true,
  certificateBoundAccessTokens: true,
  tlsClientAuth: true,
  selfSignedTlsClientAuth: true,
  getCertificate: ({ req }: KoaContextWithOIDC) => clientCertificate(req),
  certificateAuthorized: ({ req }: KoaContextWithOIDC) =>
    req.socket instanceof TLSSocket && req.socket.authorized,
  certificateSubjectMatches: ({ req }: KoaContextWithOIDC, property: string, expected: string) => {
    const certificate = clientCertificate(req);
    return (
      property === 'tls_client_auth_subject_dn' &&
      certificate !== undefined &&
      distinguishedName(certificate) === expected
    );
  },
} as const;

/** RFC 4514 writes the parts of a name from the last to the first; Node has them on lines of their own. */
function distinguishedName({ subject }: X509Certificate): string {
  return subject.split('\n').reverse().join(',');
}
