/**
 * `app://fob/`, where the window's page comes from: the built renderer out of a fixed list of files in memory, so there
 * is no path to climb out of (security.md E18, E34).
 */
import { protocol } from 'electron';
import { SECURITY_HEADERS } from '../../agent/security-headers.ts';
import type { StaticFile } from '../../agent/static-files.ts';

const SCHEME = 'app';
const HOST = 'fob';
export const PAGE_URL = `${SCHEME}://${HOST}/`;

/**
 * Must run before the app is ready. `standard` and `secure` make it a real origin; nothing more is asked for, since each
 * further privilege was a way in once (E32).
 */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

/** Serves the files from now on. Call it once the app is ready. */
export function servePage(files: ReadonlyMap<string, StaticFile>): void {
  protocol.handle(SCHEME, (request) => answer(files, request));
}

/** Whether a URL is of our page's origin. Parsed, never compared as text: `app://fob.evil/` begins like ours. */
export function isPageUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '';
}

/** The path is looked up as it came: whatever is encoded, doubled or dotted in it is no name of the list. */
function answer(
  files: ReadonlyMap<string, StaticFile>,
  { method, url }: Pick<Request, 'method' | 'url'>,
): Response {
  if (!isPageUrl(url)) return refusal(404);
  if (method !== 'GET') return refusal(405);
  const file = files.get(new URL(url).pathname);
  if (file === undefined) return refusal(404);
  return new Response(new Uint8Array(file.bytes), {
    headers: { ...SECURITY_HEADERS, 'Content-Type': file.type, 'Cache-Control': 'no-cache' },
  });
}

function refusal(status: 404 | 405): Response {
  return new Response(null, { status, headers: SECURITY_HEADERS });
}
