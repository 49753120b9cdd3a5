/** ID tokens whose signature does not hold, or that have none (RFC 7515, RFC 8725). */
import type { Fault } from './fault.ts';
import { decode, encode, join, signature } from './jws.ts';
import { EDDSA, ES256, fault, foreign, headed, PS256, remade } from './signed.ts';
import type { Remake } from './signed.ts';

const flip = (bytes: Buffer, index: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[index] = (copy[index] ?? 0) ^ 1;
  return copy;
};
const withSignature =
  (change: (bytes: Buffer) => Uint8Array): Remake =>
  (parts) =>
    join({ ...parts, signature: encode(change(Buffer.from(parts.signature, 'base64url'))) });

const SIGNATURE: readonly Fault[] = [
  fault(
    'M15',
    'RS256: one bit of the signature is wrong',
    remade(withSignature((bytes) => flip(bytes, 100))),
  ),
  fault(
    'M15-last',
    'RS256: the last bit of the signature is wrong',
    remade(withSignature((bytes) => flip(bytes, bytes.length - 1))),
  ),
  fault('M15-foreign', 'RS256: signed by a key that nobody published, under the name of one', foreign()),
  fault(
    'M15-zero',
    'RS256: the signature is zeros',
    remade(withSignature((bytes) => Buffer.alloc(bytes.length))),
  ),
  fault('M15-short', 'RS256: the signature is cut', remade(withSignature((bytes) => bytes.subarray(0, -1)))),
  fault(
    'M15-long',
    'RS256: the signature goes on',
    remade(withSignature((bytes) => Buffer.concat([bytes, Buffer.alloc(1)]))),
  ),
  fault(
    'M68',
    'the claims were changed after signing',
    remade((parts) =>
      join({ ...parts, payload: encode(JSON.stringify({ ...decode(parts.payload), admin: true })) }),
    ),
  ),
  fault(
    'M68-header',
    'the header was changed after signing',
    remade((parts) => join({ ...parts, header: encode(JSON.stringify({ ...decode(parts.header), x: 1 })) })),
  ),
  fault(
    'N08-empty-signature',
    'the signature is empty',
    remade((parts) => join({ ...parts, signature: '' })),
  ),
];

const r = (bytes: Buffer): Buffer => bytes.subarray(0, 32);
const s = (bytes: Buffer): Buffer => bytes.subarray(32);
const zeros = Buffer.alloc(32);

function derInteger(bytes: Buffer): Buffer {
  const value = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
  return Buffer.concat([Buffer.from([0x02, value.length]), value]);
}
function der(bytes: Buffer): Buffer {
  const body = Buffer.concat([derInteger(r(bytes)), derInteger(s(bytes))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

const CURVES: readonly Fault[] = [
  fault(
    'M17',
    'ES256: one bit of the signature is wrong',
    remade(withSignature((bytes) => flip(bytes, 5))),
    ES256,
  ),
  fault('N09-zero', 'ES256: the signature is zeros', remade(withSignature(() => Buffer.alloc(64))), ES256),
  fault(
    'N09-r-zero',
    'ES256: r is 0',
    remade(withSignature((bytes) => Buffer.concat([zeros, s(bytes)]))),
    ES256,
  ),
  fault(
    'N09-s-zero',
    'ES256: s is 0',
    remade(withSignature((bytes) => Buffer.concat([r(bytes), zeros]))),
    ES256,
  ),
  fault('N09-der', 'ES256: the signature is in DER', remade(withSignature(der)), ES256),
  fault(
    'N09-short',
    'ES256: the signature lacks a byte',
    remade(withSignature((bytes) => bytes.subarray(1))),
    ES256,
  ),
  fault(
    'N09-long',
    'ES256: the signature has a byte more',
    remade(withSignature((bytes) => Buffer.concat([bytes, Buffer.alloc(1)]))),
    ES256,
  ),
  fault(
    'N09-swapped',
    'ES256: s before r',
    remade(withSignature((bytes) => Buffer.concat([s(bytes), r(bytes)]))),
    ES256,
  ),
  fault(
    'M15-eddsa',
    'EdDSA: one bit of the signature is wrong',
    remade(withSignature((bytes) => flip(bytes, 3))),
    EDDSA,
  ),
  fault(
    'M15-ps256',
    'PS256: one bit of the signature is wrong',
    remade(withSignature((bytes) => flip(bytes, 9))),
    PS256,
  ),
  fault(
    'M15-ps256-as-rs256',
    'PS256 in the header, an RS256 signature',
    remade((parts, { keys }) =>
      join({ ...parts, signature: encode(signature(`${parts.header}.${parts.payload}`, keys.pss, 'RS256')) }),
    ),
    PS256,
  ),
];

/** `alg` that promises nothing, with no signature behind it. */
const unsigned = (id: string, title: string, alg: unknown, more: Partial<Fault> = {}): Fault =>
  fault(
    id,
    title,
    remade(({ payload }) => `${encode(JSON.stringify({ alg }))}.${payload}.`),
    more,
  );

const NONE: readonly Fault[] = [
  unsigned('M19', 'alg is "none"', 'none'),
  unsigned('N05-capital', 'alg is "None"', 'None'),
  unsigned('N05-upper', 'alg is "NONE"', 'NONE'),
  unsigned('N05-mixed', 'alg is "nOnE"', 'nOnE'),
  unsigned('N05-empty', 'alg is empty', ''),
  unsigned('N05-null', 'alg is null', null),
  unsigned('N05-missing', 'alg is missing', undefined),
  unsigned('N05-advertised', 'alg is "none", and the metadata allow it', 'none', {
    setup: {
      metadata: (metadata) => ({ ...metadata, id_token_signing_alg_values_supported: ['RS256', 'none'] }),
    },
  }),
  fault(
    'N05-array',
    'alg is ["RS256"], well signed',
    headed((header) => ({ ...header, alg: ['RS256'] })),
  ),
  fault(
    'N05-number',
    'alg is a number, well signed',
    headed((header) => ({ ...header, alg: 256 })),
  ),
  fault(
    'N05-kept',
    'alg is "none" over a good signature',
    headed((header) => ({ ...header, alg: 'none' })),
  ),
];

export const ID_TOKEN_SIGNATURE: readonly Fault[] = [...SIGNATURE, ...CURVES, ...NONE];
