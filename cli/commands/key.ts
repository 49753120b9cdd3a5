import { FobError } from '../../core/index.ts';
import { addressPath } from '../address-path.ts';
import { profileMembers } from '../profile-members.ts';
import type { Command, CommandContext } from '../command.ts';
import { KEY_ALGORITHMS, newKeyPair } from '../private-key.ts';
import type { KeyAlgorithm } from '../private-key.ts';

const USUAL: KeyAlgorithm = 'RS256';

export const keyGenerate: Command = {
  name: 'key generate',
  parameters: 'ADDRESS',
  summary: 'makes a key pair: private_key to the vault, the public JWKS to stdout',
  options: {
    alg: {
      type: 'string',
      value: 'ALG',
      help: `${KEY_ALGORITHMS.join(', ')} (default: the profile's, or ${USUAL})`,
    },
  },
  arity: { min: 1, max: 1 },
  run: async (context) => {
    const address = addressPath(context.args.positionals[0]);
    const alg = await algorithmFor(address, context);
    const { kid, publicKey, privateKey } = await newKeyPair(alg);
    await context.host.call({
      method: 'PUT',
      path: `/v1/secrets/${address}/private_key`,
      body: { value: JSON.stringify(privateKey) },
    });
    const jwks = { keys: [publicKey] };
    context.terminal.say(`${address} private_key stored. Give the IdP this JWKS for the client:`);
    return { text: JSON.stringify(jwks, null, 2), json: { address, alg, kid, jwks } };
  },
};

/** Throws `usage` for a key that the profile would not sign with. */
async function algorithmFor(address: string, { args, host }: CommandContext): Promise<KeyAlgorithm> {
  const members = await profileMembers(host, address);
  const own = members.token_endpoint_auth_signing_alg;
  const wished = args.text('alg') ?? own ?? USUAL;
  const alg = KEY_ALGORITHMS.find((known) => known === wished);
  if (alg === undefined) {
    throw new FobError('usage', `A key for "${wished.slice(0, 40)}" cannot be made.`, {
      hint: `Known are ${KEY_ALGORITHMS.join(', ')}.`,
    });
  }
  // Without a word in the profile an RSA key signs with RS256.
  if (alg === own || (own === undefined && alg !== 'PS256')) return alg;
  throw new FobError(
    'usage',
    `${address} ${own === undefined ? 'would sign with RS256' : `signs with ${own}`}, not ${alg}.`,
    {
      hint: `Write "token_endpoint_auth_signing_alg": "${alg}" into the profile first.`,
    },
  );
}
