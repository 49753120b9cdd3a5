/**
 * Remembers, in each profile's vault record, where its secrets have gone, and lets them go nowhere else until a person
 * agrees (docs/decisions/0011-trusted-endpoints.md). Trusted is what the first success reached.
 */
import type { ServerMetadata } from 'openid-client';
import { z } from 'zod';
import type { Profile } from '../../shared/profile.ts';
import type { EndpointChange } from '../../shared/snapshot.ts';
import type { Connection } from '../grants/connection.ts';
import { withOwnEndpoints } from '../grants/discovery.ts';
import { changedPlaces, endpointsChanged, newPlaces, placesOf } from '../grants/places.ts';
import type { Places } from '../grants/places.ts';
import type { Changes } from '../vault/record-store.ts';
import type { Vault } from '../vault/vault.ts';

/** The member of the vault record. */
export const TRUSTED_MEMBER = 'trusted_idp';

const placesSchema = z.record(z.string(), z.string());

export class TrustedPlaces {
  readonly #vault: Vault;
  /**
   * By address and connection: what was approved and nothing came back from yet. The profile may change before the answer is
   * there, and have another connection.
   */
  readonly #approved = new Map<string, WeakMap<Connection, Places>>();
  /** By address: where something came back from, until the vault has it. It counts from then on, whatever the profile says next. */
  readonly #reached = new Map<string, Places>();

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Rejects with `endpoints_changed` when `server` names places that nobody agreed to. */
  async approve(profile: Profile, server: ServerMetadata, connection: Connection): Promise<void> {
    const { address } = profile;
    const trusted = await this.check(profile, server);
    const places = placesOf(profile, server);
    const isKnown = Object.keys(places).every((member) => trusted?.[member] !== undefined);
    const approved = this.#approved.get(address) ?? new WeakMap<Connection, Places>();
    this.#approved.set(address, approved);
    if (isKnown) approved.delete(connection);
    else approved.set(connection, { ...trusted, ...places });
  }

  /** The same without remembering anything; answers what is trusted so far. */
  async check(profile: Profile, server: ServerMetadata): Promise<Places | undefined> {
    const trusted = await this.#trusted(profile.address);
    const changes = changedPlaces(trusted, placesOf(profile, server));
    if (changes.length > 0) throw endpointsChanged(profile.address, changes);
    return trusted;
  }

  /** Something came back over a connection of the address. Answers whether that is news, which `write` has to store. */
  reached(address: string, connection: Connection): boolean {
    const places = this.#approved.get(address)?.get(connection);
    if (places !== undefined) {
      this.#reached.set(address, places);
      // What was approved beside it knew nothing of this.
      this.#approved.delete(address);
    }
    return this.#reached.has(address);
  }

  /** Writes what came back from an IdP, and with the first such answer where that was. */
  async write(address: string, changes: Changes): Promise<void> {
    const places = this.#reached.get(address);
    const trust = places === undefined ? {} : { [TRUSTED_MEMBER]: JSON.stringify(places) };
    await this.#vault.write(address, { ...changes, ...trust });
    if (this.#reached.get(address) === places) this.#reached.delete(address);
  }

  /**
   * A person agrees to the places that the profile names now; answers what that changed. With `seen`, what the person was
   * shown, rejects with `endpoints_changed` when it is something else by now.
   */
  async trust(
    profile: Profile,
    connection: Connection,
    seen?: readonly EndpointChange[],
  ): Promise<readonly EndpointChange[]> {
    const { address } = profile;
    const trusted = await this.#trusted(address);
    const own = changedPlaces(trusted, placesOf(profile, withOwnEndpoints(profile, undefined)));
    const places = placesOf(profile, await connection.discover());
    const changes = changedPlaces(trusted, places);
    // What the profile itself names is refused before anybody is asked for metadata; then only that could be shown.
    const shown = own.length > 0 ? own : changes;
    if (seen !== undefined && !isSame(seen, shown)) throw endpointsChanged(address, shown);
    this.forget(address);
    await this.#vault.write(address, { [TRUSTED_MEMBER]: JSON.stringify(places) });
    return trusted === undefined ? newPlaces(places) : changes;
  }

  /** What is not in the vault yet counts no more: a person decided otherwise, or the profile is gone. */
  forget(address: string): void {
    this.#approved.delete(address);
    this.#reached.delete(address);
  }

  async #trusted(address: string): Promise<Places | undefined> {
    const reached = this.#reached.get(address);
    if (reached !== undefined) return reached;
    const text = await this.#vault.read(address, TRUSTED_MEMBER);
    return text === undefined ? undefined : placesSchema.parse(JSON.parse(text));
  }
}

function isSame(some: readonly EndpointChange[], others: readonly EndpointChange[]): boolean {
  const text = (changes: readonly EndpointChange[]) =>
    JSON.stringify(changes.map(({ member, from, to }) => [member, from, to]));
  return text(some) === text(others);
}
