import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { securityGaps } from '../../security-map.ts';

const map = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8');

it('names for each id of the checklist a test that is there', () => {
  expect(securityGaps(map)).toEqual([]);
});

it('is missed where a row, its test or the test itself is gone', () => {
  const without = map.replace(/^\| E17 .*$/m, '');
  expect(securityGaps(without)).toEqual(['E17 has no row']);
  expect(securityGaps(map.replace(/^(\| E17 [^|]*\|[^|]*\|).*$/m, '$1 nobody |'))).toEqual([
    'E17 has no test',
  ]);
  expect(securityGaps(map, () => '')).toHaveLength([...map.matchAll(/`test\/[^`]+\.ts`: "/g)].length);
});

it('says what the keychains do not protect from (E47)', () => {
  const section = map.slice(
    map.indexOf('## What Fob does not protect from'),
    map.indexOf('## How to report'),
  );
  expect(section).toContain('On Windows every program of the same user can have');
});
