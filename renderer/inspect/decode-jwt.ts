/** A JWT taken apart in the page (RFC 7519 section 3). Nothing is checked here: what is decoded is not verified. */
export interface DecodedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  /** As written, in base64url; empty for an unsigned token. */
  readonly signature: string;
}

/** What has more levels cannot be written as JSON again without the risk of a stack overflow. */
const MAX_LEVELS = 100;

/** `undefined` when the text is not a signed or unsigned JWT in compact form. Never throws. */
export function decodeJwt(compact: string): DecodedJwt | undefined {
  const [head, body, signature, ...rest] = compact.split('.');
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0)
    return undefined;
  const header = jsonObject(head);
  const payload = jsonObject(body);
  return header === undefined || payload === undefined ? undefined : { header, payload, signature };
}

/** The header alone: all that can be read of an encrypted token (RFC 7516). */
export function decodeHeader(compact: string): DecodedJwt['header'] | undefined {
  return jsonObject(compact.split('.', 1)[0] ?? '');
}

function jsonObject(base64url: string): Record<string, unknown> | undefined {
  if (!/^[\w-]+$/.test(base64url)) return undefined;
  try {
    const bytes = Uint8Array.from(
      atob(base64url.replaceAll('-', '+').replaceAll('_', '/')),
      (char) => char.codePointAt(0) ?? 0,
    );
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(value) && !hasLevels(value, MAX_LEVELS) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasLevels(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => hasLevels(member, levels - 1));
}
