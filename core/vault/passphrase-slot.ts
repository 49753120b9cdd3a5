/** The vault's slot that a passphrase opens: scrypt (RFC 7914) makes the wrapping key. */
import { z } from 'zod';
import { FobError } from '../errors/fob-error.ts';
import type { Scrypt, ScryptParameters } from '../ports/kdf.ts';
import type { KeySlotBackend, SlotContext } from '../ports/key-slot.ts';
import type { Random } from '../ports/random.ts';
import { base64urlText, fromBase64url, toBase64url } from './base64url.ts';
import { unwrapKey, wrapKey } from './wrapped-key.ts';

/** About 0.3 s and 128 MiB on a machine of 2025: OWASP's first choice for scrypt. */
export const DEFAULT_SCRYPT: ScryptParameters = { N: 2 ** 17, r: 8, p: 1 };

const SALT_BYTES = 16;
const MAX_MEMORY_BYTES = 2 ** 30;

// The header can be written by others: a made-up cost must not take all memory or hours.
const parametersSchema = z
  .strictObject({
    N: z
      .int()
      .min(2)
      .max(2 ** 20)
      .refine((n) => Number.isInteger(Math.log2(n))),
    r: z.int().min(1).max(16),
    p: z.int().min(1).max(4),
    salt: base64urlText(64).min(22),
  })
  .refine(({ N, r }) => 128 * N * r <= MAX_MEMORY_BYTES);

export function createPassphraseSlot(
  scrypt: Scrypt,
  random: Random,
  cost: ScryptParameters = DEFAULT_SCRYPT,
): KeySlotBackend {
  const kind = 'passphrase';
  return {
    kind,
    available: () => Promise.resolve(false),

    async wrap(dataKey, context) {
      const passphrase = passphraseOf(context);
      const salt = random.bytes(SALT_BYTES);
      const parameters = { N: cost.N, r: cost.r, p: cost.p, salt: toBase64url(salt) };
      const wrappingKey = await scrypt(passphrase, salt, cost);
      return {
        parameters,
        wrapped: await wrapKey(wrappingKey, dataKey, { kind, parameters }, context, random),
      };
    },

    async unwrap(slot, context) {
      const passphrase = passphraseOf(context);
      const parameters = parametersSchema.safeParse(slot.parameters);
      if (!parameters.success)
        throw new FobError('vault_damaged', 'The passphrase slot in the header of the vault is damaged.', {
          hint: 'Restore the header of the vault from a backup.',
        });
      const { salt, ...slotCost } = parameters.data;
      const wrappingKey = await scrypt(passphrase, fromBase64url(salt), slotCost);
      const dataKey = await unwrapKey(wrappingKey, slot, context);
      if (dataKey === undefined)
        throw new FobError('vault_passphrase_wrong', 'This passphrase does not open the vault.', {
          hint: 'Check the passphrase. After each wrong one Fob waits longer.',
        });
      return { dataKey, isOutdated: slotCost.N * slotCost.r * slotCost.p < cost.N * cost.r * cost.p };
    },
  };
}

/** The same letters can be typed as different code points; RFC 8265 section 4.2 (OpaqueString) settles on NFC. */
function passphraseOf(context: SlotContext): string {
  if (context.passphrase === undefined || context.passphrase === '')
    throw new FobError('vault_locked', 'The vault is opened by a passphrase, and none was given.', {
      hint: 'Set FOB_PASSPHRASE or run "fob unlock" in a terminal.',
    });
  return context.passphrase.normalize('NFC');
}
