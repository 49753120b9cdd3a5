/** Which proxy a request goes through: the profile's own, or the one that the environment names for it. */
import { BlockList, isIP } from 'node:net';
import { isLoopbackHost } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for `target`; `undefined` means none. A profile's own proxy is what a person wrote down for it, so neither the
 * environment nor NO_PROXY changes it. Lower-case variables go before upper-case ones, as with curl. Throws
 * `profile_invalid` for a variable that names no HTTP proxy.
 */
export function proxyFor(target: URL, own: string | undefined, env: Environment): URL | undefined {
  const proxy = own === undefined ? fromEnvironment(target, env) : new URL(own);
  if (proxy === undefined || target.protocol === 'https:') return proxy;
  // Plain http is allowed because it never leaves this machine; a proxy elsewhere would see secrets on their way.
  return isLoopbackHost(proxy.hostname) ? proxy : undefined;
}

function fromEnvironment(target: URL, env: Environment): URL | undefined {
  const name = target.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const text = variable(env, name);
  if (text === '' || isExempt(target, variable(env, 'no_proxy'))) return undefined;
  const url = `${text.includes('://') ? '' : 'http://'}${text}`;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url);
  throw new FobError(
    'profile_invalid',
    `The environment variable ${name.toUpperCase()} names no HTTP proxy.`,
    {
      hint: 'Give it as http://HOST:PORT, or name a "proxy" in the profile.',
    },
  );
}

const variable = (env: Environment, name: string): string =>
  (env[name] ?? env[name.toUpperCase()] ?? '').trim();

/**
 * NO_PROXY as curl reads it: names separated by commas or blanks, each for the host itself and all below it; `*` for
 * every host; a port where only that one is meant; IP addresses alone or as a network (`10.0.0.0/8`).
 */
export function isExempt({ hostname, port, protocol }: URL, noProxy: string): boolean {
  const host = bare(hostname);
  const ownPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, name = entry, wanted = ownPort] = /^(.*[^:]|\[.*\]):(\d+)$/.exec(entry) ?? [];
      if (isIP(bare(entry)) !== 0) return bare(entry) === host;
      return wanted === ownPort && covers(bare(name), host);
    });
}

function covers(name: string, host: string): boolean {
  if (name === '*') return true;
  if (isIP(host) !== 0) return name === host || isInNetwork(host, name);
  const suffix = name.replace(/^\*?\./, '');
  return host === suffix || (suffix !== '' && host.endsWith(`.${suffix}`));
}

function isInNetwork(host: string, network: string): boolean {
  const [, address = '', bits = ''] = /^([\da-f.:]+)\/(\d{1,3})$/.exec(network) ?? [];
  const family = isIP(address);
  if (family === 0 || family !== isIP(host) || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(address, Number(bits), kind);
  return list.check(host, kind);
}

/** An IPv6 address without the brackets that it has in a URL, a name without the dot of the root. */
const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
