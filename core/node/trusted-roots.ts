/** The authorities that every profile trusts: Node's own, those of NODE_EXTRA_CA_CERTS, and the system's. */
import { readFileSync } from 'node:fs';
import tls from 'node:tls';

/** All of them as PEM. Reading the system's takes a while and blocks, so it is done once, when first needed. */
export type TrustedRoots = () => readonly string[];

/** Reads one of Node's stores of authorities. */
type ReadStore = (store: 'default' | 'system') => readonly string[];

/** `read` is Node's own reader of a store; versions before 22.15 have none (`null`). */
export function createTrustedRoots(
  extraFile: string | undefined,
  read: ReadStore | null = (tls as Partial<typeof tls>).getCACertificates ?? null,
): TrustedRoots {
  let roots: readonly string[] | undefined;
  return () => (roots ??= read === null ? withExtra(extraFile) : withSystem(read));
}

function withSystem(read: ReadStore): readonly string[] {
  return [...new Set([...read('default'), ...systemStore(read)])];
}

/** A platform without a store that can be read is no reason to reach no IdP at all. */
function systemStore(read: ReadStore): readonly string[] {
  try {
    return read('system');
  } catch {
    return [];
  }
}

/** What Node would trust by itself, where it cannot be asked for it. */
function withExtra(file: string | undefined): readonly string[] {
  try {
    return file === undefined ? tls.rootCertificates : [...tls.rootCertificates, readFileSync(file, 'utf8')];
  } catch {
    // Node has warned about the file at its start.
    return tls.rootCertificates;
  }
}
