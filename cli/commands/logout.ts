import { ERROR_CODES } from '../../shared/error-code.ts';
import type { LogoutResult } from '../../shared/session-view.ts';
import { addressPath } from '../address-path.ts';
import type { Command } from '../command.ts';

export const logout: Command = {
  name: 'logout',
  parameters: 'ADDRESS',
  summary: 'revokes the tokens at the IdP, and forgets them here',
  options: {},
  arity: { min: 1, max: 1 },
  run: async ({ args, host, terminal }) => {
    const address = addressPath(args.positionals[0]);
    const result = (await host.call({ method: 'POST', path: `/v1/logout/${address}` })) as LogoutResult;
    const { revoked, problem, endSessionUrl } = result;
    if (endSessionUrl !== undefined)
      terminal.say(`To end the session in your browser as well, open\n\n  ${endSessionUrl}\n`);
    return {
      text: `${address} ${logoutWords(result)}`,
      json: { address, revoked, forgotten: true, problem, end_session_url: endSessionUrl },
      // Forgotten here in any case; but whoever asked for a revocation did not get it.
      exitCode: problem === undefined ? 0 : ERROR_CODES[problem.code].exit,
    };
  },
};

function logoutWords({ revoked, problem }: LogoutResult): string {
  if (revoked) return 'signed out: tokens revoked and forgotten';
  if (problem === undefined) return 'signed out: tokens forgotten; its IdP revokes none';
  return `tokens forgotten here, but not revoked: ${problem.message}`;
}
