/** `npm run notices`: writes the licence texts of all that a packaged Fob is made of, as their licences ask for. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shippedPackages } from './licences.ts';
import type { ShippedPackage } from './licences.ts';
import { NOTICES } from './package/config.ts';

const TEXT = /^(licen[cs]e|copying|notice)/i;
const RULE = `\n${'-'.repeat(80)}\n\n`;

/** Electron's own, and Chromium's, are beside it in its runtime. */
const IN_ITS_RUNTIME = 'electron';

function notice({ name, version, licence, path }: ShippedPackage): string {
  const files = existsSync(path) ? readdirSync(path).filter((file) => TEXT.test(file)) : [];
  const texts = files.toSorted().map((file) => readFileSync(join(path, file), 'utf8').trim());
  return [`${name} ${version} (${licence})`, ...texts].join('\n\n');
}

if (import.meta.main) {
  const packages = shippedPackages().filter(({ name }) => name !== IN_ITS_RUNTIME);
  mkdirSync(dirname(NOTICES), { recursive: true });
  writeFileSync(NOTICES, `${packages.map(notice).join(RULE)}\n`);
  console.log(`${NOTICES}: ${packages.length} packages`);
}
