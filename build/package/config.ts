/**
 * How the desktop app is packaged, for electron-builder. Why it is as it is: docs/decisions/0018-packaging.md. The programs
 * that Fob is made of are whole files in dist/, so that node_modules stays behind but for the keyring's native module.
 */
import type { AfterPackContext, BeforeBuildContext, Configuration } from 'electron-builder';
import { APP_ID, PRODUCT_NAME, URL_SCHEME } from '../../shared/app-identity.ts';
import { setFuses } from './fuses.ts';
import { KEYRING_FOLDER, provideKeyring } from './keyring-parts.ts';
import { executableOf } from './packed-app.ts';
import { publishTo } from './publish.ts';
import { FORMATS } from './targets.ts';
import type { System, Target } from './targets.ts';

/** Where `npm run sbom` writes. */
export const SBOM = 'dist/sbom.cdx.json';
/** Where `npm run notices` writes. */
export const NOTICES = 'dist/third-party-licences.txt';

const AUTHORS = 'The Fob authors';
/** Debian's and Red Hat's packages put it into PATH, where `fob` is the command line. */
const LINUX_PROGRAM = 'fob-desktop';
const BOTH: Target['processor'][] = ['x64', 'arm64'];
const KEYRING = `${KEYRING_FOLDER}/\${os}-\${arch}`;

type Own = typeof WHAT_IS_PACKED & typeof HOOKS & typeof MAC & typeof WINDOWS & typeof LINUX;
/** What electron-builder takes, with what is always there. */
export type PackageConfig = Omit<Configuration, keyof Own> & Own;

/** `env` may say where releases are published: `FOB_RELEASES_URL`. Throws when that is no https address. */
export function packageConfig(env: Readonly<Record<string, string | undefined>>): PackageConfig {
  const { publish, homepage } = publishTo(env);
  // A copy, since electron-builder changes what it is given.
  return {
    appId: APP_ID,
    productName: PRODUCT_NAME,
    copyright: `Copyright (c) 2026 ${AUTHORS}`,
    directories: { output: 'dist/package', buildResources: 'build/icons/app' },
    extraMetadata: {
      ...{ productName: PRODUCT_NAME, author: AUTHORS, homepage, dependencies: null },
      desktopName: `${LINUX_PROGRAM}.desktop`,
    },
    ...structuredClone({ ...WHAT_IS_PACKED, ...MAC, ...WINDOWS, ...LINUX }),
    protocols: [{ name: PRODUCT_NAME, schemes: [URL_SCHEME], role: 'Viewer' }],
    publish,
    ...HOOKS,
  } satisfies Configuration;
}

/**
 * In the asar: what Electron runs. Beside it the command line, which the Node.js of the machine runs and which therefore
 * cannot be in the asar, and the page that `fob ui` serves.
 */
const WHAT_IS_PACKED = {
  asar: true,
  files: [
    'dist/electron/**',
    'dist/renderer/**',
    'package.json',
    { from: KEYRING, to: 'node_modules/@napi-rs' },
  ],
  asarUnpack: ['**/*.node'],
  extraResources: [
    { from: 'dist/cli', to: 'cli' },
    { from: KEYRING, to: 'cli/node_modules/@napi-rs' },
    { from: 'dist/renderer', to: 'renderer' },
    { from: 'LICENSE', to: 'LICENSE.fob.txt' },
    { from: NOTICES, to: 'LICENSES.third-party.txt' },
    { from: SBOM, to: 'sbom.cdx.json' },
  ],
} satisfies Configuration;

const HOOKS = {
  // Says that node_modules is none of electron-builder's business.
  beforeBuild: async ({ appDir, platform, arch }: BeforeBuildContext): Promise<boolean> => {
    const system = platform.buildConfigurationKey as System;
    await provideKeyring(appDir, { system, processor: arch as Target['processor'] });
    return false;
  },
  // Signing comes after this. A Mac starts nothing whose signature is broken, not even for its own developer.
  afterPack: async (context: AfterPackContext): Promise<void> =>
    setFuses(executableOf(context), {
      resetAdHocSignature: process.platform === 'darwin' && context.electronPlatformName === 'darwin',
    }),
} satisfies Configuration;

const MAC = {
  mac: {
    target: FORMATS.mac.map((target) => ({ target, arch: BOTH })),
    artifactName: '${productName}-${version}-mac-${arch}.${ext}',
    icon: 'build/icons/app/icon.icns',
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
    entitlements: 'build/package/entitlements.plist',
    entitlementsInherit: 'build/package/entitlements.plist',
    gatekeeperAssess: false,
  },
} satisfies Configuration;

const WINDOWS = {
  win: {
    target: FORMATS.win.map((target) => ({ target, arch: BOTH })),
    icon: 'build/icons/app/icon.ico',
  },
  nsis: {
    artifactName: '${productName}-${version}-win-${arch}-setup.${ext}',
    oneClick: true,
    perMachine: false,
    // The vault outlives an uninstallation, as it does on the other systems.
    deleteAppDataOnUninstall: false,
    buildUniversalInstaller: false,
  },
  portable: {
    artifactName: '${productName}-${version}-win-${arch}-portable.${ext}',
    buildUniversalInstaller: false,
  },
} satisfies Configuration;

const LINUX = {
  linux: {
    target: FORMATS.linux.map((target) => ({ target, arch: BOTH })),
    artifactName: '${productName}-${version}-linux-${arch}.${ext}',
    executableName: LINUX_PROGRAM,
    icon: 'build/icons/app',
    category: 'Development',
    synopsis: 'Fresh OAuth2 and OpenID Connect tokens for developers',
    maintainer: AUTHORS,
    vendor: AUTHORS,
    syncDesktopName: true,
    desktop: {
      entry: {
        Name: PRODUCT_NAME,
        GenericName: 'Token manager',
        Keywords: 'oauth;openid;token;bearer;jwt;',
        StartupNotify: 'true',
      },
    },
  },
} satisfies Configuration;
