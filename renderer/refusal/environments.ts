/** Which environment a token or a request belongs to, by what the profiles say. */
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';

type Payload = Readonly<Record<string, unknown>>;

const withoutSlash = (url: string) => url.replace(/\/$/, '');

/** Whether the token names the profile's issuer; `undefined` when one of both says nothing. */
export function hasIssuer({ issuer }: EnvironmentView, { iss }: Payload): boolean | undefined {
  if (issuer === undefined || typeof iss !== 'string') return undefined;
  return withoutSlash(iss) === withoutSlash(issuer);
}

/** The client that a token was made for, by the names that issuers use. */
export function clientOf(payload: Payload): string | undefined {
  return [payload.client_id, payload.azp, payload.cid, payload.appid].find(
    (value) => typeof value === 'string',
  );
}

export function hasClient({ clientId }: EnvironmentView, payload: Payload): boolean | undefined {
  const client = clientOf(payload);
  return clientId === undefined || client === undefined ? undefined : client === clientId;
}

export function audienceOf({ aud }: Payload): string[] {
  if (typeof aud === 'string') return [aud];
  return Array.isArray(aud) ? aud.filter((item) => typeof item === 'string') : [];
}

export const hostOf = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;

/** The profile that the token seems to come from; the first of several that fit alike. */
export function guessProfile(
  environments: readonly EnvironmentView[],
  payload: Payload | undefined,
  url: string | undefined,
): Address | undefined {
  const scored = environments.map((environment) => ({ environment, score: fit(environment, payload, url) }));
  const best = scored.toSorted((left, right) => right.score - left.score)[0];
  return best === undefined || best.score === 0 ? undefined : best.environment.address;
}

function fit(environment: EnvironmentView, payload: Payload = {}, url: string | undefined): number {
  const audience = environment.audience;
  return (
    (hasIssuer(environment, payload) === true ? 8 : 0) +
    (hasClient(environment, payload) === true ? 4 : 0) +
    (audience !== undefined && audienceOf(payload).includes(audience) ? 2 : 0) +
    (isAt(environment, url) ? 1 : 0)
  );
}

/** Whether the URL names the environment: by the audience that it asks for, or by its id as a part of the host's name. */
function isAt({ audience, id }: EnvironmentView, url: string | undefined): boolean {
  const host = hostOf(url);
  if (host === undefined) return false;
  return hostOf(audience) === host || host.split(/[.:-]/).includes(id);
}

/** The other environment of the same service that the URL names, when it does not name this one. */
export function otherAt(
  profile: EnvironmentView,
  environments: readonly EnvironmentView[],
  url: string | undefined,
): EnvironmentView | undefined {
  if (isAt(profile, url)) return undefined;
  const service = profile.address.split('/', 1)[0];
  return environments.find((one) => one.address.split('/', 1)[0] === service && isAt(one, url));
}
