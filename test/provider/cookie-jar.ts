/** Cookies as a browser keeps them, as far as the test IdPs use them: by host, path and name, until told to forget. */
interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

export class CookieJar {
  #cookies: readonly Cookie[] = [];

  /** Keeps what an answer from `url` sets; `Max-Age=0` and a past `Expires` forget. */
  take(url: string, setCookie: string | readonly string[] | undefined): void {
    const { host, pathname } = new URL(url);
    for (const line of [setCookie ?? []].flat()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const [name = '', ...value] = pair.split('=');
      const path = attribute(attributes, 'path') ?? pathname.replace(/\/[^/]*$/, '/');
      const cookie = { host, path, name, value: value.join('=') };
      this.#cookies = this.#cookies.filter((other) => !isSame(other, cookie));
      if (!isOver(attributes)) this.#cookies = [...this.#cookies, cookie];
    }
  }

  headerFor(url: string): { cookie?: string } {
    const { host, pathname } = new URL(url);
    const fitting = this.#cookies.filter((cookie) => cookie.host === host && isBelow(pathname, cookie.path));
    if (fitting.length === 0) return {};
    return { cookie: fitting.map(({ name, value }) => `${name}=${value}`).join('; ') };
  }
}

const isSame = (one: Cookie, other: Cookie): boolean =>
  one.host === other.host && one.path === other.path && one.name === other.name;

const isBelow = (pathname: string, path: string): boolean =>
  pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);

function isOver(attributes: readonly string[]): boolean {
  if (attribute(attributes, 'max-age') === '0') return true;
  const expires = attribute(attributes, 'expires');
  return expires !== undefined && Date.parse(expires) <= Date.now();
}

function attribute(attributes: readonly string[], name: string): string | undefined {
  const found = attributes.find((each) => each.toLowerCase().startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}
