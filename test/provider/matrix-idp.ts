/**
 * One IdP with a client for each cell of grants x client authentication, over http and, for mutual TLS, over https, and
 * an API that checks what each token is bound to.
 */
import type { ServerOptions } from 'node:https';
import type { JWKS } from 'oidc-provider';
import { request } from 'undici';
import type { Address, ProfilesFile, SecretMember } from '../../shared/profile.ts';
import { withTls } from './client-tls.ts';
import type { ClientTls } from './client-tls.ts';
import { keysOf } from './idp-keys.ts';
import { signingKeys } from './keys.ts';
import { listen } from './listen.ts';
import type { Handler, Listening } from './listen.ts';
import { makeApi } from './matrix/api.ts';
import { MATRIX_CELLS } from './matrix/cell.ts';
import type { MatrixCell } from './matrix/cell.ts';
import { partyOf } from './matrix/party.ts';
import type { MatrixSecret, Party } from './matrix/party.ts';
import { makeProvider } from './matrix/provider.ts';
import type { MatrixProvider } from './matrix/provider.ts';
import { tlsServerOptions } from './mutual-tls.ts';
import { makeCertificateFolder } from './tls/certificate-folder.ts';
import type { CertificateFolder } from './tls/certificate-folder.ts';

export interface MatrixWorld {
  /** A profile file for all cells. Certificates and keys for TLS are files whose paths it names. */
  readonly profiles: ProfilesFile;
  /** What `fob secret set` must be told. Refresh tokens are good for one use. */
  readonly secrets: readonly MatrixSecret[];
  readonly cells: readonly MatrixCell[];
  /** PEM file of the CA that signed the https listeners, for `NODE_EXTRA_CA_CERTS` of a browser or a child. */
  readonly caFile: string;
  /** The same as PEM, for `signInByScript`. */
  readonly ca: string;
  issuerOf(address: Address): string;
  /** What a client needs to reach the IdP of its cell, as the profile names it in files. */
  tlsOf(address: Address): ClientTls | undefined;
  /** What the API of an address is called with, by GET. */
  resourceUrl(address: Address): string;
  /**
   * Shows a token to the API of its address, over mutual TLS with the client's certificate where the cell has one. A
   * DPoP-bound token needs `headers`: `{ authorization: 'DPoP ...', dpop: proof }`; the answer may be 401 with a nonce.
   * Answers status 200 when the token was accepted.
   */
  call(address: Address, token: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

export async function startMatrixWorld(cells: readonly MatrixCell[] = MATRIX_CELLS): Promise<MatrixWorld> {
  const folder = await makeCertificateFolder('Fob Matrix');
  const parties = await Promise.all(cells.map((cell) => partyOf(cell, folder)));
  const plain = await startTwin(
    parties.filter(({ cell }) => !cell.mtls),
    folder,
  );
  const mutual = await startTwin(
    parties.filter(({ cell }) => cell.mtls),
    folder,
    {
      // A certificate that nobody signed is no reason to hang up here: RFC 8705 section 2.2.
      ...tlsServerOptions({ server: folder.server(), ca: folder.authority.certificate, client: 'asked' }),
    },
  );
  const twinOf = (address: Address) => (partyAt(address).cell.mtls ? mutual : plain);
  const partyAt = (address: Address) => {
    const party = parties.find(({ cell }) => cell.address === address);
    if (party === undefined) throw new Error(`the matrix has no ${address}`);
    return party;
  };
  const resourceUrl = (address: Address) => `${twinOf(address).api.origin}/api/${address}`;
  return {
    profiles: profilesFile(parties, (address) => twinOf(address).idp.origin),
    secrets: [...parties.flatMap(({ secrets }) => secrets), ...plain.secrets, ...mutual.secrets],
    cells,
    caFile: folder.caFile,
    ca: folder.authority.certificate,
    issuerOf: (address) => twinOf(address).idp.origin,
    tlsOf: (address) => partyAt(address).tls,
    resourceUrl,
    call: (address, token, headers) => callApi(resourceUrl(address), token, partyAt(address).tls, headers),
    close: async () => {
      await Promise.all([plain, mutual].flatMap(({ idp, api }) => [idp.close(), api.close()]));
      await folder.remove();
    },
  };
}

interface Twin {
  readonly idp: Listening;
  readonly api: Listening;
  /** Those that only a running IdP can make. */
  readonly secrets: readonly MatrixSecret[];
}

async function startTwin(
  parties: readonly Party[],
  folder: CertificateFolder,
  tls?: ServerOptions,
): Promise<Twin> {
  const jwks = await keys();
  let provider: MatrixProvider | undefined;
  const idp = await listen((origin) => {
    provider = makeProvider(origin, parties, jwks);
    return provider.handler;
  }, tls);
  const ca = folder.authority.certificate;
  const api = await listen(
    (origin): Handler =>
      makeApi({
        issuer: idp.origin,
        keys: keysOf({ jwksUri: `${idp.origin}/jwks`, ca }),
        ca,
        cells: parties.map(({ cell }) => cell),
        origin,
      }),
    tls,
  );
  const secrets = await Promise.all(parties.flatMap((party) => liveSecret(party, provider)));
  return { idp, api, secrets };
}

/** One key for each algorithm, so that a client has to choose the right one. */
async function keys(): Promise<JWKS> {
  const sets = await Promise.all(
    (['RS256', 'PS256', 'ES256', 'EdDSA'] as const).map((alg) =>
      signingKeys(alg, `matrix-idp-${alg.toLowerCase()}`),
    ),
  );
  return { keys: sets.flatMap((set) => set.keys) };
}

function liveSecret(
  { cell, ...party }: Party,
  provider: MatrixProvider | undefined,
): Promise<MatrixSecret>[] {
  if (provider === undefined) return [];
  const secret = async (member: SecretMember, value: Promise<string>): Promise<MatrixSecret> => ({
    address: cell.address,
    member,
    value: await value,
  });
  switch (cell.grantType) {
    case 'refresh_token':
      return [secret('refresh_token', provider.pastedRefreshToken({ cell, ...party }))];
    case 'urn:ietf:params:oauth:grant-type:token-exchange':
      return [secret('subject_token', provider.subjectToken())];
    default:
      return [];
  }
}

function profilesFile(parties: readonly Party[], issuerOf: (address: Address) => string): ProfilesFile {
  const services = Map.groupBy(parties, ({ cell }) => cell.address.split('/')[0] ?? '');
  return {
    version: 1,
    services: [...services].map(([id, members]) => ({
      id,
      environments: members.map((party) => ({
        id: party.cell.address.split('/')[1] ?? '',
        tier: 'test',
        issuer: issuerOf(party.cell.address),
        ...party.members,
      })),
    })),
  };
}

function callApi(
  url: string,
  token: string,
  tls: ClientTls | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return withTls(tls, async (dispatcher) => {
    const answer = await request(url, {
      dispatcher,
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    return new Response(await answer.body.text(), {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string>,
    });
  });
}
