/** Whose file it is, told by what stands in it. */
import type { Reading } from './finding.ts';
import { isBrunoJson, readBrunoJson } from './bruno.ts';
import { isInsomnia4, isInsomnia5, readInsomnia4, readInsomnia5 } from './insomnia.ts';
import { isHttpClientEnvironments, readHttpClientEnvironments } from './jetbrains.ts';
import { isOpenCollection, readOpenCollection } from './open-collection.ts';
import {
  isDiscoveryDocument,
  isKeycloakAdapter,
  isOidcAgent,
  readDiscoveryDocument,
  readKeycloakAdapter,
  readOidcAgent,
  readPlainJson,
} from './plain-json.ts';
import {
  isPostmanCollection,
  isPostmanEnvironment,
  readPostmanCollection,
  readPostmanEnvironment,
} from './postman.ts';

/** The special ones first: the last would take any of them for plain JSON. */
const READERS: readonly (readonly [
  is: (value: unknown, fileName?: string) => boolean,
  read: (value: unknown) => Reading,
])[] = [
  [isPostmanCollection, readPostmanCollection],
  [isPostmanEnvironment, readPostmanEnvironment],
  [isInsomnia4, readInsomnia4],
  [isInsomnia5, readInsomnia5],
  [isOpenCollection, readOpenCollection],
  [isBrunoJson, readBrunoJson],
  [isHttpClientEnvironments, readHttpClientEnvironments],
  [isOidcAgent, readOidcAgent],
  [isKeycloakAdapter, readKeycloakAdapter],
  [isDiscoveryDocument, readDiscoveryDocument],
];

/** `undefined` when it is nobody's. Throws `profiles_invalid` for one that is nested too deeply. */
export function readValue(value: unknown, fileName: string | undefined): Reading | undefined {
  const reader = READERS.find(([is]) => is(value, fileName));
  return reader === undefined ? readPlainJson(value) : reader[1](value);
}
