/**
 * Where a profile's secrets, tokens, people and keys go, and what of it is not where they went before (security.md P40).
 * Pure.
 */
import type { ServerMetadata } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import type { EndpointChange } from '../../shared/snapshot.ts';
import { FobError } from '../errors/fob-error.ts';
import { printable } from '../errors/redact.ts';
import { ENDPOINTS } from './discovery.ts';

/** URLs by the name of the metadata member; an alias for mutual TLS as `mtls_endpoint_aliases.token_endpoint`. */
export type Places = Readonly<Record<string, string>>;

/** `server`: the profile's own endpoints over the discovered ones. */
export function placesOf({ issuer }: Pick<Profile, 'issuer'>, server: ServerMetadata): Places {
  const named = ENDPOINTS.flatMap((name) => [
    [name, server[name]],
    [`mtls_endpoint_aliases.${name}`, server.mtls_endpoint_aliases?.[name]],
  ]);
  // Without an issuer the metadata has one that was made up from the token endpoint.
  return Object.fromEntries(
    [['issuer', issuer], ...named].filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/**
 * What a person has to agree to: a place that moved, and a new one at an origin where nothing of the profile went so far.
 * One that is gone takes nothing. Before anything is trusted, there is nothing to compare with.
 */
export function changedPlaces(trusted: Places | undefined, now: Places): readonly EndpointChange[] {
  if (trusted === undefined) return [];
  const origins = new Set(Object.values(trusted).map((url) => new URL(url).origin));
  return Object.entries(now).flatMap(([member, to]) => {
    const from = trusted[member];
    if (from === undefined) return origins.has(new URL(to).origin) ? [] : [changeOf(member, to)];
    return from === to ? [] : [changeOf(member, to, from)];
  });
}

function changeOf(member: string, to: string, from?: string): EndpointChange {
  return { member, ...(from === undefined ? {} : { from: printable(from) }), to: printable(to) };
}

/** All of a first set: nothing was trusted before. */
export function newPlaces(now: Places): readonly EndpointChange[] {
  return Object.entries(now).map(([member, to]) => changeOf(member, to));
}

const NAMED_CHANGES = 2;

export function endpointsChanged(address: string, changes: readonly EndpointChange[]): FobError {
  const named = changes.slice(0, NAMED_CHANGES).map(changeText).join('; ');
  const more = changes.length - NAMED_CHANGES;
  return new FobError(
    'endpoints_changed',
    `${address} would now send its secrets elsewhere: ${named}${more > 0 ? `; and ${more} more` : ''}. Nothing was sent.`,
    {
      hint: `Ask the operator of the IdP whether that is right; if it is: fob profile trust ${address}`,
      endpointChanges: changes,
    },
  );
}

function changeText({ member, from, to }: EndpointChange): string {
  return from === undefined ? `${member} is new at ${to}` : `${member} was ${from} and is ${to}`;
}
