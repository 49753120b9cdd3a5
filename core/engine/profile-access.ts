/** How the engine reaches a profile's IdP: its connection, its secrets and its keys, from wherever they are kept. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { JWK } from 'jose';
import { getDPoPHandle } from 'openid-client';
import type { Configuration, DPoPHandle } from 'openid-client';
import { referenceOf } from '../../shared/profile.ts';
import type { Profile, SecretMember, SecretReference } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import { createConnection } from '../grants/connection.ts';
import type { Connection, ConnectionSecrets } from '../grants/connection.ts';
import type { ResolveSecret } from '../grants/grant.ts';
import { dpopProof } from '../tokens/dpop-proof.ts';
import type { ProofRequest } from '../tokens/dpop-proof.ts';
import type { Vault } from '../vault/vault.ts';
import { Certificates } from './certificates.ts';
import type { GrantPorts } from './grant-context.ts';
import type { EnginePorts } from './ports.ts';
import { namedVariables, readSecret, withLent } from './secrets.ts';
import { TrustedPlaces } from './trusted-places.ts';

const DPOP_MEMBER = 'dpop_key';
const DPOP_ALGORITHM = 'ES256';

export class ProfileAccess {
  readonly trusted: TrustedPlaces;
  readonly certificates: Certificates;
  readonly #ports: EnginePorts;
  readonly #vault: Vault;
  /** By what a connection depends on: a request that began with the profile of before must not get, or leave, another's. */
  readonly #connections = new Map<string, { readonly address: string; readonly connection: Connection }>();
  /** With the key that each is for. A handle knows the nonces of its IdP; without it each request would be refused once. */
  readonly #dpopHandles = new WeakMap<Connection, { readonly key: string; readonly handle: DPoPHandle }>();
  /** By address: environment variables that callers lent for its secrets. */
  readonly #lent = new Map<string, ReadonlyMap<string, string>>();
  /** By address: how often a secret was given to it. */
  readonly #given = new Map<string, number>();

  /** `changed` is called when a client certificate was read. */
  constructor(ports: EnginePorts, vault: Vault, changed: () => void) {
    this.#ports = ports;
    this.#vault = vault;
    this.trusted = new TrustedPlaces(vault);
    this.certificates = new Certificates(ports.readCertificate, changed);
  }

  connection(profile: Profile): Connection {
    const key = connectionKey(profile);
    const known = this.#connections.get(key);
    if (known !== undefined) return known.connection;
    const { clock, http } = this.#ports;
    const connection: Connection = createConnection(profile, {
      ...this.#secretsOf(profile),
      clock,
      http,
      approve: (server) => this.trusted.approve(profile, server, connection),
      tlsSecrets: async ({ tls }) => {
        const passphrase = await this.#tlsPassphrase(profile);
        void this.certificates.look(profile, () => Promise.resolve(passphrase));
        return {
          ...(typeof tls?.key === 'object' ? { key: await this.#read(profile, 'tls.key', tls.key) } : {}),
          ...(passphrase === undefined ? {} : { passphrase }),
        };
      },
    });
    this.#connections.set(key, { address: profile.address, connection });
    return connection;
  }

  /** Reads the profile's client certificate. No program is run for its passphrase: that waits for the first connection. */
  async lookAtCertificate(profile: Profile): Promise<void> {
    if (profile.tls?.pfx !== undefined && profile.tls.passphrase?.from === 'exec') return;
    await this.certificates.look(profile, () => this.#tlsPassphrase(profile));
  }

  /** Rejects with `secret_invalid` for what cannot be the key that the profile means. */
  async checkKey(profile: Profile, member: SecretMember, value: string): Promise<void> {
    if (member !== 'private_key' && member !== 'tls.key') return;
    const hasPassphrase = profile.tls?.passphrase !== undefined;
    try {
      // Nothing is asked for a key that opens without it.
      await this.#ports.readPrivateKey(value).catch(async (error: unknown) => {
        if (!hasPassphrase || !isMissing(error)) throw error;
        await this.#ports.readPrivateKey(value, await this.#tlsPassphrase(profile));
      });
    } catch (error) {
      // The passphrase itself is not there yet; it may be stored next.
      if (!hasPassphrase || !isMissing(error)) throw error;
    }
  }

  grantPorts(profile: Profile): GrantPorts {
    const { clock, random } = this.#ports;
    const connection = this.connection(profile);
    return {
      ...this.#secretsOf(profile),
      clock,
      random,
      connection,
      dpopHandle: (config) => this.#dpopHandle(profile, connection, config),
    };
  }

  /** Another secret is about to be kept for the address, perhaps for another server: no request from before gets it. */
  beforeSecret(address: string): void {
    this.#given.set(address, (this.#given.get(address) ?? 0) + 1);
    this.disconnect(address);
  }

  #secretsOf(profile: Profile): ConnectionSecrets {
    const given = this.#given.get(profile.address);
    const secret: ResolveSecret = async (member) => {
      const value = await this.secret(profile, member);
      if (this.#given.get(profile.address) === given) return value;
      throw new FobError('address_unknown', `${profile.address} was given another secret meanwhile.`, {
        hint: 'Ask again.',
      });
    };
    return {
      secret,
      privateKey: async () =>
        this.#ports.readPrivateKey(await secret('private_key'), await this.#tlsPassphrase(profile)),
    };
  }

  /** One secret, from wherever the profile says it is kept. Rejects with `secret_missing`. */
  secret(profile: Profile, member: SecretMember): Promise<string> {
    return this.#read(profile, member, referenceOf(profile, member) ?? { from: 'vault' });
  }

  /** Throws `usage` for a profile without DPoP. */
  async proof(profile: Profile, request: ProofRequest): Promise<string> {
    if (profile.dpop !== true) throw new FobError('usage', `${profile.address} does not use DPoP.`);
    return dpopProof(request, await keyPairFrom(await this.#dpopKey(profile)), this.#ports);
  }

  /** RFC 7638, as a token that is bound to the profile's DPoP key names it; `null` when the profile has no such key. */
  async dpopThumbprint({ address, dpop }: Profile): Promise<string | null> {
    const stored = dpop === true ? await this.#vault.read(address, DPOP_MEMBER) : undefined;
    return stored === undefined ? null : calculateJwkThumbprint(JSON.parse(stored) as JWK);
  }

  lendVariables(profile: Profile, variables: Readonly<Record<string, string>>): void {
    const named = namedVariables(profile).filter((name) => Object.hasOwn(variables, name));
    const lent = named.map((name): [string, string] => [name, variables[name] ?? '']);
    this.#lent.set(profile.address, new Map([...(this.#lent.get(profile.address) ?? []), ...lent]));
  }

  /** Drops the connection with its secrets. Not awaited: a request under way still finishes on it. */
  disconnect(address: string): void {
    for (const [key, known] of this.#connections) {
      if (known.address !== address) continue;
      void known.connection.close();
      this.#connections.delete(key);
    }
  }

  disconnectAll(): void {
    const addresses = [...this.#connections.values()].map((known) => known.address);
    for (const address of addresses) this.disconnect(address);
    this.#lent.clear();
  }

  async #tlsPassphrase(profile: Profile): Promise<string | undefined> {
    const reference = profile.tls?.passphrase;
    return reference === undefined ? undefined : this.#read(profile, 'tls.passphrase', reference);
  }

  #read(profile: Profile, member: string, reference: SecretReference): Promise<string> {
    const sources = withLent(this.#ports.secretSources, this.#lent.get(profile.address));
    return readSecret(profile, member, reference, this.#vault, sources);
  }

  /** RFC 9449 section 8.2: the nonces that it knows are of the servers that this connection reaches. */
  async #dpopHandle(profile: Profile, connection: Connection, config: Configuration): Promise<DPoPHandle> {
    const jwk = await this.#dpopKey(profile);
    // A handle is of the time that it was made for.
    const key = `${jwk.x ?? ''} ${jwk.y ?? ''} ${connection.skewS()}`;
    const known = this.#dpopHandles.get(connection);
    if (known?.key === key) return known.handle;
    const handle = getDPoPHandle(config, await keyPairFrom(jwk));
    this.#dpopHandles.set(connection, { key, handle });
    return handle;
  }

  /** RFC 9449 section 5: a refresh token of a public client is bound to the key, so the key stays beside it in the vault. */
  async #dpopKey({ address }: Profile): Promise<JWK> {
    const stored = await this.#vault.read(address, DPOP_MEMBER);
    if (stored !== undefined) return JSON.parse(stored) as JWK;
    const { privateKey } = await generateKeyPair(DPOP_ALGORITHM, { extractable: true });
    const jwk = await exportJWK(privateKey);
    await this.#vault.write(address, { [DPOP_MEMBER]: JSON.stringify(jwk) });
    return jwk;
  }
}

/** The whole profile, without what only single requests of it say. */
function connectionKey(profile: Profile): string {
  const own = {
    ...profile,
    grant_type: undefined,
    scope: undefined,
    audience: undefined,
    resource: undefined,
  };
  return JSON.stringify(own);
}

const isMissing = (error: unknown): boolean => error instanceof FobError && error.code === 'secret_missing';

async function keyPairFrom(jwk: JWK): Promise<CryptoKeyPair> {
  const open = { ...jwk };
  delete open.d;
  const privateKey = await importJWK(jwk, DPOP_ALGORITHM);
  const publicKey = await importJWK(open, DPOP_ALGORITHM, { extractable: true });
  if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) {
    throw new FobError('vault_damaged', 'The stored DPoP key is not a key pair.');
  }
  return { privateKey, publicKey };
}
