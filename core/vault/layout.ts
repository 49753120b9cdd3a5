/** Where the vault lies in the data directory. */
import { parseAddress } from '../../shared/profile.ts';
import type { Address } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { Random } from '../ports/random.ts';

export const HEADER_FILE = 'vault/vault.json';
export const RECORDS_FOLDER = 'vault/records';
export const REVISIONS_FOLDER = 'vault/revisions';

const SUFFIX = '.json';

/** Name of the record of an address. Ids hold no `+`, so two addresses never share one. Error: `address_unknown`. */
export function recordFile(address: string): string {
  const parts = parseAddress(address);
  if (parts === undefined)
    throw new FobError('address_unknown', `"${address}" is not an address.`, {
      hint: 'Write it as service/environment, for example salus/beta.',
    });
  return `${RECORDS_FOLDER}/${parts.service}+${parts.environment}${SUFFIX}`;
}

/** The address whose record has this name within the records' folder; `undefined` for any other file. */
export function addressOfFile(name: string): Address | undefined {
  if (!name.endsWith(SUFFIX)) return undefined;
  const stem = name.slice(0, -SUFFIX.length);
  const parts = stem.includes('/') ? undefined : parseAddress(stem.replace('+', '/'));
  return parts?.address;
}

/** The address whose record has this name within the data directory; `undefined` for any other file. */
export function addressOfRecord(name: string): Address | undefined {
  const folder = `${RECORDS_FOLDER}/`;
  return name.startsWith(folder) ? addressOfFile(name.slice(folder.length)) : undefined;
}

/** Name under which `Files` keeps the generation before the last write with `keepPrevious`. */
export function previousGeneration(name: string): string {
  return `${name}.previous`;
}

/** Name for the bytes of a damaged file that is replaced: nothing is thrown away that a person has not seen. */
export function damagedName(name: string, random: Random): string {
  const chance = [...random.bytes(4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${name}.damaged-${chance}`;
}

/** Whether a name was made by {@link damagedName}. */
export function isDamagedName(name: string): boolean {
  return /\.damaged-[0-9a-f]{8}$/.test(name);
}
