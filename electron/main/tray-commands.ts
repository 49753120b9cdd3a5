/** What a click at the tray, a shortcut or a notification does. They have no room for an error: a window says it. */
import type { Rectangle } from 'electron';
import { dispatch, reportBugTo } from '../../agent/dispatch.ts';
import { errorView } from '../../core/index.ts';
import type { Clock, Log } from '../../core/index.ts';
import type { IpcContract } from '../../shared/ipc-contract.ts';
import type { Handlers, InvokeName, Settled } from '../../shared/ipc-kit.ts';
import type { Address } from '../../shared/profile.ts';
import type { LoginStart } from '../../shared/session-view.ts';
import type { CopyFormat, CopyResult } from '../../shared/token-view.ts';
import { openInBrowser } from './adapters/open-in-browser.ts';
import { tellCopied } from './notices/notices.ts';
import type { TrayCommand } from './tray/tray-menu.ts';
import { countdownText } from './tray/tray-status.ts';
import type { Pages } from './window/pages.ts';
import type { TrayWords } from './words/en.ts';

export interface CommandOptions {
  readonly handlers: Handlers<IpcContract>;
  readonly pages: Pages;
  readonly clock: Clock;
  readonly log: Log;
  readonly words: () => TrayWords;
  /** Where the tray's icon is. */
  readonly icon: () => Rectangle;
  readonly quit: () => void;
}

export type Commands = (command: TrayCommand) => void;

/** Answers as a window would be answered; what fails is logged as well. */
type Call = (name: InvokeName<IpcContract>, argument?: unknown) => Promise<Settled<unknown>>;

export function createCommands(options: CommandOptions): Commands {
  const { handlers, pages, log, quit } = options;
  const call: Call = async (name, argument) => {
    const settled = await dispatch(handlers, name, argument, reportBugTo(log));
    if (!settled.ok) log.warn(settled.error.message);
    return settled;
  };
  const callOrShow = async (name: InvokeName<IpcContract>, address?: Address): Promise<void> => {
    const { ok } = await call(name, address === undefined ? undefined : { address });
    if (!ok) pages.show(address && { kind: 'profile', address });
  };

  return (command) => {
    switch (command.do) {
      case 'open':
        pages.show();
        break;
      case 'palette':
        pages.show({ kind: 'palette' });
        break;
      case 'show':
        pages.show({ kind: 'profile', address: command.address });
        break;
      case 'copy':
        void copy(options, call, command.address, command.format);
        break;
      case 'signIn':
        void signIn(options, call, command.address);
        break;
      case 'refresh':
        void callOrShow('tokens.refresh', command.address);
        break;
      case 'disarm':
        void callOrShow('guard.disarm', command.address);
        break;
      case 'lock':
        void callOrShow('vault.lock');
        break;
      case 'update':
        void call('desktop.restart');
        break;
      case 'quit':
        quit();
        break;
    }
  };
}

async function copy(
  options: CommandOptions,
  call: Call,
  address: Address,
  format: CopyFormat,
): Promise<void> {
  const { pages, clock, words, icon } = options;
  const settled = await call('tokens.copy', { address, format });
  if (settled.ok) {
    const { expiresAt } = settled.value as CopyResult;
    const said = words();
    const left = expiresAt === undefined ? '' : said.status.left(countdownText(expiresAt - clock.now()));
    tellCopied(said.notices.copied(address), left);
  } else if (settled.error.code === 'refused_by_policy') pages.ask(icon(), { kind: 'copy', address });
  else if (settled.error.code === 'sign_in_needed') pages.ask(icon(), { kind: 'sign_in', address });
  else pages.show({ kind: 'profile', address });
}

/** In the browser; a device's code is for a person to read, so the window shows it. */
async function signIn({ pages, log }: CommandOptions, call: Call, address: Address): Promise<void> {
  const settled = await call('sessions.login', { address });
  const start = settled.ok ? (settled.value as LoginStart) : undefined;
  if (start?.kind === 'browser') {
    const problem = await openInBrowser(start.url).then(() => undefined, errorView);
    if (problem === undefined) return;
    log.warn(problem.message);
  }
  pages.show({ kind: 'profile', address });
}
