import { FobError } from '../../core/index.ts';
import type { LoginStart } from '../../shared/session-view.ts';
import type { ServiceView } from '../../shared/snapshot.ts';
import { addressPath } from '../address-path.ts';
import { openInBrowser } from '../browser.ts';
import type { Command, CommandContext, Output } from '../command.ts';
import { lendable } from '../recovery.ts';
import { timeLeft } from '../words.ts';

/** Milliseconds. A host lets a person take an hour at most, and needs a moment for the tokens afterwards. */
const PERSON_MS = 65 * 60_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export const login: Command = {
  name: 'login',
  parameters: 'ADDRESS',
  summary: 'signs in: in your browser, or by a code on any device',
  options: {
    device: { type: 'boolean', help: 'show a code to type in on any device, whatever the grant type' },
    paste: { type: 'boolean', help: 'for a browser on another machine: paste the address it ends at' },
  },
  arity: { min: 1, max: 1 },
  run: async (context) => {
    const { args, host } = context;
    const address = addressPath(args.positionals[0]);
    const [device, paste] = [args.flag('device'), args.flag('paste')];
    if (device && paste) throw new FobError('usage', 'Give either --device or --paste, not both.');
    const path = `/v1/login/${address}`;
    const start = (await host.call({ method: 'POST', path, body: { device } })) as LoginStart;
    await attend(context, path, start);
    return signedIn(context, address);
  },
};

/** Lets the person do their part. Ctrl-C, and what goes wrong on this side, ends the sign-in at the host as well. */
async function attend(context: CommandContext, path: string, start: LoginStart): Promise<void> {
  const { host } = context;
  const cancel = () => host.callRunning({ method: 'DELETE', path }).catch(() => undefined);
  const onSignal = () => void cancel();
  const over = new AbortController();
  for (const signal of SIGNALS) process.once(signal, onSignal);
  try {
    const done = host.callRunning({ method: 'GET', path, deadlineMs: PERSON_MS }).then(refuseGone);
    const guided = guide(context, path, start, over.signal).catch(async (error: unknown) => {
      // Once it is over at the host, what runs there is somebody else's.
      if (!over.signal.aborted) await cancel();
      throw error;
    });
    await Promise.race([done, guided.then(() => done)]);
  } finally {
    over.abort();
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

function refuseGone(answer: unknown): void {
  if (answer !== undefined) return;
  throw new FobError('internal', 'The host ended before the sign-in did.', { hint: 'Begin it again.' });
}

/** Tells what to do, and resolves when there is nothing left to do on this side. */
async function guide(
  context: CommandContext,
  path: string,
  start: LoginStart,
  over: AbortSignal,
): Promise<void> {
  const { args, terminal } = context;
  if (start.kind === 'device') return guideDevice(context, start);
  if (args.flag('paste')) {
    terminal.say(`Open this address in a browser on any machine and sign in:\n\n  ${start.url}\n`);
    terminal.say('The browser ends at a page that it cannot show. Copy the address of that page.');
    return paste(context, path, over);
  }
  const opened = await openInBrowser(start.url, await withoutSecrets(context, path));
  terminal.say(
    opened
      ? `If your browser does not open, go to\n\n  ${start.url}\n`
      : `Open this address in a browser on this machine (elsewhere: --paste or --device):\n\n  ${start.url}\n`,
  );
  terminal.say('Waiting for the sign-in in your browser ... Ctrl-C cancels.');
}

/** The browser is none of those who may know a secret that this shell lends to the profile. */
async function withoutSecrets({ env, host }: CommandContext, path: string): Promise<typeof env> {
  const profile = path.replace('/v1/login/', '/v1/profiles/');
  const { members } = (await host.callRunning({ method: 'GET', path: profile })) as { members: object };
  const lent = lendable(members, env);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !Object.hasOwn(lent, name)));
}

async function guideDevice(
  { env, terminal }: CommandContext,
  start: LoginStart & { kind: 'device' },
): Promise<void> {
  const { userCode, verificationUri, verificationUriComplete, expiresInMs } = start;
  terminal.say(`On any device, open\n\n  ${verificationUri}\n\nand enter the code\n\n  ${userCode}\n`);
  if (terminal.width !== undefined) {
    const { qrPicture } = await import('../qr-picture.ts');
    const picture = qrPicture(verificationUriComplete ?? verificationUri, {
      width: terminal.width,
      coloured: (env.NO_COLOR ?? '') === '',
    });
    if (picture !== undefined) terminal.say(`${picture}\n`);
  }
  terminal.say(`Waiting for the sign-in (the code is good for ${timeLeft(expiresInMs)}) ... Ctrl-C cancels.`);
}

/** Asks again in a terminal when what was pasted is no such address. */
async function paste({ host, terminal }: CommandContext, path: string, over: AbortSignal): Promise<void> {
  for (;;) {
    const callback = await terminal.readLine('Address of that page', over);
    try {
      await host.callRunning({ method: 'PUT', path, body: { callback } });
      return;
    } catch (error) {
      if (!terminal.interactive || !(error instanceof FobError) || error.code !== 'usage') throw error;
      terminal.say([error.message, error.hint ?? ''].join(' ').trim());
    }
  }
}

async function signedIn({ host }: CommandContext, address: string): Promise<Output> {
  const { services } = (await host.call({ method: 'GET', path: '/v1/profiles' })) as {
    services: readonly ServiceView[];
  };
  const views = services.flatMap(({ environments }) => environments);
  const expiresAt = views.find((view) => view.address === address)?.expiresAt;
  if (expiresAt === undefined) return { text: `${address} signed in`, json: { address, signed_in: true } };
  const left = expiresAt - Date.now();
  return {
    text: `${address} signed in, ${timeLeft(left)} left`,
    json: {
      address,
      signed_in: true,
      expires_at: Math.floor(expiresAt / 1000),
      expires_in: Math.max(0, Math.floor(left / 1000)),
    },
  };
}
