import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KEYRING_FOLDER, NotFetched, provideKeyring } from '../../../build/package/keyring-parts.ts';

const MAC = { system: 'mac', processor: 'arm64' } as const;
const NATIVE = 'keyring-darwin-arm64';
let project: string;

/** A project with the keyring but without the native part for Macs, and an `npm` that packs what stands in `registry`. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'fob-parts-'));
  cpSync('node_modules/@napi-rs/keyring', join(project, 'node_modules/@napi-rs/keyring'), {
    recursive: true,
  });
  mkdirSync(join(project, 'registry/package'), { recursive: true });
  for (const [name, content] of [
    ['keyring.node', 'native'],
    ['package.json', '{}'],
    ['README.md', 'words'],
  ] as const)
    writeFileSync(join(project, 'registry/package', name), content);
  execFileSync('tar', ['-czf', 'part.tgz', 'package'], { cwd: join(project, 'registry') });
  npm(`cp '${project}/registry/part.tgz' . && echo '[{"filename":"part.tgz"}]'`);
  lock(
    createHash('sha512')
      .update(readFileSync(join(project, 'registry/part.tgz')))
      .digest('base64'),
  );
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(project, { recursive: true });
});

function npm(does: string): void {
  const folder = join(project, 'programs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\necho "$*" >> '${project}/asked'\n${does}\n`);
  chmodSync(join(folder, 'npm'), 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH ?? ''}`);
}

function lock(checksum: string): void {
  const part = { version: '2.1.2', integrity: `sha512-${checksum}` };
  writeFileSync(
    join(project, 'package-lock.json'),
    JSON.stringify({ packages: { [`node_modules/@napi-rs/${NATIVE}`]: part } }),
  );
}

const provided = (): string[] =>
  readdirSync(join(project, KEYRING_FOLDER, 'mac-arm64'), { recursive: true, encoding: 'utf8' }).sort();
const KEYRING = ['keyring', 'keyring/LICENSE', 'keyring/index.js', 'keyring/package.json'];

describe('the keyring for another machine', () => {
  it('is what runs of the package, with the native part that the lock file names, which is fetched once', async () => {
    await provideKeyring(project, MAC);
    await provideKeyring(project, MAC);
    const native = [NATIVE, `${NATIVE}/keyring.node`, `${NATIVE}/package.json`];
    expect(provided()).toEqual([...KEYRING, ...native].sort());
    expect(readFileSync(join(project, 'asked'), 'utf8')).toBe(
      `pack @napi-rs/${NATIVE}@2.1.2 --json --silent --fetch-retries=0\n`,
    );
  });

  it('is nothing that the lock file does not name', async () => {
    lock('another');
    await expect(provideKeyring(project, MAC)).rejects.toThrow('is not what package-lock.json names');
    expect(provided()).toEqual(KEYRING);
    await expect(provideKeyring(project, MAC)).rejects.toThrow('is not what package-lock.json names');
  });

  it('is there without its native part when npm cannot fetch that', async () => {
    npm('exit 1');
    await expect(provideKeyring(project, MAC)).rejects.toThrow(NotFetched);
    expect(provided()).toEqual(KEYRING);
  });
});
