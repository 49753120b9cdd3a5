/** Which proxy a request goes through, case by case. */
import { describe, expect, it } from 'vitest';
import { isExempt, proxyFor } from '../../../core/node/proxy-choice.ts';

const IDP = 'https://idp.acme.example/token';

describe('NO_PROXY', () => {
  it.each([
    ['', IDP, false],
    ['*', IDP, true],
    ['idp.acme.example', IDP, true],
    ['IDP.Acme.Example', IDP, true],
    ['acme.example', IDP, true],
    ['.acme.example', IDP, true],
    ['*.acme.example', IDP, true],
    ['.acme.example', 'https://acme.example/', true],
    ['cme.example', IDP, false],
    ['idp.acme.example.org', IDP, false],
    ['example.com, idp.acme.example', IDP, true],
    ['example.com idp.acme.example', IDP, true],
    [' , ,', IDP, false],
    ['.', IDP, false],
    ['idp.acme.example:443', IDP, true],
    ['idp.acme.example:8443', IDP, false],
    ['idp.acme.example:8443', 'https://idp.acme.example:8443/', true],
    ['*:8443', 'https://idp.acme.example:8443/', true],
    ['*:8443', IDP, false],
    ['idp.acme.example', 'https://idp.acme.example:8443/', true],
    ['idp.acme.example.', IDP, true],
    ['idp.acme.example', 'https://idp.acme.example./', true],
    ['10.1.2.3', 'https://10.1.2.3/', true],
    ['1.2.3', 'https://10.1.2.3/', false],
    ['2.3', 'https://10.1.2.3/', false],
    ['10.0.0.0/8', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://11.1.2.3/', false],
    ['10.0.0.0/99', 'https://10.1.2.3/', false],
    ['10.0.0.0/8', IDP, false],
    ['fd00::/8', 'https://[fd00::1]/', true],
    ['fd00::/8', 'https://10.1.2.3/', false],
    ['::1', 'https://[::1]:8443/', true],
    ['[::1]', 'https://[::1]:8443/', true],
    ['[::1]:8443', 'https://[::1]:8443/', true],
    ['[::1]:8444', 'https://[::1]:8443/', false],
    ['localhost,127.0.0.1', 'https://localhost:8443/', true],
    ['localhost,127.0.0.1', 'https://127.0.0.1:8443/', true],
    ['localhost', 'http://localhost/', true],
    ['localhost:80', 'http://localhost/', true],
  ])('"%s": %s is exempt: %s', (noProxy, url, exempt) => {
    expect(isExempt(new URL(url), noProxy)).toBe(exempt);
  });
});

describe('the proxy', () => {
  it.each([
    ['none', {}, undefined],
    ['empty', { HTTPS_PROXY: '' }, undefined],
    ['upper case', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['lower case', { https_proxy: 'http://p:1' }, 'http://p:1/'],
    ['both', { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' }, 'http://low:1/'],
    ['for http alone', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['without a scheme', { HTTPS_PROXY: 'proxy.acme.example:3128' }, 'http://proxy.acme.example:3128/'],
    ['with a login', { HTTPS_PROXY: 'http://me:pw@p:1' }, 'http://me:pw@p:1/'],
    ['exempt', { HTTPS_PROXY: 'http://p:1', no_proxy: 'acme.example' }, undefined],
    ['exempt, upper case', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'acme.example' }, undefined],
  ])('of the environment: %s', (_what, env, expected) => {
    expect(proxyFor(new URL(IDP), undefined, env)?.href).toBe(expected);
  });

  it('of the profile goes before all that the environment says', () => {
    const env = { HTTPS_PROXY: 'http://env:1', NO_PROXY: '*' };
    expect(proxyFor(new URL(IDP), 'http://own:1', env)?.href).toBe('http://own:1/');
  });

  it.each(['socks5://p:1', 'file:///etc/passwd', 'http://', ':::'])('%s is none', (text) => {
    expect(() => proxyFor(new URL(IDP), undefined, { HTTPS_PROXY: text })).toThrow(
      expect.objectContaining({ code: 'profile_invalid' }),
    );
  });

  it('sees plain http only where it is on this machine too', () => {
    const http = new URL('http://127.0.0.1:8080/');
    expect(proxyFor(http, undefined, { HTTP_PROXY: 'http://127.0.0.1:1' })?.href).toBe('http://127.0.0.1:1/');
    expect(proxyFor(http, undefined, { HTTP_PROXY: 'http://proxy.example:1' })).toBeUndefined();
    expect(proxyFor(http, 'http://proxy.example:1', {})).toBeUndefined();
  });
});
