import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageConfig } from '../../../build/package/config.ts';
import { publishTo } from '../../../build/package/publish.ts';
import type { Releases } from '../../../build/package/publish.ts';

const NONE: Releases = { publish: null, homepage: 'https://fob.invalid/' };

describe('the identity of the desktop app', () => {
  // The keychain's item, the installed copy and a person's settings follow these. Changing one loses people their secrets
  // (security.md E46): this test is here so that nobody does so by the way.
  it('is what it has always been', () => {
    expect(packageConfig({})).toMatchObject({
      appId: 'dev.fob.desktop',
      productName: 'Fob',
      extraMetadata: { productName: 'Fob', desktopName: 'fob-desktop.desktop' },
      linux: { executableName: 'fob-desktop' },
      protocols: [{ schemes: ['fob'] }],
    });
  });
});

describe('the configuration', () => {
  it('is new each time, since electron-builder changes what it is given', () => {
    const first = packageConfig({});
    first.files.push('**');
    expect(packageConfig({}).files).not.toContain('**');
  });

  it('has every format for both processors, the hardened runtime, and no file associations', () => {
    const { mac, win, linux, ...rest } = packageConfig({});
    const arch = ['x64', 'arm64'];
    expect(mac.target).toEqual(['dmg', 'zip'].map((target) => ({ target, arch })));
    expect(win.target).toEqual(['nsis', 'portable'].map((target) => ({ target, arch })));
    expect(linux.target).toEqual(['AppImage', 'deb', 'rpm'].map((target) => ({ target, arch })));
    expect(mac).toMatchObject({ hardenedRuntime: true, entitlementsInherit: mac.entitlements });
    for (const part of [mac, win, linux, rest]) expect(part).not.toHaveProperty('fileAssociations');
  });

  it('asks macOS for nothing but a compiler that works at run time', () => {
    const entitlements = readFileSync(packageConfig({}).mac.entitlements, 'utf8');
    expect([...entitlements.matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ]);
  });
});

describe('where releases are published', () => {
  const generic = { provider: 'generic', url: 'https://releases.example/fob' };
  const github = { provider: 'github', owner: 'who', repo: 'fob', releaseType: 'draft' };

  it.each<[repository: string, address: string | undefined, Releases]>([
    ['', undefined, NONE],
    ['', '', NONE],
    ['git@gitlab.example:who/fob.git', undefined, NONE],
    ['', generic.url, { publish: generic, homepage: generic.url } as Releases],
    ...['git+https://github.com/who/fob.git', 'https://github.com/who/fob', 'git@github.com:who/fob.git'].map(
      (repository): [string, string, Releases] => [
        repository,
        generic.url,
        { publish: github, homepage: 'https://github.com/who/fob' } as Releases,
      ],
    ),
  ])('repository %s, FOB_RELEASES_URL %s', (repository, address, expected) => {
    expect(publishTo({ FOB_RELEASES_URL: address }, repository)).toEqual(expected);
  });

  it.each(['http://releases.example/fob', 'releases.example', 'file:///tmp'])('is never %s', (address) => {
    expect(() => publishTo({ FOB_RELEASES_URL: address }, '')).toThrow('must be an https address');
  });
});
