/** Trust and client certificates over real TLS: whom Fob believes, what it shows, and what it says of broken files. */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FobError, HttpAnswer, HttpClient, TlsSecrets } from '../../../core/index.ts';
import { readCertificate } from '../../../core/node/read-certificate.ts';
import { createTrustedRoots } from '../../../core/node/trusted-roots.ts';
import { createUndiciHttp } from '../../../core/node/undici-http.ts';
import type { Profile } from '../../../shared/profile.ts';
import { PASSPHRASE, pkcs12Path } from '../../fakes/pkcs12-files.ts';
import { listen } from '../../provider/listen.ts';
import type { Listening } from '../../provider/listen.ts';
import { clientCertificate } from '../../provider/mutual-tls.ts';
import { makeCertificateFolder } from '../../provider/tls/certificate-folder.ts';
import type { CertificateFolder } from '../../provider/tls/certificate-folder.ts';
import { selfSigned } from '../../provider/tls/certificates.ts';

type Tls = NonNullable<Profile['tls']>;

let folder: CertificateFolder;
let idp: Listening;
let requests = 0;

beforeAll(async () => {
  folder = await makeCertificateFolder('Private');
  const { certificate: cert, privateKey: key } = folder.server();
  idp = await listen(
    () => (request, response) => {
      requests += 1;
      response.end(/CN=(.*)/.exec(clientCertificate(request)?.subject ?? '')?.[1] ?? 'nobody');
    },
    // Self-signed ones are asked for too: the endpoint decides.
    { cert, key, ca: folder.authority.certificate, requestCert: true, rejectUnauthorized: false },
  );
});
afterAll(async () => {
  await idp.close();
  await folder.remove();
});

const roots = createTrustedRoots(undefined);
const noSecrets = (): Promise<TlsSecrets> => Promise.resolve({});

const get = (http: HttpClient, url = idp.origin): Promise<HttpAnswer> =>
  http.request(url, { method: 'GET', headers: {} }, { deadlineMs: 5_000, maxBytes: 1000 });

async function ask(tls: Tls | undefined, secrets: TlsSecrets = {}, trusted = roots): Promise<string> {
  const http = await createUndiciHttp({}, trusted)(
    { address: 's/e', ...(tls === undefined ? {} : { tls }) },
    () => Promise.resolve(secrets),
  );
  try {
    return new TextDecoder().decode((await get(http)).body);
  } finally {
    await http.close();
  }
}

const failure = (request: Promise<unknown>): Promise<FobError> =>
  request.then(
    () => expect.unreachable('it went through'),
    (error: unknown) => error as FobError,
  );

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(dirname(folder.caFile), name);
  await writeFile(path, content, { mode: 0o600 });
  return path;
}

const NOT_TRUSTED = 'its certificate comes from an authority that is not trusted';

describe('a private authority', () => {
  it('is not trusted until the profile names it', async () => {
    const { code, message, hint } = await failure(ask(undefined));
    expect(code).toBe('idp_unreachable');
    expect(message).toContain(NOT_TRUSTED);
    expect(hint).toContain('"tls": { "ca": "FILE" }');
    expect(await ask({ ca: folder.caFile })).toBe('nobody');
  });

  it('is found among others in one file, and as DER', async () => {
    const other = selfSigned({ commonName: 'Other CA', purpose: 'ca' });
    const both = `# ours\n${other.certificate}\n${folder.authority.certificate}`;
    expect(await ask({ ca: await file('both.pem', both) })).toBe('nobody');
    expect(await ask({ ca: await file('ca.der', folder.authority.der) })).toBe('nobody');
  });

  it('comes on top of those that all trust', async () => {
    const other = selfSigned({ commonName: 'Other CA', purpose: 'ca' });
    const ca = await file('other.pem', other.certificate);
    const system = createTrustedRoots(undefined, (store) =>
      store === 'system' ? [folder.authority.certificate] : [],
    );
    expect(await ask({ ca }, {}, system)).toBe('nobody');
    expect((await failure(ask({ ca }))).message).toContain(NOT_TRUSTED);
  });
});

describe('the authorities that all trust', () => {
  it('are read once, when a request first needs TLS', async () => {
    const read = vi.fn((store: string) => (store === 'system' ? [folder.authority.certificate] : []));
    const http = createUndiciHttp({}, createTrustedRoots(undefined, read));
    const plain = await listen(() => (_, response) => response.end('plain'));
    const request = async (url: string): Promise<void> => {
      const client = await http({ address: 's/e' }, noSecrets);
      await get(client, url);
      await client.close();
    };
    await request(plain.origin);
    expect(read).not.toHaveBeenCalled();
    await Promise.all([request(idp.origin), request(idp.origin)]);
    await request(idp.origin);
    expect(read.mock.calls).toEqual([['default'], ['system']]);
    await plain.close();
  });

  it('are Node’s own, those of NODE_EXTRA_CA_CERTS and the system’s, each once', () => {
    const read = (store: string): string[] => (store === 'system' ? ['b', 'c', 'c'] : ['a', 'b']);
    expect(createTrustedRoots(undefined, read)()).toEqual(['a', 'b', 'c']);
  });

  it('do without a system store that cannot be read', () => {
    const read = (store: string): string[] => {
      if (store === 'system') throw new Error('no such store');
      return ['a'];
    };
    expect(createTrustedRoots(undefined, read)()).toEqual(['a']);
  });

  it('are Node’s own and NODE_EXTRA_CA_CERTS where Node cannot be asked', () => {
    const old = (extra: string): readonly string[] => createTrustedRoots(extra, null)();
    expect(old(folder.caFile)).toContain(folder.authority.certificate);
    expect(old('/no/such/file').length).toBeGreaterThanOrEqual(rootCertificates.length);
  });

  const reach = async (env: Record<string, string>, ...args: string[]): Promise<string> => {
    const program = new URL('reach.ts', import.meta.url).pathname;
    const { PATH = '' } = process.env;
    // Whatever this machine trusts besides is not to be seen by the process.
    const options = { env: { PATH, NODE_NO_WARNINGS: '1', ...env } };
    const { stdout } = await promisify(execFile)(process.execPath, [program, idp.origin, ...args], options);
    return stdout.trim();
  };

  it.each(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'])('include what %s names', async (variable) => {
    const other = selfSigned({ commonName: 'Other CA', purpose: 'ca' });
    const otherFile = await file(`for-${variable}.pem`, other.certificate);
    expect(await reach({})).toContain(NOT_TRUSTED);
    expect(await reach({ [variable]: otherFile })).toContain(NOT_TRUSTED);
    expect(await reach({ [variable]: folder.caFile })).toBe('200');
    expect(await reach({ [variable]: folder.caFile }, otherFile), 'with a CA of the profile beside it').toBe(
      '200',
    );
  });

  it('are asked whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
    const before = requests;
    expect(await reach({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toContain(NOT_TRUSTED);
    expect(requests).toBe(before);
  });
});

describe('a client certificate', () => {
  const pfx = (name: string): string => pkcs12Path(`${name}.p12`);

  it.each(['rsa-modern', 'rsa-legacy', 'ec-modern', 'ec-legacy', 'ec-chain'])(
    'of the PKCS #12 file %s is shown to the IdP',
    async (name) => {
      const tls = { ca: folder.caFile, pfx: pfx(name) };
      expect(await ask(tls, { passphrase: PASSPHRASE })).toBe(`${name.split('-')[0] ?? ''}-client`);
    },
  );

  it('as PEM is shown with its key: as a file, encrypted, from the vault, or as a JWK', async () => {
    const identity = folder.authority.issue({ commonName: 'api-client', purpose: 'client' });
    const { cert, key } = await folder.write('api', identity);
    const tls = { ca: folder.caFile, cert };
    expect(await ask({ ...tls, key })).toBe('api-client');
    const reference = { from: 'vault' } as const;
    expect(await ask({ ...tls, key: reference }, { key: identity.privateKey })).toBe('api-client');
    const { createPrivateKey } = await import('node:crypto');
    const opened = createPrivateKey(identity.privateKey);
    const locked = opened.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: PASSPHRASE,
    });
    const lockedFile = await file('locked.key', locked.toString());
    expect(await ask({ ...tls, key: lockedFile }, { passphrase: PASSPHRASE })).toBe('api-client');
    expect(
      await ask({ ...tls, key: reference }, { key: JSON.stringify(opened.export({ format: 'jwk' })) }),
    ).toBe('api-client');
    expect(await failure(ask({ ...tls, key: lockedFile }, { passphrase: 'wrong' }))).toMatchObject({
      code: 'secret_invalid',
      hint: 'Check the secret of "tls.passphrase".',
    });
    expect((await failure(ask({ ...tls, key: lockedFile }))).code).toBe('secret_missing');
  });

  it.each([
    [
      'pfx',
      { pfx: '/no/such.p12' },
      'profile_invalid',
      '"tls.pfx" names /no/such.p12, which cannot be read.',
    ],
    ['ca', { ca: '/no/such.pem' }, 'profile_invalid', '"tls.ca" names /no/such.pem, which cannot be read.'],
    [
      'wrong',
      { pfx: pfx('ec-modern') },
      'secret_invalid',
      'which is a PKCS #12 file that the passphrase does not open',
    ],
    ['key', { pfx: pfx('rsa-certificates-only') }, 'secret_invalid', 'without a key'],
    ['no pfx', { pfx: pkcs12Path('make.sh') }, 'secret_invalid', 'is a damaged PKCS #12 file'],
    ['no ca', { ca: pkcs12Path('make.sh') }, 'profile_invalid', 'make.sh, which is no certificate'],
    ['ca is a key', { ca: pkcs12Path('ec.pem') }, 'profile_invalid', 'ec.pem, which is no certificate'],
    [
      'no cert',
      { cert: pkcs12Path('ec.pem'), key: pkcs12Path('ec.pem') },
      'profile_invalid',
      'which is no certificate',
    ],
    [
      'no key',
      { cert: pkcs12Path('ec.crt'), key: pkcs12Path('ec.crt') },
      'secret_invalid',
      'is neither PEM nor',
    ],
    [
      'another key',
      { cert: pkcs12Path('ec.crt'), key: pkcs12Path('rsa.pem') },
      'profile_invalid',
      'do not belong together',
    ],
  ] as const)('%s: a file that is not what it should be is named', async (what, tls, code, words) => {
    const passphrase = what === 'wrong' ? 'wrong' : PASSPHRASE;
    const error = await failure(ask(tls, { passphrase }));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.hint).toMatch(/\w/);
  });

  it.each([false, true])('that is replaced is used from then on (secret key: %s)', async (isSecret) => {
    const issue = (commonName: string) => folder.authority.issue({ commonName, purpose: 'client' });
    const { cert, key } = await folder.write('renewed', issue('old'));
    const secrets = async () => (isSecret ? { key: await readFile(key, 'utf8') } : {});
    const tls = { ca: folder.caFile, cert, key: isSecret ? ({ from: 'vault' } as const) : key };
    const http = await createUndiciHttp({}, roots)({ address: 's/e', tls }, secrets);
    const who = async (): Promise<string> => new TextDecoder().decode((await get(http)).body);
    expect([await who(), await who()]).toEqual(['old', 'old']);
    expect((await readCertificate(tls, undefined))?.subject).toBe('CN=old');
    await folder.write('renewed', issue('new one'));
    expect([await who(), await who()]).toEqual(['new one', 'new one']);
    expect((await readCertificate(tls, undefined))?.subject).toBe('CN=new one');
    await http.close();
  });

  it('that a file lacked is read when it is there after all', async () => {
    const tls = { ca: join(dirname(folder.caFile), 'late.pem') };
    const http = await createUndiciHttp({}, roots)({ address: 's/e', tls }, noSecrets);
    expect((await failure(get(http))).code).toBe('profile_invalid');
    await file('late.pem', await readFile(folder.caFile));
    expect((await get(http)).status).toBe(200);
    await http.close();
  });
});

describe('what is told of a client certificate', () => {
  it.each([
    ['pfx', { pfx: pkcs12Path('ec-chain.p12') }],
    ['cert', { cert: pkcs12Path('ec.crt') }],
  ])('is whose it is and when it ends: %s', async (_member, tls) => {
    const { validTo, fingerprint256 } = new X509Certificate(await readFile(pkcs12Path('ec.crt')));
    expect(await readCertificate(tls, PASSPHRASE)).toEqual({
      subject: 'CN=ec-client, O=Acme',
      issuer: 'CN=ec-client, O=Acme',
      expiresAt: Date.parse(validTo),
      thumbprint: Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
    });
  });

  it('is nothing where there is none', async () => {
    expect(await readCertificate({ ca: folder.caFile }, undefined)).toBeUndefined();
  });

  it('does not run over lines or direction', async () => {
    const { certificate } = selfSigned({ commonName: 'evil\u202egnp.exe\nO=Bank', purpose: 'client' });
    const { subject = '' } =
      (await readCertificate({ cert: await file('evil.pem', certificate) }, undefined)) ?? {};
    expect(subject).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});
