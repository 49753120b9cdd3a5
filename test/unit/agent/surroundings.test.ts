import { rootCertificates } from 'node:tls';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { surroundings, withoutCredentials } from '../../../agent/surroundings.ts';
import { temporaryDirectory } from './host-fixture.ts';

const of = (env: Readonly<Record<string, string>>) =>
  surroundings({ env, platform: 'linux', versions: process.versions });

describe('what a host runs on', () => {
  it.each([
    ['http://proxy:3128', 'http://proxy:3128'],
    ['http://me:hunter2@proxy:3128', 'http://proxy:3128'],
    ['me:hunter2@proxy:3128', 'proxy:3128'],
    ['http://me:hun@ter2@proxy', 'http://proxy'],
    ['HTTPS://hunter2@proxy/', 'HTTPS://proxy/'],
    ['localhost,.corp', 'localhost,.corp'],
  ])('a proxy %s is shown as %s', (value, shown) => {
    expect(withoutCredentials(value)).toBe(shown);
  });

  it('names the variables that count: the lower-case one first, an empty one not', () => {
    const env = { https_proxy: 'http://a', HTTPS_PROXY: 'http://b', HTTP_PROXY: ' ', NO_PROXY: '*' };
    expect(of(env).proxies).toEqual({ https_proxy: 'http://a', NO_PROXY: '*' });
    expect(of({ https_proxy: '', HTTPS_PROXY: 'http://b' }).proxies).toEqual({});
  });

  it('counts what is added to the trusted authorities, and tells a file that adds nothing', () => {
    const file = join(temporaryDirectory(), 'ca.pem');
    writeFileSync(file, rootCertificates.slice(0, 3).join('\n'));
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    expect(of({ NODE_EXTRA_CA_CERTS: file }).certificates).toMatchObject({ file, added: 3 });
    writeFileSync(file, broken);
    expect(of({ NODE_EXTRA_CA_CERTS: file }).certificates).toMatchObject({ file, added: 0 });
    expect(of({ NODE_EXTRA_CA_CERTS: '/nowhere' }).certificates).not.toHaveProperty('added');
    expect(of({}).certificates).not.toHaveProperty('file');
  });
});
