import { distance } from 'fastest-levenshtein';
import { FobError } from '../../core/index.ts';
import { secretText } from '../../core/node/secret-text.ts';
import { SECRET_MEMBERS } from '../../shared/profile.ts';
import type { ProfileMembers, SecretMember } from '../../shared/profile.ts';
import { addressPath } from '../address-path.ts';
import { profileMembers } from '../profile-members.ts';
import type { Command, CommandContext } from '../command.ts';
import { decryptedKey, isEncryptedKey, isWholeKey } from '../private-key.ts';

export const secretSet: Command = {
  name: 'secret set',
  parameters: 'ADDRESS MEMBER',
  summary: 'keeps a secret in the vault (from stdin or a hidden prompt)',
  options: {},
  arity: { min: 2, max: 2 },
  run: async (context) => {
    const address = addressPath(context.args.positionals[0]);
    const member = memberOf(context.args.positionals[1]);
    // Nobody is asked for a secret that then has no place.
    const members = await profileMembers(context.host, address);
    const given = await secretValue(address, member, context);
    const value = isKey(member) ? await usableKey(members, given, context) : given;
    await context.host.call({ method: 'PUT', path: `/v1/secrets/${address}/${member}`, body: { value } });
    return { text: `${address} ${member} stored`, json: { address, member, stored: true } };
  },
};

const isKey = (member: SecretMember): boolean => member === 'private_key' || member === 'tls.key';

function memberOf(name: string | undefined): SecretMember {
  const member = SECRET_MEMBERS.find((known) => known === name);
  if (member !== undefined) return member;
  const typed = (name ?? '').slice(0, 40);
  const close = SECRET_MEMBERS.find((known) => distance(known, typed) <= 2);
  const guess = close === undefined ? '' : `Did you mean ${close}? `;
  throw new FobError('usage', `"${typed}" is not a secret of a profile.`, {
    hint: `${guess}Secrets are ${SECRET_MEMBERS.join(', ')}. The value is never an argument: it comes from stdin.`,
  });
}

async function secretValue(
  address: string,
  member: SecretMember,
  { terminal }: CommandContext,
): Promise<string> {
  const typed = terminal.interactive
    ? await terminal.askHidden(`${member} of ${address}`, isKey(member) ? isWholeKey : undefined)
    : secretText(await terminal.readBytes('The secret'))?.replace(/\r?\n$/, '');
  if (typed === undefined)
    throw new FobError('usage', 'The secret is neither UTF-8 text nor a key file (DER, PKCS #12).');
  if (typed === '') throw new FobError('usage', 'The secret is empty.');
  return typed;
}

/** What is no private key is said now, not by the first token. The engine opens an encrypted one only by `tls.passphrase`. */
async function usableKey(
  members: ProfileMembers,
  given: string,
  { terminal }: CommandContext,
): Promise<string> {
  if (!(await isEncryptedKey(given))) return given;
  if (members.tls?.passphrase !== undefined) return given;
  const passphrase = await terminal.askBeside('Passphrase of the private key');
  if (passphrase !== undefined) return decryptedKey(given, passphrase);
  throw new FobError(
    'secret_invalid',
    'The private key is encrypted, and nobody can be asked for its passphrase.',
    {
      hint: 'Run the command in a terminal, or name the passphrase in the profile as "tls": { "passphrase": ... }.',
    },
  );
}
