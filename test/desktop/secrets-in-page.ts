/** What a page holds where a script in it could find it: its document, and every string on its heap. */
import type { CDPSession, Page } from 'playwright-core';
import { leaksInText } from '../e2e/leaks.ts';
import type { Canaries, Leak } from '../e2e/leaks.ts';

/** The canaries that the page holds, in its document or on its heap after everything unused was thrown away. */
export async function leaksInPage(page: Page, cdp: CDPSession, canaries: Canaries): Promise<readonly Leak[]> {
  return [
    ...leaksInText('document', await documentOf(page), canaries),
    ...leaksInText('heap', await heapOf(cdp), canaries),
  ];
}

function documentOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea, select')];
    return [document.documentElement.outerHTML, ...fields.map(({ value }) => value)].join('\n');
  });
}

/** The strings of a heap snapshot: of the page's own world and of its preload's, which are in one process. */
async function heapOf(cdp: CDPSession): Promise<string> {
  const chunks: string[] = [];
  const take = ({ chunk }: { chunk: string }): void => void chunks.push(chunk);
  cdp.on('HeapProfiler.addHeapSnapshotChunk', take);
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  cdp.off('HeapProfiler.addHeapSnapshotChunk', take);
  const snapshot = chunks.join('');
  return snapshot.slice(snapshot.lastIndexOf('"strings":['));
}
