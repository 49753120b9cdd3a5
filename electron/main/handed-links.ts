/**
 * The addresses that the engine handed to the window for a person's browser: of a sign-in, or of a sign-out's last step. The
 * window may have each of them opened once, and nothing else: whatever gets into the page cannot send a person anywhere.
 */
import type { IpcContract } from '../../shared/ipc-contract.ts';
import type { Handlers } from '../../shared/ipc-kit.ts';
import type { LoginStart } from '../../shared/session-view.ts';

/** More than anybody signs in at once; the oldest goes first. */
const MOST = 32;

export interface HandedLinks {
  /** The same handlers; what they hand out is noted. */
  noting(handlers: Handlers<IpcContract>): Handlers<IpcContract>;
  /** The address as the engine wrote it when it was handed out and not yet taken; `undefined` otherwise. */
  take(url: string): string | undefined;
}

export function createHandedLinks(): HandedLinks {
  const links = new Set<string>();
  const note = (url: string | undefined): void => {
    if (url === undefined) return;
    links.add(url);
    const [oldest] = links;
    if (links.size > MOST && oldest !== undefined) links.delete(oldest);
  };
  return {
    noting: (handlers) => ({
      ...handlers,
      'sessions.login': async (argument) => {
        const start = await handlers['sessions.login'](argument);
        linksOf(start).forEach(note);
        return start;
      },
      'sessions.logout': async (argument) => {
        const result = await handlers['sessions.logout'](argument);
        note(result.endSessionUrl);
        return result;
      },
    }),
    take: (url) => {
      const wanted = URL.parse(url)?.href;
      // Two parsers wrote these: ours, and the page's.
      const link = [...links].find((handed) => URL.parse(handed)?.href === wanted);
      if (link !== undefined) links.delete(link);
      return link;
    },
  };
}

function linksOf(start: LoginStart): readonly (string | undefined)[] {
  return start.kind === 'browser' ? [start.url] : [start.verificationUri, start.verificationUriComplete];
}
