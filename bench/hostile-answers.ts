/** What a hostile server answers, by name (security.md F01 to F04, F09): each costs as much as its author could think of. */
import type { ServerResponse } from 'node:http';
import { constants, createBrotliCompress, createDeflate, createGzip, createZstdCompress } from 'node:zlib';
import type { Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';

type Answer = (response: ServerResponse) => void;

const JSON_TYPE = { 'content-type': 'application/json' };
const MB = 1024 * 1024;
const BOMB_MB = 1024;
const FAST = { level: 1 };
const DEEP = 10_000;
export const MANY_KEYS = 10_000;

/** Makes the answers; the bombs take some seconds. */
export async function makeAnswers(): Promise<Record<AnswerName, Answer>> {
  const [gzip, deflate, brotli, zstd] = await Promise.all(
    [
      createGzip(FAST),
      createDeflate(FAST),
      createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
      createZstdCompress(),
    ].map((compress) => bomb(compress)),
  );
  return {
    ...PLAIN,
    gzip: encoded('gzip', gzip),
    gzipWithinTheCap: encoded('gzip', await bomb(createGzip(), 200)),
    deflate: encoded('deflate', deflate),
    brotli: encoded('br', brotli),
    zstd: encoded('zstd', zstd),
    nested: encoded('gzip, gzip, gzip, gzip, gzip, gzip', gzip),
  };
}

export type AnswerName =
  keyof typeof PLAIN | 'gzip' | 'gzipWithinTheCap' | 'deflate' | 'brotli' | 'zstd' | 'nested';

const PLAIN = {
  drip: (response) => {
    response.writeHead(200, JSON_TYPE).write('{');
    everySecond(response, () => response.write(' '));
  },
  dripOfHeaders: (response) => {
    const { socket } = response;
    socket?.write('HTTP/1.1 200 OK\r\nx-slow: ');
    everySecond(response, () => socket?.write('a'));
  },
  silence: () => undefined,
  huge: (response) => {
    response.writeHead(200, JSON_TYPE).end(`{"access_token":"${'A'.repeat(5 * MB)}"}`);
  },
  hugeRefusal: (response) => {
    const body = JSON.stringify({ error: 'invalid_client', error_description: 'A'.repeat(5 * MB) });
    response.writeHead(400, JSON_TYPE).end(body);
  },
  headers: (response) => {
    const many = Object.fromEntries(Array.from({ length: 64 }, (_, nth) => [`x-${nth}`, 'A'.repeat(1024)]));
    response.writeHead(200, { ...JSON_TYPE, ...many }).end('{}');
  },
  deep: (response) => {
    const token = { access_token: 'deep', token_type: 'Bearer', expires_in: 3600 };
    response.writeHead(200, JSON_TYPE).end(`${JSON.stringify(token).slice(0, -1)},"more":${nest()}}`);
  },
  deepWithoutEnd: (response) => {
    response.writeHead(200, JSON_TYPE).end('['.repeat(200_000));
  },
  jwtOfOneMb: token(`{"a":"${'A'.repeat(MB)}"}`),
  jwtWithinTheCap: token(JSON.stringify(Array.from({ length: 30_000 }, () => 1)).replace(/^.*$/, '{"a":$&}')),
  jwtOfDeepClaims: token(`{"a":${nest()}}`),
  manyRealKeys: keys(() => ({ kty: 'RSA', n: 'A'.repeat(342), e: 'AQAB' })),
  manyKeysWithinTheCap: keys(() => ({ kty: 'EC', crv: 'P-256' })),
  manyKeysWithNames: keys((nth) => ({ kty: 'EC', kid: `k${nth}` })),
  vastKey: (response) => {
    const vast = { kty: 'RSA', kid: 'vast', n: '_'.repeat(400_000), e: '_'.repeat(10_000) };
    response.writeHead(200, JSON_TYPE).end(JSON.stringify({ keys: [vast] }));
  },
} as const satisfies Record<string, Answer>;

/** A JWT whose signature is none. */
export function unsignedJwt(header: object, claims: string): string {
  return [JSON.stringify(header), claims, 'no signature'].map((part) => btoa64(part)).join('.');
}

function btoa64(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function token(claims: string): Answer {
  const access_token = unsignedJwt({ alg: 'ES256' }, claims);
  const body = JSON.stringify({ access_token, token_type: 'Bearer', expires_in: 3600 });
  return (response) => response.writeHead(200, JSON_TYPE).end(body);
}

function keys(make: (nth: number) => object): Answer {
  const body = JSON.stringify({ keys: Array.from({ length: MANY_KEYS }, (_, nth) => make(nth)) });
  return (response) => response.writeHead(200, JSON_TYPE).end(body);
}

function nest(): string {
  return '['.repeat(DEEP) + ']'.repeat(DEEP);
}

function encoded(encoding: string, body: Buffer | undefined): Answer {
  return (response) => response.writeHead(200, { ...JSON_TYPE, 'content-encoding': encoding }).end(body);
}

/** So many megabytes of zeros. */
async function bomb(compress: Transform, megabytes = BOMB_MB): Promise<Buffer> {
  const packed = buffer(compress);
  const zeros = Buffer.alloc(MB);
  for (let nth = 0; nth < megabytes; nth += 1)
    if (!compress.write(zeros)) await new Promise((resolve) => compress.once('drain', resolve));
  compress.end();
  return packed;
}

function everySecond(response: ServerResponse, run: () => void): void {
  const timer = setInterval(run, 1000);
  response.once('close', () => clearInterval(timer));
}
