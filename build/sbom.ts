/**
 * `npm run sbom`: writes what a packaged Fob is made of as CycloneDX, from package-lock.json alone. npm's own `--omit dev`
 * is of no use here: it leaves out Electron, and every package that a development dependency needs as well (jose, zod).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PRODUCT_NAME } from '../shared/app-identity.ts';
import { SBOM } from './package/config.ts';

export interface Bom {
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly 'bom-ref': string;
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
  readonly metadata: { readonly component: { readonly name: string } };
}

export interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: boolean }>>;
}

/** The part of a whole project's bill that is shipped: what is no development dependency, and Electron. Pure. */
export function shippedPart<T extends Bom>(bom: T, { packages }: Lock): T {
  const shipped = new Set(
    Object.entries(packages)
      .map(([path, { version = '', dev = false }]) => ({
        ...{ name: path.replace(/^.*node_modules\//, ''), version, dev },
      }))
      .filter(({ name, dev }) => name === 'electron' || !dev)
      .map(({ name, version }) => `${name}@${version}`),
  );
  const components = bom.components.filter(({ name, version }) => shipped.has(`${name}@${version}`));
  const references = new Set(components.map((component) => component['bom-ref']));
  const dependencies = bom.dependencies.flatMap(({ ref, dependsOn = [] }, index) =>
    // The first is Fob itself.
    index === 0 || references.has(ref)
      ? [{ ref, dependsOn: dependsOn.filter((to) => references.has(to)) }]
      : [],
  );
  // npm names the whole after the folder it is in.
  const metadata = { ...bom.metadata, component: { ...bom.metadata.component, name: PRODUCT_NAME } };
  return { ...bom, metadata, components, dependencies };
}

if (import.meta.main) {
  const npm = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  const whole = execFileSync('npm', npm, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
    // On Windows npm is a script, which only a shell starts.
    shell: process.platform === 'win32',
  });
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
  const bom = shippedPart(JSON.parse(whole) as Bom, lock);
  mkdirSync(dirname(SBOM), { recursive: true });
  writeFileSync(SBOM, `${JSON.stringify(bom, null, 2)}\n`);
  console.log(`${SBOM}: ${bom.components.length} components`);
}
