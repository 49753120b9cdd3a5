/** What a service and its environment may be called, by the URL of their identity provider. Pure. */
import type { Tier } from '../../shared/profile.ts';

export interface Place {
  readonly service: string;
  readonly environment: string;
  readonly tier: Tier;
}

const TIER_WORDS: Readonly<Record<Tier, readonly string[]>> = {
  dev: ['dev', 'develop', 'development', 'local', 'sandbox', 'demo'],
  test: [
    'test',
    'testing',
    'tst',
    'qa',
    'beta',
    'staging',
    'stage',
    'stg',
    'uat',
    'int',
    'acc',
    'preprod',
    'pp',
  ],
  prod: ['prod', 'production', 'prd', 'live'],
};

/** Words of hosts that say what the server does and not whose it is. */
const COMMON = new Set(
  'www login auth oauth oauth2 oidc sso idp id iam identity account accounts guardian keycloak connect api secure realms v2 com org net io co app eu us uk'.split(
    ' ',
  ),
);

/** An environment without a word for it is taken for production: that is the one to be careful with. */
export function guessPlace(url: string, taken: ReadonlySet<string>): Place | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  if (hostname === '') return undefined;
  const isOwn = /^(localhost|\[|\d+(\.\d+){3}$)/.test(hostname);
  const labels = isOwn ? [] : hostname.split('.').slice(0, -1);
  const words = [...labels, ...pathname.split('/')].flatMap((part) => part.toLowerCase().split(/[-_]/));
  const found = tierAmong(words);
  const tier = found?.tier ?? (isOwn ? 'dev' : 'prod');
  const service = idOf(ownerOf(labels) ?? (isOwn ? 'local' : hostname.split('.')[0]) ?? 'service');
  return { service, tier, environment: freeId(service, found?.word ?? tier, taken) };
}

function tierAmong(words: readonly string[]): { readonly tier: Tier; readonly word: string } | undefined {
  for (const word of words)
    for (const tier of ['dev', 'test', 'prod'] as const)
      if (TIER_WORDS[tier].includes(word)) return { tier, word };
  return undefined;
}

/** The label nearest to the top that is somebody's name. */
function ownerOf(labels: readonly string[]): string | undefined {
  const all = Object.values(TIER_WORDS).flat();
  return labels.findLast((label) => !COMMON.has(label) && !all.includes(label));
}

function idOf(text: string): string {
  const id = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return id === '' ? 'service' : id;
}

function freeId(service: string, id: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? id : `${id}-${count}`;
    if (!taken.has(`${service}/${candidate}`)) return candidate;
  }
}

/** The tier that the name of an environment speaks of; `dev` where it speaks of none, as in a profile file. */
export function tierOfName(id: string): Tier {
  return tierAmong(id.toLowerCase().split('-'))?.tier ?? 'dev';
}
