/** The calls of an import, in three steps: read, look at (and edit) what came of it, save. No answer holds a secret. */
import { z } from 'zod';
import type { ImportSaved, ImportView } from './import-view.ts';
import { LARGEST_IMPORT, MOST_IMPORT_FILES } from './import-view.ts';
import { invoke } from './ipc-kit.ts';
import { parseAddress } from './profile.ts';
import type { Address } from './profile.ts';

const address = z.custom<Address>((value) => typeof value === 'string' && parseAddress(value) !== undefined);
const file = z.strictObject({
  name: z.string().max(4096).exactOptional(),
  text: z.string().max(LARGEST_IMPORT),
});

export const importContract = {
  /** Reads files of other programs together, a curl line or an issuer's URL. Saves nothing; `service` names the result. */
  'profiles.import': invoke<ImportView>()(
    z.strictObject({
      files: z.array(file).min(1).max(MOST_IMPORT_FILES),
      service: z.string().min(1).max(200).exactOptional(),
    }),
  ),
  /**
   * Saves an import: `text` where the person edited the profiles, and the secrets that were found. Refused with
   * `refused_by_policy` while an address has a profile here and `replace` is not set; the import can then be saved again.
   */
  'profiles.importSave': invoke<ImportSaved>()(
    z.strictObject({
      id: z.string().max(64),
      text: z.string().max(LARGEST_IMPORT).exactOptional(),
      replace: z.boolean().exactOptional(),
    }),
  ),
  /** A profile file with these profiles, or all; references in place of secrets. */
  'profiles.export': invoke<{ text: string }>()(
    z.strictObject({ addresses: z.array(address).max(10_000).exactOptional() }),
  ),
} as const;
