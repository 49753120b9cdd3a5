/** Where releases are published, which is where an installed Fob looks for a newer one. */
import { readFileSync } from 'node:fs';
import type { Configuration } from 'electron-builder';

const PROJECT = new URL('../../package.json', import.meta.url);
const GITHUB = /github\.com[/:]([\w.-]+)\/([\w.-]+?)(?:\.git)?$/;
/** A package that nobody publishes has no home; Debian's and Red Hat's formats ask for one (RFC 6761, section 6.4). */
const NO_HOME = 'https://fob.invalid/';

export interface Releases {
  readonly publish: Exclude<Configuration['publish'], undefined>;
  readonly homepage: string;
}

/**
 * The releases of the GitHub repository that package.json names; else `FOB_RELEASES_URL`, the folder that the artifacts are
 * laid into; else nowhere, and such a build never looks for updates. Throws when the address is not https.
 */
export function publishTo(
  env: Readonly<Record<string, string | undefined>>,
  repository: string | undefined = repositoryOfProject(),
): Releases {
  const [, owner, repo] = GITHUB.exec(repository ?? '') ?? [];
  if (owner !== undefined && repo !== undefined)
    return {
      publish: { provider: 'github', owner, repo, releaseType: 'draft' },
      homepage: `https://github.com/${owner}/${repo}`,
    };
  const address = env.FOB_RELEASES_URL ?? '';
  if (address === '') return { publish: null, homepage: NO_HOME };
  const url = URL.parse(address);
  if (url?.protocol !== 'https:') throw new Error('FOB_RELEASES_URL must be an https address.');
  return { publish: { provider: 'generic', url: url.href }, homepage: url.href };
}

function repositoryOfProject(): string | undefined {
  const { repository } = JSON.parse(readFileSync(PROJECT, 'utf8')) as {
    readonly repository?: string | { readonly url?: string };
  };
  return typeof repository === 'string' ? repository : repository?.url;
}
