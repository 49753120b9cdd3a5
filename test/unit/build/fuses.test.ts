import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { afterAll, describe, expect, it } from 'vitest';
import { differingFuses, FUSES, setFuses } from '../../../build/package/fuses.ts';
import { fusedBinary } from '../../../build/package/stand-in-runtime.ts';

const folder = mkdtempSync(join(tmpdir(), 'fob-fuses-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As Electron is delivered: one can run it as Node, and it takes what Node takes. */
const DELIVERED = '101100011';
/** As security.md E21 to E28 have it, by the numbers of the fuses. */
const DECIDED = '010011001';

let count = 0;
function binary(content: Buffer | string): string {
  const path = join(folder, `electron-${(count += 1)}`);
  writeFileSync(path, content);
  return path;
}

const check = (...paths: string[]) =>
  spawnSync(process.execPath, ['build/package/check-fuses.ts', ...paths], { encoding: 'utf8' });

describe('the fuses of a packaged binary', () => {
  it('names every fuse that the library knows', () => {
    const known = Object.keys(FuseV1Options).filter((name) => !/^\d+$/.test(name));
    expect(Object.keys(FUSES).sort()).toEqual(known.sort());
  });

  it('are set in the binary, and nothing else of it is changed (E21 to E28)', async () => {
    const path = binary(fusedBinary(DELIVERED));
    await setFuses(path, { resetAdHocSignature: false });
    expect(readFileSync(path)).toEqual(fusedBinary(DECIDED));
    expect(await differingFuses(path)).toEqual([]);
  });

  it('are read back one by one', async () => {
    expect(await differingFuses(binary(fusedBinary(DELIVERED)))).toEqual([
      'RunAsNode is on and must be off',
      'EnableNodeOptionsEnvironmentVariable is on and must be off',
      'EnableNodeCliInspectArguments is on and must be off',
      'EnableCookieEncryption is off and must be on',
      'EnableEmbeddedAsarIntegrityValidation is off and must be on',
      'OnlyLoadAppFromAsar is off and must be on',
      'GrantFileProtocolExtraPrivileges is on and must be off',
    ]);
  });

  it.each(Array.from(DECIDED, (state, index) => ({ state, index })))(
    'differ when number $index is not what was decided',
    async ({ state, index }) => {
      const other = `${DECIDED.slice(0, index)}${state === '1' ? '0' : '1'}${DECIDED.slice(index + 1)}`;
      const name = FuseV1Options[index] ?? '';
      expect(await differingFuses(binary(fusedBinary(other)))).toEqual([
        expect.stringMatching(new RegExp(`^${name} is `)),
      ]);
    },
  );

  it('differ when a fuse is missing, was removed from Electron, or is one that nobody has decided', async () => {
    expect(await differingFuses(binary(fusedBinary(DECIDED.slice(0, -1))))).toEqual([
      'WasmTrapHandlers is missing and must be on',
    ]);
    expect(await differingFuses(binary(fusedBinary(`r${DECIDED.slice(1)}`)))).toEqual([
      'RunAsNode is removed from Electron and must be off',
    ]);
    expect(await differingFuses(binary(fusedBinary(`${DECIDED}0`)))).toEqual(['fuse number 9 is not known']);
  });

  it('are not set in a binary with more of them, or with fewer', async () => {
    for (const states of [`${DELIVERED}0`, DELIVERED.slice(0, -1)]) {
      const path = binary(fusedBinary(states));
      await expect(setFuses(path, { resetAdHocSignature: false })).rejects.toThrow(/fuse/);
      expect(readFileSync(path)).toEqual(fusedBinary(states));
    }
  });

  it('are looked at by a program that fails on any difference', () => {
    const good = binary(fusedBinary(DECIDED));
    const bad = binary(fusedBinary(DELIVERED));
    expect(check(good)).toMatchObject({ status: 0, stderr: '' });
    const failed = check(good, bad);
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('RunAsNode is on and must be off');
    expect(check(binary('no fuses in here')).status).toBe(1);
    expect(check(join(folder, 'nothing')).status).toBe(1);
    expect(check().status).toBe(2);
  });
});
