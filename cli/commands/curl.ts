/**
 * `fob curl`: the token is in nobody's list of processes, and the standard input stays free for `--data @-`. So curl reads
 * it as a part of its configuration, from a pipe of its own; where there is no such pipe (Windows), from standard input.
 */
import { FobError } from '../../core/index.ts';
import type { ProfileMembers } from '../../shared/profile.ts';
import { addressPath } from '../address-path.ts';
import { runChild } from '../child-program.ts';
import type { Command, CommandContext } from '../command.ts';
import { usageLine } from '../help.ts';
import { profileMembers } from '../profile-members.ts';
import { withSecretPipe } from '../secret-pipe.ts';
import { withoutPassphrase } from '../without-passphrase.ts';
import { authorizationOf, fetchToken, TOKEN_OPTIONS } from './token.ts';

export const curl: Command = {
  name: 'curl',
  parameters: 'ADDRESS URL...',
  summary: "curl with the token and client certificate; all after ADDRESS is curl's",
  options: TOKEN_OPTIONS,
  arity: { min: 1, max: 1 },
  passesOn: true,
  run: async (context) => {
    if (context.passedOn.length === 0)
      throw new FobError('usage', 'Say what to call.', { hint: `Usage: ${usageLine(curl)}` });
    const address = addressPath(context.args.positionals[0]);
    const certificate = certificateOptions(await profileTls(context), address);
    const header = `Authorization: ${authorizationOf(await fetchToken(context))}`;
    const configuration = [['header', header], ...certificate]
      .map(([name = '', value = '']) => `${name} = ${quoted(value)}\n`)
      .join('');
    return { text: '', json: null, exitCode: await runCurl(configuration, context) };
  },
};

function runCurl(configuration: string, { env: own, passedOn }: CommandContext): Promise<number> {
  const env = withoutPassphrase(own);
  if (process.platform !== 'win32')
    return withSecretPipe(configuration, env, (path, started) =>
      runChild('curl', ['--config', path, ...passedOn], { env, started }),
    );
  return runChild('curl', ['--config', '-', ...passedOn], {
    env,
    stdio: ['pipe', 'inherit', 'inherit'],
    // A curl that does not start reads nothing.
    started: ({ stdin }) => stdin?.on('error', () => undefined).end(configuration),
  });
}

/** A value as curl's configuration takes it; a control character could begin another line. */
function quoted(value: string): string {
  if (/[\u0000-\u001f\u007f]/.test(value))
    throw new FobError('profile_invalid', 'The token or a path of "tls" holds a control character.');
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

type Tls = NonNullable<ProfileMembers['tls']>;

/** What the profile says of certificates; empty when it says nothing. */
export async function profileTls({ args, host }: CommandContext): Promise<Tls> {
  return (await profileMembers(host, addressPath(args.positionals[0]))).tls ?? {};
}

/** What curl is told of the profile's files. A key that Fob keeps never leaves it: then curl cannot show the certificate. */
export function certificateOptions(
  { ca, cert, key, pfx }: Tls,
  address: string,
): readonly (readonly string[])[] {
  if (typeof key === 'object')
    throw new FobError(
      'refused_by_policy',
      `The private key of ${address}'s certificate is kept as a secret.`,
      {
        hint: 'Fob gives no key to another program: name a file in "tls.key", or call the API by "fob token" and your own key.',
      },
    );
  return [
    ...(ca === undefined ? [] : [['cacert', ca]]),
    ...(cert === undefined ? [] : [['cert', cert.replaceAll(/[\\:]/g, String.raw`\$&`)]]),
    ...(key === undefined ? [] : [['key', key]]),
    ...(pfx === undefined
      ? []
      : [
          ['cert-type', 'P12'],
          ['cert', pfx.replaceAll(/[\\:]/g, String.raw`\$&`)],
        ]),
  ];
}
