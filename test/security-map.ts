/**
 * `npm run security`: whether docs/security.md names for each of E01 to E48 what holds it, and whether that is there. A row
 * names files of tests in backticks, each with the title of a test in them or a part of it. Exits 1 when something is missing.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IDS = Array.from({ length: 48 }, (_, index) => `E${String(index + 1).padStart(2, '0')}`);
const HELD_BY = /`(test\/[^`]+\.ts)`: "([^"]+)"/g;

/** What is wrong with the map, one line each; nothing when each id is held. */
export function securityGaps(map: string, read: (path: string) => string = fromRoot): readonly string[] {
  const rows = new Map([...map.matchAll(/^\| (E\d\d) .*$/gm)].map(([row, id = '']) => [id, row]));
  const unknown = [...rows.keys()].filter((id) => !IDS.includes(id)).map((id) => `${id} is no id`);
  return [...unknown, ...IDS.flatMap((id) => gapsOf(id, rows.get(id), read))];
}

function gapsOf(id: string, row: string | undefined, read: (path: string) => string): readonly string[] {
  if (row === undefined) return [`${id} has no row`];
  const tests = [...row.matchAll(HELD_BY)];
  if (tests.length === 0) return [`${id} has no test`];
  return tests
    .filter(([, path = '', title = '']) => !holds(path, title, read))
    .map(([, path = '', title = '']) => `${id}: there is no "${title}" in ${path}`);
}

function holds(path: string, title: string, read: (path: string) => string): boolean {
  try {
    return read(path).includes(title);
  } catch {
    return false;
  }
}

function fromRoot(path: string): string {
  return readFileSync(`${ROOT}/${path}`, 'utf8');
}

if (import.meta.main) {
  const gaps = securityGaps(fromRoot('docs/security.md'));
  for (const gap of gaps) console.error(gap);
  console.log(`${IDS.length} ids of Electron's checklist, ${gaps.length} gaps`);
  process.exitCode = gaps.length === 0 ? 0 : 1;
}
