/** URLs of other programs as a profile wants them. */

const WELL_KNOWN = /^(.*)\/\.well-known\/openid-configuration$/;
/** RFC 8414 section 3: the issuer's path comes after the well-known part. */
const WELL_KNOWN_BEFORE = /^\/\.well-known\/(?:oauth-authorization-server|openid-configuration)(\/.*)?$/;

/** The issuer of a discovery URL, or the URL itself. */
export function issuerOf(text: string): string {
  if (!URL.canParse(text)) return text;
  const { origin, pathname } = new URL(text);
  const path = WELL_KNOWN.exec(pathname)?.[1] ?? WELL_KNOWN_BEFORE.exec(pathname)?.[1];
  const isDiscovery = WELL_KNOWN.test(pathname) || WELL_KNOWN_BEFORE.test(pathname);
  return isDiscovery ? `${origin}${path ?? ''}` : text;
}

/** A URL without the query parameters that `isSecret` names; text that is no URL as it is. */
export function withoutSecrets(
  text: string,
  isSecret: (name: string) => boolean,
): { readonly url: string; readonly removed: readonly string[] } {
  if (!URL.canParse(text) || !text.includes('?')) return { url: text, removed: [] };
  const url = new URL(text);
  const removed = [...new Set(url.searchParams.keys())].filter(isSecret);
  if (removed.length === 0) return { url: text, removed };
  for (const name of removed) url.searchParams.delete(name);
  return { url: url.href, removed };
}
