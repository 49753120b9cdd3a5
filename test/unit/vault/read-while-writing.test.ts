import { expect, test } from 'vitest';
import { openedWorld, recordName } from './kit.ts';

const ADDRESS = 'salus/beta';

test('regression: a read that a save overtakes does not take the record for one that was put back', async () => {
  const { vault, files } = await openedWorld();
  await vault.write(ADDRESS, { tokens: 'old' });
  const read = files.read.bind(files);
  files.read = async (name) => {
    const bytes = await read(name);
    if (name === recordName(ADDRESS)) {
      files.read = read;
      await vault.write(ADDRESS, { tokens: 'new' });
    }
    return bytes;
  };
  expect(await vault.read(ADDRESS, 'tokens')).toBe('old');
  expect(await vault.read(ADDRESS, 'tokens')).toBe('new');
});
