/** Client certificates that end: seen by whoever looks at the list or the status, before any token is asked for. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCertificateFolder } from '../provider/tls/certificate-folder.ts';
import type { CertificateFolder } from '../provider/tls/certificate-folder.ts';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';

const DAY_MS = 24 * 3600 * 1000;

let home: FobHome;
let folder: CertificateFolder;
beforeAll(async () => {
  [home, folder] = [await makeFobHome(), await makeCertificateFolder('Acme')];
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await folder.remove();
});

it('fob list and fob status name those that have expired or soon will', async () => {
  const ends = { over: -DAY_MS / 2, soon: 5 * DAY_MS, fine: 200 * DAY_MS };
  for (const [name, left] of Object.entries(ends)) {
    const notAfter = new Date(Date.now() + left);
    const identity = folder.authority.issue({ commonName: name, purpose: 'client', notAfter });
    const tls = await folder.write(name, identity);
    await home.fob([
      ...['profile', 'add', `cert/${name}`, 'issuer=https://idp.invalid', 'client_id=c'],
      ...['grant_type=client_credentials', 'token_endpoint_auth_method=tls_client_auth'],
      `tls=${JSON.stringify(tls)}`,
    ]);
  }
  await expect
    .poll(() => home.fob(['list']))
    .toMatch(
      /^cert\/over .*client certificate has expired$[^]*^cert\/soon .*client certificate expires in 4 d$/m,
    );
  expect(await home.fob(['list'])).toMatch(/^cert\/fine\s+dev\s+idle\s*$/m);

  const status = await home.fob(['status']);
  expect(status.match(/cert\/\w+: .*/g)).toEqual([
    'cert/over: client certificate has expired (CN=over)',
    'cert/soon: client certificate expires in 4 d (CN=soon)',
  ]);
  const { certificates } = (await home.json(['status'])) as { certificates: { expires_at: number }[] };
  expect(certificates).toEqual(
    Object.entries(ends).map(([name]) => ({
      address: `cert/${name}`,
      subject: `CN=${name}`,
      issuer: 'CN=Acme CA, O=Acme',
      expires_at: expect.any(Number) as number,
    })),
  );
  const [over, soon] = certificates.map(({ expires_at }) => expires_at * 1000 - Date.now());
  expect(over).toBeLessThan(0);
  expect(soon).toBeGreaterThan(4 * DAY_MS);
  expect(await home.json(['list'])).toContainEqual(
    expect.objectContaining({
      address: 'cert/fine',
      certificate: {
        subject: 'CN=fine',
        issuer: 'CN=Acme CA, O=Acme',
        expires_at: expect.any(Number) as number,
      },
    }),
  );
});
