import { readFile } from 'node:fs/promises';
import { fetchKeySet, FobError, inspectText, localKeys } from '../../core/index.ts';
import type { JwtView } from '../../shared/token-view.ts';
import { addressPath } from '../address-path.ts';
import type { Command, CommandContext } from '../command.ts';
import { jwtJson, jwtText } from '../jwt-text.ts';

export const inspect: Command = {
  name: 'inspect',
  parameters: '',
  summary: 'decodes any JWT from stdin; verifies it with --jwks or --for',
  options: {
    jwks: { type: 'string', value: 'FILE|URL', help: 'verify against these keys' },
    for: { type: 'string', value: 'ADDRESS', help: "verify against this profile's issuer and keys" },
  },
  arity: { min: 0, max: 0 },
  run: async (context) => {
    const text = await context.terminal.readInput('The JWT');
    const view = await inspected(text, context);
    return {
      text: jwtText('token', view, context.terminal, Date.now()),
      json: jwtJson(view),
      exitCode: view.verification.kind === 'not_verified' ? 4 : 0,
    };
  },
};

async function inspected(text: string, { args, host }: CommandContext): Promise<JwtView> {
  const address = args.text('for');
  const source = args.text('jwks');
  if (address !== undefined && source !== undefined) {
    throw new FobError('usage', 'Give either --jwks or --for, not both.');
  }
  const decoded = await inspectText(text);
  if (address !== undefined) {
    const body = { jwt: decoded.compact, for: addressPath(address) };
    const view = (await host.call({ method: 'POST', path: '/v1/inspect', body })) as JwtView;
    return heldToPromise(view);
  }
  if (source === undefined) return decoded;
  return inspectText(decoded.compact, { keys: localKeys(await readKeys(source)), now: Date.now() });
}

/** From a file, or by the same way as to an IdP: with the proxy of the environment and the authorities that all profiles trust. */
async function readKeys(source: string): Promise<string> {
  if (!/^https?:/.test(source)) return readKeysFile(source);
  const { createUndiciHttp } = await import('../../core/node/undici-http.ts');
  return fetchKeySet(source, createUndiciHttp(process.env));
}

/** Whoever asked for a check must not mistake "there were no keys" for one. */
function heldToPromise(view: JwtView): JwtView {
  if (view.verification.kind !== 'decoded') return view;
  const message =
    'The profile has neither an issuer nor a "jwks_uri", so there are no keys to check against.';
  return { ...view, verification: { kind: 'not_verified', reason: { code: 'token_not_verified', message } } };
}

async function readKeysFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new FobError('usage', `${path} cannot be read.`, { cause: error });
  }
}
