import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../dist/renderer', import.meta.url));
const BUDGET_BYTES = 250 * 1024;

describe('the built page', () => {
  const html = () => readFileSync(join(FOLDER, 'index.html'), 'utf8');

  test('loads only files that lie beside it, by relative paths', () => {
    const loaded = [...html().matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
    const files = loaded.filter((url) => !url.startsWith('data:'));
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      expect(file).toMatch(/^\.\/assets\//);
      expect(existsSync(join(FOLDER, file))).toBe(true);
    }
  });

  test('has nothing inline that the content security policy refuses', () => {
    expect(html()).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });

  test('keeps its budget of 250 KB after compression', () => {
    const scripts = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    );
    const sizes = scripts.map((name) => gzipSync(readFileSync(join(FOLDER, name))).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET_BYTES);
  });
});
