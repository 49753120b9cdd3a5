/** Every way to change a good JWS in compact form: each makes another text of it, never a good one. */
import { encode } from '../../provider/faults/jws.ts';
import { CLAIMS, FORGERIES, HEADERS } from './jws-forgeries.ts';
import { bytesOf, insert, partsOf, withPart, withSignature } from './jws-text.ts';
import type { Dice, Mutation } from './jws-text.ts';

const placed = (bytes: Buffer, at: number, piece: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + piece.length)]);

const flipped = (bytes: Buffer, dice: Dice): Buffer => {
  const at = dice.below(bytes.length);
  return placed(bytes, at, Buffer.of((bytes[at] ?? 0) ^ (1 << dice.below(8))));
};

const BITS: Readonly<Record<string, Mutation>> = {
  'a bit of the bytes': (token, dice) =>
    withPart(token, dice.below(3), (part) => {
      return encode(flipped(bytesOf(part), dice));
    }),
  'a bit of the text': (token, dice) => flipped(Buffer.from(token), dice).toString('latin1'),
  'a byte of the signature': (token, dice) =>
    withSignature(token, (bytes) => placed(bytes, dice.below(bytes.length), dice.bytes(1))),
};

const SEGMENTS: Readonly<Record<string, Mutation>> = {
  'parts in another order': (token, dice) => {
    const parts = partsOf(token);
    return parts.map(() => parts.splice(dice.below(parts.length), 1)[0] ?? '').join('.');
  },
  'a part left out': (token, dice) => partsOf(token).toSpliced(dice.below(3), 1).join('.'),
  'a part twice': (token, dice) => {
    const parts = partsOf(token);
    return parts.toSpliced(dice.below(4), 0, dice.pick(parts)).join('.');
  },
  'an empty part': (token, dice) => withPart(token, dice.below(3), () => ''),
  'dots more': (token, dice) => insert(token, dice.below(token.length), '.'.repeat(1 + dice.below(3))),
  'five parts': (token, dice) => [token, encode(dice.bytes(12)), encode(dice.bytes(16))].join('.'),
  'the JSON serialization': (token) => {
    const [header, payload, last] = partsOf(token);
    return JSON.stringify({ protected: header, payload, signature: last });
  },
  'cut short': (token, dice) => token.slice(0, dice.below(token.length)),
};

/** Other spellings that lenient decoders read as the same bytes. */
const SPELLINGS: Readonly<Record<string, Mutation>> = {
  'left-over bits': (token, dice) =>
    withPart(token, dice.below(3), (part) => {
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const free = part.length % 4 === 2 ? 4 : part.length % 4 === 3 ? 2 : 0;
      const last = alphabet.indexOf(part.at(-1) ?? '');
      return part.slice(0, -1) + (alphabet[last | (1 + dice.below(2 ** free - 1))] ?? '');
    }),
  padding: (token, dice) => withPart(token, dice.below(3), (part) => part + '='.repeat(1 + dice.below(3))),
  'the standard alphabet': (token, dice) =>
    withPart(token, dice.below(3), (part) => part.replaceAll('-', '+').replaceAll('_', '/')),
  'white space': (token, dice) =>
    insert(
      token,
      dice.below(token.length + 1),
      dice.pick([' ', '\n', '\r\n', '\t', '\v', '\u00a0', '\ufeff']),
    ),
  'something invisible': (token, dice) =>
    insert(
      token,
      dice.below(token.length + 1),
      dice.pick(['\0', '\u200b', '\u2028', '\u00ad', '\ud800', '%00']),
    ),
  'letters of another width': (token, dice) => {
    const at = dice.below(token.length);
    return token.slice(0, at) + String.fromCharCode(0xfee0 + token.charCodeAt(at)) + token.slice(at + 1);
  },
  'characters beyond 255 that end in the same byte': (token, dice) => {
    const at = dice.below(token.length);
    const high = 0x100 * (1 + dice.below(255));
    return token.slice(0, at) + String.fromCharCode(high + token.charCodeAt(at)) + token.slice(at + 1);
  },
};

const SIGNATURES: Readonly<Record<string, Mutation>> = {
  'a signature cut': (token, dice) => withSignature(token, (bytes) => bytes.subarray(0, -1 - dice.below(64))),
  'a signature cut in front': (token, dice) =>
    withSignature(token, (bytes) => bytes.subarray(1 + dice.below(64))),
  'zeros before or after it': (token, dice) =>
    withSignature(token, (bytes) => {
      const zeros = Buffer.alloc(1 + dice.below(64));
      return Buffer.concat(
        dice.pick([
          [bytes, zeros],
          [zeros, bytes],
        ]),
      );
    }),
  'one byte over and over': (token, dice) =>
    withSignature(token, (bytes) => Buffer.alloc(dice.pick([bytes.length, 32, 64, 256]), dice.below(256))),
  'r or s of 0, 1 or the order': (token, dice) =>
    withSignature(token, (bytes) => placed(bytes, dice.pick([0, 32]), dice.pick(P256_VALUES))),
  'both r and s': (token, dice) =>
    withSignature(token, () => Buffer.concat([dice.pick(P256_VALUES), dice.pick(P256_VALUES)])),
  'halves changed': (token) =>
    withSignature(token, (bytes) => Buffer.concat([bytes.subarray(32), bytes.subarray(0, 32)])),
  'a signature in DER': (token) => withSignature(token, derOf),
  's of Ed25519 beyond the order': (token, dice) =>
    withSignature(token, (bytes) => {
      const times = BigInt(1 + dice.below(14));
      return Buffer.concat([
        bytes.subarray(0, 32),
        littleEndian(bytes.subarray(32, 64), times * ED25519_ORDER),
      ]);
    }),
  'random bytes': (token, dice) =>
    withSignature(token, (bytes) => dice.bytes(dice.pick([bytes.length, 1, 64, 257]))),
};

const P256_ORDER = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
const P256_VALUES = [
  Buffer.alloc(32),
  Buffer.concat([Buffer.alloc(31), Buffer.of(1)]),
  P256_ORDER,
  Buffer.alloc(32, 0xff),
];
const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

function littleEndian(bytes: Buffer, more: bigint): Buffer {
  const value = BigInt(`0x0${Buffer.from(bytes).reverse().toString('hex')}`) + more;
  return Buffer.from((value % 2n ** 256n).toString(16).padStart(64, '0'), 'hex').reverse();
}

function derOf(bytes: Buffer): Buffer {
  const integer = (half: Buffer): Buffer => Buffer.concat([Buffer.of(0x02, 33, 0), half]);
  const body = Buffer.concat([integer(bytes.subarray(0, 32)), integer(bytes.subarray(32, 64))]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  ...BITS,
  ...SEGMENTS,
  ...SPELLINGS,
  ...SIGNATURES,
  ...HEADERS,
  ...CLAIMS,
  ...FORGERIES,
};
