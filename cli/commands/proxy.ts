import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FobError } from '../../core/index.ts';
import type { ProfileMembers } from '../../shared/profile.ts';
import { endpointProblem } from '../../shared/profile.ts';
import { addressPath } from '../address-path.ts';
import type { Command, CommandContext } from '../command.ts';
import { createLoopbackProxy } from '../loopback-proxy.ts';
import { profileTls } from './curl.ts';
import { authorizationOf, fetchToken, TOKEN_OPTIONS } from './token.ts';

export const proxy: Command = {
  name: 'proxy',
  parameters: 'ADDRESS',
  summary: 'a loopback proxy to --target URL that adds a live token to each request',
  options: {
    target: { type: 'string', value: 'URL', help: 'the API that requests are sent on to' },
    port: { type: 'string', value: 'PORT', help: 'where to listen on 127.0.0.1 (default: any free port)' },
    ...TOKEN_OPTIONS,
  },
  arity: { min: 1, max: 1 },
  run: async (context) => {
    const { args, terminal } = context;
    const [target, port] = [targetOf(args.text('target')), portOf(args.text('port'))];
    const tls = withoutSecrets(await profileTls(context), addressPath(args.positionals[0]));
    // What stands in the way of a token is said now, not by the first request.
    authorizationOf(await fetchToken(context));
    const server = await serverFor(context, target, tls);
    const url = `http://127.0.0.1:${await listen(server, port)}`;
    const answer = { address: args.positionals[0], url, target: target.href };
    process.stdout.write(`${args.flag('json') ? JSON.stringify(answer) : url}\n`);
    terminal.say(`Requests go on to ${target.href} with a token of ${answer.address ?? ''}. Ctrl-C ends it.`);
    await interrupted();
    server.close().closeAllConnections();
    return { text: '', json: null };
  },
};

type Tls = NonNullable<ProfileMembers['tls']>;

/** What speaks to the API is loaded for this command alone. */
async function serverFor(context: CommandContext, target: URL, tls: Tls): Promise<Server> {
  const { apiRoutes } = await import('../api-routes.ts');
  return createLoopbackProxy({
    target,
    routes: apiRoutes(tls, context.env),
    authorization: async () => authorizationOf(await fetchToken(context)),
  });
}

function targetOf(text: string | undefined): URL {
  const hint = 'For example: fob proxy acme/dev --target https://api.example.com';
  if (text === undefined) throw new FobError('usage', 'Say where requests go, by --target.', { hint });
  const problem =
    endpointProblem(text) ?? (new URL(text).search === '' ? undefined : 'must not have a query');
  if (problem !== undefined) throw new FobError('usage', `--target ${problem}.`, { hint });
  return new URL(text);
}

function portOf(text = '0'): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new FobError('usage', '--port takes a number from 0 to 65535.');
}

function withoutSecrets(tls: Tls, address: string): Tls {
  if (typeof tls.key !== 'object' && tls.passphrase === undefined) return tls;
  throw new FobError('refused_by_policy', `The key of ${address}'s client certificate is kept as a secret.`, {
    hint: 'Secrets stay in the host; name a plain key file in "tls.key" to show the certificate to an API.',
  });
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    throw new FobError('redirect_port_taken', `Port ${port} of 127.0.0.1 cannot be had.`, {
      hint: 'Another program may have it: choose another --port, or none.',
      cause: error,
    });
  }
  return (server.address() as AddressInfo).port;
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
