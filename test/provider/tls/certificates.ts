/** X.509 certificates (RFC 5280) for servers and clients that live as long as a test. Node can read them, not make them. */
import { generateKeyPairSync, hash, randomBytes, sign, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  boolean,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  utcTime,
  utf8String,
} from './der.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const PURPOSES = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;

export interface CertificateOptions {
  readonly commonName: string;
  readonly organization?: string;
  /** A CA may sign others; the rest is for one end of a connection. */
  readonly purpose: 'ca' | 'server' | 'client';
  /** Host names and IP addresses. */
  readonly hosts?: readonly string[];
  /** From yesterday and for a month unless given. */
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** A certificate and its private key; both may be written to a file as they are. */
export interface Identity {
  readonly certificate: string;
  /** PKCS #8. */
  readonly privateKey: string;
  readonly der: Buffer;
  readonly publicKey: KeyObject;
  /** The subject as RFC 4514 writes it, such as `CN=api-client,O=Demo`: what `tls_client_auth_subject_dn` registers. */
  readonly subject: string;
  /** Makes a certificate that this one signs, whether it is a CA or not. */
  readonly issue: (options: CertificateOptions) => Identity;
}

/** A certificate that nobody but its own key signs: a CA, or what `self_signed_tls_client_auth` registers. */
export function selfSigned(options: CertificateOptions): Identity {
  const pair = newKeyPair();
  return certify(options, pair, { name: nameOf(options), ...pair });
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

interface Signer extends KeyPair {
  readonly name: Buffer;
}

function certify(options: CertificateOptions, pair: KeyPair, signer: Signer): Identity {
  const { publicKey, privateKey } = pair;
  const tbs = toBeSigned(options, publicKey, signer);
  const der = sequence(tbs, ECDSA_WITH_SHA256, bitString(sign('sha256', tbs, signer.privateKey)));
  return {
    certificate: new X509Certificate(der).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    der,
    publicKey,
    subject: subjectOf(options),
    issue: (other) => certify(other, newKeyPair(), { name: nameOf(options), ...pair }),
  };
}

/** RFC 5280 section 4.1. */
function toBeSigned(options: CertificateOptions, publicKey: KeyObject, signer: Signer): Buffer {
  const { notBefore = new Date(Date.now() - DAY_MS), notAfter = new Date(Date.now() + 30 * DAY_MS) } =
    options;
  return sequence(
    tagged(0, true, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    ECDSA_WITH_SHA256,
    signer.name,
    sequence(utcTime(notBefore), utcTime(notAfter)),
    nameOf(options),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(
      3,
      true,
      sequence(
        extension('2.5.29.14', octetString(keyId(publicKey))),
        extension('2.5.29.35', sequence(tagged(0, false, keyId(signer.publicKey)))),
        ...extensions(options),
      ),
    ),
  );
}

function extensions({ purpose, hosts = [] }: CertificateOptions): Buffer[] {
  if (purpose === 'ca')
    return [
      extension('2.5.29.19', sequence(boolean(true)), true),
      // keyCertSign and cRLSign.
      extension('2.5.29.15', bitString(Buffer.from([0x06]), 1), true),
    ];
  const names = hosts.length === 0 ? [] : [extension('2.5.29.17', sequence(...hosts.map(generalName)))];
  return [
    extension('2.5.29.19', sequence(), true),
    // digitalSignature.
    extension('2.5.29.15', bitString(Buffer.from([0x80]), 7), true),
    extension('2.5.29.37', sequence(objectIdentifier(PURPOSES[purpose]))),
    ...names,
  ];
}

const keyId = (publicKey: KeyObject): Buffer =>
  hash('sha1', publicKey.export({ type: 'spki', format: 'der' }), 'buffer');

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(objectIdentifier(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

/** IPv4 addresses and names; the IdPs have no others. */
function generalName(host: string): Buffer {
  if (isIP(host) === 4) return tagged(7, false, Buffer.from(host.split('.').map(Number)));
  return tagged(2, false, Buffer.from(host));
}

/** The order of a DER name is the reverse of RFC 4514's. */
function nameOf({ organization, commonName }: CertificateOptions): Buffer {
  const part = (type: string, value: string) => set(sequence(objectIdentifier(type), utf8String(value)));
  return sequence(
    ...(organization === undefined ? [] : [part('2.5.4.10', organization)]),
    part('2.5.4.3', commonName),
  );
}

function subjectOf({ organization, commonName }: CertificateOptions): string {
  return [`CN=${commonName}`, ...(organization === undefined ? [] : [`O=${organization}`])].join(',');
}

const newKeyPair = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' });
