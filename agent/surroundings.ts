/** What this process runs on and reaches the network by, for `fob doctor`. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import tls from 'node:tls';
import type { Surroundings } from '../shared/checkup.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLES = ['https_proxy', 'http_proxy', 'no_proxy'];

export function surroundings({
  env,
  platform,
  versions,
}: Pick<NodeJS.Process, 'platform' | 'versions'> & { readonly env: Environment }): Surroundings {
  return {
    runtime:
      versions.electron === undefined
        ? `Node ${versions.node}`
        : `Electron ${versions.electron} (Node ${versions.node})`,
    system: `${platform} ${release()}`,
    proxies: proxiesOf(env),
    certificates: { ...extraCertificates(env.NODE_EXTRA_CA_CERTS), system: systemAuthorities() },
  };
}

/** Those that count: an empty one is none, and a lower-case one goes before the other. */
function proxiesOf(env: Environment): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of VARIABLES) {
    const used = env[name] === undefined ? name.toUpperCase() : name;
    const value = (env[used] ?? '').trim();
    if (value !== '') found[used] = withoutCredentials(value);
  }
  return found;
}

/** Whatever stands before an `@` may be a password, also in what is no URL. */
export function withoutCredentials(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/i, '$1');
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function extraCertificates(file = ''): Omit<Surroundings['certificates'], 'system'> {
  if (file === '') return {};
  try {
    const found = readFileSync(file, 'utf8').match(CERTIFICATE) ?? [];
    return { file, added: found.filter(isCertificate).length };
  } catch {
    return { file };
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}

function systemAuthorities(): number {
  try {
    return tls.getCACertificates('system').length;
  } catch {
    return 0;
  }
}
