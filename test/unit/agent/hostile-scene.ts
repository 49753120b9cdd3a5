import { callRequest } from './ui-fixture.ts';
import type { Credentials, UiFixture } from './ui-fixture.ts';
import type { RawRequest } from './raw-http.ts';

/** What an attacker may know besides what the case takes away or changes: a valid session, a valid launch token. */
export interface Scene {
  readonly ui: UiFixture;
  readonly own: Credentials;
  readonly other: Credentials;
  readonly launch: string;
}

/** What is wrong with a request, the status that may refuse it, and the request. */
export type Case = readonly [
  what: string,
  status: number | readonly number[],
  request: (scene: Scene) => RawRequest,
];

export const LOCK = 'vault.lock';
export type Header = readonly [string, string];

/** A call that would lock the vault if it got through, with one header replaced, added or (by `undefined`) left out. */
export const lockWith =
  (name: string, value: string | undefined, by: 'replace' | 'add' = 'replace') =>
  ({ own }: Scene): RawRequest => {
    const kept = own.headers.filter(([known]) => by === 'add' || known.toLowerCase() !== name.toLowerCase());
    return callRequest(LOCK, value === undefined ? kept : [...kept, [name, value]]);
  };
export const lockFrom =
  (...extra: Header[]) =>
  ({ own }: Scene): RawRequest =>
    callRequest(LOCK, [...own.headers, ...extra]);
export const withHost =
  (make: (port: number) => string) =>
  (scene: Scene): RawRequest =>
    lockWith('Host', make(scene.ui.port))(scene);
export const plain =
  (method: string, path: string) =>
  ({ ui }: Scene): RawRequest => ({ method, path, headers: [ui.host] });
export const signedIn =
  (method: string, path: string, body = '') =>
  ({ own }: Scene): RawRequest => ({ method, path, headers: own.headers, body });

/** The Origin header that our own page has. */
export function own({ ui }: Scene): Header {
  return ['Origin', `http://127.0.0.1:${ui.port}`];
}

/** The cases of one group, named by it. */
export function cases(group: string, list: readonly Case[]): Case[] {
  return list.map(([what, status, request]) => [`${group}: ${what}`, status, request]);
}
