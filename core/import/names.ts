/** From the names that people gave in other programs to the ids and tiers of profiles. */
import type { Tier } from '../../shared/profile.ts';

const LONGEST_ID = 64;

const TIER_WORDS: Readonly<Record<string, Tier>> = {
  prod: 'prod',
  production: 'prod',
  live: 'prod',
  beta: 'test',
  test: 'test',
  testing: 'test',
  stage: 'test',
  staging: 'test',
  uat: 'test',
  qa: 'test',
  int: 'test',
  preprod: 'test',
  sandbox: 'test',
  dev: 'dev',
  develop: 'dev',
  development: 'dev',
  local: 'dev',
};

/** Parts of host names that say nothing of whose they are. */
const COMMON = new Set(
  'www api auth oauth oauth2 oidc openid idp iam id identity login signin sso sts account accounts token connect keycloak com co org net'.split(
    ' ',
  ),
);

/** An id of the letters and digits of `name`; empty when it has none. */
export function slug(name: string): string {
  return name
    .slice(0, 500)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_ID)
    .replace(/^-+|-+$/g, '');
}

/** The word in `name` that tells a deployment, such as `beta`. */
export function tierWord(name: string): string | undefined {
  return slug(name)
    .split('-')
    .find((word) => Object.hasOwn(TIER_WORDS, word));
}

export function tierOf(name: string): Tier | undefined {
  const word = tierWord(name);
  return word === undefined ? undefined : TIER_WORDS[word];
}

/** What an environment is called inside of its service: "Harbour Beta" of `harbour-api` is `beta`. */
export function environmentId(name: string, serviceId: string): string {
  const words = slug(name).split('-');
  const ofService = new Set(serviceId.split('-'));
  const own = words.findIndex((word) => !ofService.has(word));
  return words.slice(Math.max(own, 0)).join('-') || 'default';
}

/** What to call the service at this URL: its realm, or the part of its host that says most; `undefined` for no URL. */
export function nameOfUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  const realm = /\/realms\/([\w-]+)/.exec(pathname)?.[1];
  if (realm !== undefined && realm !== 'master') return realm;
  const labels = hostname.split('.').filter((label) => /[a-z]/.test(label));
  const telling = labels.slice(0, -1).filter((label) => !COMMON.has(label) && tierWord(label) === undefined);
  return telling.at(-1) ?? labels[0];
}

/** Gives each id once: `acme`, `acme-2`. */
export function createUniqueIds(): (wanted: string) => string {
  const given = new Set<string>();
  return (wanted) => {
    let id = wanted;
    for (let n = 2; given.has(id); n++) {
      const ending = `-${n}`;
      id = wanted.slice(0, LONGEST_ID - ending.length) + ending;
    }
    given.add(id);
    return id;
  };
}
