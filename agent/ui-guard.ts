/**
 * Which requests the browser UI's listener lets in, decided from the head of the request alone and before anything is
 * routed: no other web site (CSRF, DNS rebinding) may reach even the door (security.md L02 to L05).
 */
import type { IncomingMessage } from 'node:http';

export type RequestHead = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>;

/** Whether a request comes from the user's own browser and our own page, as far as its head can tell. */
export function isOwnRequest(head: RequestHead, port: number): boolean {
  const host = ownHost(head, port);
  if (host === undefined) return false;
  // Compared with the very host that was asked: 127.0.0.1 and localhost are two origins to a browser.
  const { origin } = head.headers;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  return isOwnSite(head);
}

/** The request's Host header when it names this listener, once. Any other name is one that somebody made resolve to us. */
function ownHost(head: RequestHead, port: number): string | undefined {
  const hosts = head.rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host');
  const { host } = head.headers;
  return hosts.length === 1 && (host === `127.0.0.1:${port}` || host === `localhost:${port}`)
    ? host
    : undefined;
}

/**
 * `Sec-Fetch-Site` (W3C Fetch Metadata); browsers that do not send it still send `Origin` where it matters. Opening the
 * page itself is harmless from anywhere, and the launch page is a file, which counts as another site.
 */
function isOwnSite({ method, url, headers }: RequestHead): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'none' || site === 'same-origin') return true;
  const opensPage = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return (site === 'cross-site' || site === 'same-site') && opensPage && method === 'GET' && url === '/';
}
