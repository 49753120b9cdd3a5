/** `fob token` where the short way (fresh-token.ts) does not reach, and `fob copy`, which is the same into the clipboard. */
import { formatToken } from '../../agent/token-format.ts';
import type { TokenFormat } from '../../agent/token-format.ts';
import { FobError } from '../../core/index.ts';
import type { HandedToken } from '../../core/index.ts';
import { COPY_FORMATS } from '../../shared/token-view.ts';
import { addressPath } from '../address-path.ts';
import type { Arguments } from '../arguments.ts';
import { seconds } from '../arguments.ts';
import { writeClipboard } from '../clipboard.ts';
import type { Command, CommandContext } from '../command.ts';
import { timeLeft } from '../words.ts';

export const FORMATS: readonly TokenFormat[] = [...COPY_FORMATS, 'exec-credential'];

/** What of the token can be asked for, by every command that takes one. */
export const TOKEN_OPTIONS: Command['options'] = {
  'min-ttl': { type: 'string', value: 'TIME', help: 'how long the token must still be valid (default 60s)' },
  scope: { type: 'string', value: 'SCOPE', help: "another scope than the profile's" },
  audience: { type: 'string', value: 'AUDIENCE', help: "another audience than the profile's" },
  resource: { type: 'string', value: 'URL', help: "another resource than the profile's" },
};

const OPTIONS: Command['options'] = {
  ...TOKEN_OPTIONS,
  format: { type: 'string', value: 'FORMAT', help: FORMATS.join(', ') },
};

/** The answer of `GET /v1/token/...` as JSON; times in seconds. */
export interface TokenAnswer {
  readonly address: HandedToken['address'];
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_at: number | null;
  readonly expires_in: number | null;
  readonly scope: string | null;
}

export const token: Command = {
  name: 'token',
  parameters: 'ADDRESS',
  summary: 'a fresh access token on stdout',
  options: OPTIONS,
  arity: { min: 1, max: 1 },
  run: async (context) => {
    const format = formatOf(context.args);
    const answer = await fetchToken(context);
    return { text: written(answer, format), json: answer };
  },
};

export const copy: Command = {
  name: 'copy',
  parameters: 'ADDRESS',
  summary: 'the same, to the clipboard',
  options: OPTIONS,
  arity: { min: 1, max: 1 },
  run: async (context) => {
    const format = formatOf(context.args);
    const answer = await fetchToken(context);
    await writeClipboard(written(answer, format), context.env);
    const { address, expires_at, expires_in } = answer;
    const left = expires_in === null ? 'expiry unknown' : `${timeLeft(expires_in * 1000)} left`;
    return { text: `${address} copied, ${left}`, json: { address, format, expires_at, expires_in } };
  },
};

/** The token that the command line asks for. */
export async function fetchToken({ args, host }: CommandContext): Promise<TokenAnswer> {
  const query = new URLSearchParams();
  const minTtl = args.text('min-ttl');
  if (minTtl !== undefined) query.set('min_ttl', String(seconds(minTtl, '--min-ttl')));
  for (const name of ['scope', 'audience', 'resource']) {
    const value = args.text(name);
    if (value !== undefined) query.set(name, value);
  }
  const path = `/v1/token/${addressPath(args.positionals[0])}${query.size === 0 ? '' : `?${query.toString()}`}`;
  return (await host.call({ method: 'GET', path })) as TokenAnswer;
}

function formatOf(args: Arguments): TokenFormat {
  const name = args.text('format') ?? 'raw';
  const format = FORMATS.find((known) => known === name);
  if (format === undefined)
    throw new FobError('usage', `There is no format "${name}".`, {
      hint: `Known are ${FORMATS.join(', ')}.`,
    });
  return format;
}

/** The value of the `Authorization` header that shows the token to an API. Throws `refused_by_policy` for a DPoP token. */
export function authorizationOf({ address, token_type, access_token }: TokenAnswer): string {
  // Each request would need a proof of its own (RFC 9449 section 7.1).
  if (token_type.toLowerCase() === 'dpop')
    throw new FobError(
      'refused_by_policy',
      `The token of ${address} is bound to a DPoP key, which stays in Fob.`,
      {
        hint: 'Each request with it needs a proof of its own (RFC 9449), which "fob curl" and "fob proxy" do not make.',
      },
    );
  return `${token_type} ${access_token}`;
}

function written(answer: TokenAnswer, format: TokenFormat): string {
  if (format === 'json') return JSON.stringify(answer);
  const { address, access_token, token_type, expires_at, scope } = answer;
  const handed: HandedToken = {
    address,
    accessToken: access_token,
    tokenType: token_type,
    ...(expires_at === null ? {} : { expiresAt: expires_at * 1000 }),
    ...(scope === null ? {} : { scope }),
  };
  return formatToken(handed, format);
}
