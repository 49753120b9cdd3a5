import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RENDERER_FILES as FOLDER, rendererBytes } from './renderer-files.ts';

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

  test('asks the host by a small file of its own, which waits for no other', () => {
    const [, name = ''] = /<script type="module" async [^>]*src="\.\/([^"]+)"/.exec(html()) ?? [];
    const text = readFileSync(join(FOLDER, name), 'utf8');
    expect(text).toContain('/session');
    expect(text).not.toMatch(/\b(?:from|import)\s*["'`]\.\//);
    expect(text.length).toBeLessThan(10 * 1024);
  });

  test('loads at most 250 KB after compression before the first view is there', () => {
    const { firstLoad, all } = rendererBytes();
    expect(firstLoad).toBeGreaterThan(50 * 1024);
    expect(firstLoad).toBeLessThan(BUDGET_BYTES);
    expect(firstLoad).toBeLessThan(all);
  });
});
