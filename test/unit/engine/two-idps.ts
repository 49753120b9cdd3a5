/** Two servers and a profile that may name the one or the other, for what happens when it does. */
import type { Engine } from '../../../core/index.ts';
import type { EnvironmentView } from '../../../shared/snapshot.ts';
import { createEngineFixture, PASSPHRASE } from '../../fakes/engine-fixture.ts';
import type { EngineFixture } from '../../fakes/engine-fixture.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import type { ScriptedRequest } from '../../fakes/scripted-http.ts';

export const ADDRESS = 'acme/dev';
export const IDP = 'https://idp.example';
export const OTHER = 'https://other.example';
export const HOUR = 3_600_000;
const WELL_KNOWN = '/.well-known/openid-configuration';

export interface World {
  readonly fixture: EngineFixture;
  engine: Engine;
  /** What the servers say of themselves, by issuer. */
  readonly metadata: Map<string, object>;
  /** Whether refresh tokens come with the access tokens. */
  refreshTokens: boolean;
  /** Requests besides those for metadata, as `POST https://idp.example/token`. */
  sent(): readonly string[];
  askedOf(origin: string): number;
  /** `grant_type` and refresh token of the last token request. */
  last(): readonly (string | null)[];
  /** Replaces the profile; without an argument only its notes change, and metadata is read anew. */
  edit(changes?: object): Promise<void>;
  view(): EnvironmentView | undefined;
}

export const metadataOf = (issuer: string, more: object = {}): object => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  revocation_endpoint: `${issuer}/revoke`,
  ...more,
});

let edits = 0;
function fileOf(changes: object): string {
  const environment = {
    id: 'dev',
    issuer: IDP,
    client_id: 'c1',
    grant_type: 'client_credentials',
    client_secret: { from: 'vault' },
    notes: `edit ${(edits += 1)}`,
    ...changes,
  };
  return JSON.stringify({ version: 1, services: [{ id: 'acme', environments: [environment] }] });
}

/** An engine that was started and unlocked, with a profile in it; both servers are there. */
export async function begin(changes: object = {}): Promise<World> {
  const metadata = new Map([
    [IDP, metadataOf(IDP)],
    [OTHER, metadataOf(OTHER)],
  ]);
  let count = 0;
  const { http, requests } = createScriptedHttp(({ method, url }) => {
    const { origin, pathname } = new URL(url);
    if (method === 'POST') {
      if (pathname === '/revoke') return scriptedAnswer(200, '');
      count += 1;
      const expires_in = HOUR / 1000;
      const tokens = { access_token: `access-${count}`, token_type: 'Bearer', expires_in };
      const refresh = made.refreshTokens ? { refresh_token: `refresh-${count}` } : {};
      return scriptedAnswer(200, { ...tokens, ...refresh });
    }
    const known = pathname === WELL_KNOWN ? metadata.get(origin) : undefined;
    return known === undefined ? scriptedAnswer(404, '') : scriptedAnswer(200, known);
  });
  const fixture = createEngineFixture({ http });
  const { engine, clock } = fixture;
  await engine.start();
  await clock.until(engine.unlock(PASSPHRASE));
  await engine.addProfiles(fileOf(changes));
  const isMetadata = ({ url }: ScriptedRequest): boolean => url.includes('/.well-known/');
  const made: World = {
    fixture,
    engine,
    metadata,
    refreshTokens: true,
    sent: () => requests.filter((each) => !isMetadata(each)).map(({ method, url }) => `${method} ${url}`),
    askedOf: (origin) => requests.filter(({ url }) => new URL(url).origin === origin).length,
    last: () => {
      const body = new URLSearchParams(requests.findLast(({ method }) => method === 'POST')?.body);
      return [body.get('grant_type'), body.get('refresh_token')];
    },
    edit: async (next = {}) => {
      await made.engine.addProfiles(fileOf({ ...changes, ...next }));
    },
    view: () => made.engine.snapshot().services[0]?.environments[0],
  };
  return made;
}
