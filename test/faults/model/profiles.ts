/** The profiles of a run: one for each way of having a token, at two IdPs. */
import { StrictIdp } from '../world/strict-idp.ts';
import type { IdpRules } from '../world/strict-idp.ts';

export const IDPS = ['https://idp-a.example', 'https://idp-b.example'] as const;
export type Idp = (typeof IDPS)[number];

export interface ModelProfile {
  readonly address: string;
  readonly client: string;
  readonly idp: Idp;
  readonly members: Readonly<Record<string, unknown>>;
}

const SECRET = {
  client_secret: { from: 'env', name: 'SECRET' },
  token_endpoint_auth_method: 'client_secret_post',
};

export const PROFILES: readonly ModelProfile[] = [
  profile('shop/pasted', IDPS[0], {
    grant_type: 'refresh_token',
    refresh_token: { from: 'vault' },
    token_endpoint_auth_method: 'none',
  }),
  profile('shop/session', IDPS[0], {
    grant_type: 'authorization_code',
    authorization_endpoint: `${IDPS[0]}/authorize`,
    token_endpoint_auth_method: 'none',
  }),
  profile('shop/plain', IDPS[0], { grant_type: 'client_credentials', ...SECRET }),
  profile('depot/machine', IDPS[1], { grant_type: 'client_credentials', ...SECRET }),
];
export const ADDRESSES = PROFILES.map(({ address }) => address);

export function profileOf(address: string): ModelProfile {
  const found = PROFILES.find((candidate) => candidate.address === address);
  if (found === undefined) throw new Error(`no profile ${address}`);
  return found;
}

/** Of a client, or of a client and its scope. */
export function addressOf(key: string): string {
  return PROFILES.find(({ client }) => key === client || key.startsWith(`${client} `))?.address ?? '';
}

export function idpsOf(rules: Readonly<Record<Idp, IdpRules>>): Map<string, StrictIdp> {
  return new Map(IDPS.map((idp) => [idp, new StrictIdp(new URL(idp).hostname, rules[idp])]));
}

/** The text of a profile file. */
export function profileText(profiles: readonly ModelProfile[]): string {
  const services = Map.groupBy(profiles, ({ address }) => address.split('/')[0] ?? '');
  return JSON.stringify({
    version: 1,
    services: [...services].map(([id, members]) => ({
      id,
      environments: members.map(({ address, members: own }) => ({ id: address.split('/')[1], ...own })),
    })),
  });
}

function profile(address: string, idp: Idp, members: Readonly<Record<string, unknown>>): ModelProfile {
  const client = address.replace('/', '-');
  return { address, client, idp, members: { client_id: client, token_endpoint: `${idp}/token`, ...members } };
}
