/**
 * `fob://open/ADDRESS`, from another program: it only ever opens a view. Nothing else of a link counts, and none starts a
 * flow or carries a token (security.md E35, E36).
 */
import { app } from 'electron';
import { URL_SCHEME } from '../../shared/app-identity.ts';
import { parseAddress } from '../../shared/profile.ts';
import type { Address } from '../../shared/profile.ts';

const LINK = new RegExp(`^${URL_SCHEME}://open/([^?#]{1,256})$`, 'i');

/** The address of a link; `undefined` for whatever is none. */
export function linkedAddress(link: string): Address | undefined {
  return parseAddress(LINK.exec(link)?.[1] ?? '')?.address;
}

type Open = (address: Address | undefined) => void;

export interface Links {
  /** Calls `open` from now on, and at once for the last link that came before. Answers whether there was one. */
  readonly followLinks: (open: Open) => boolean;
}

/**
 * Takes each link that the system hands over, and without an address a second start of the app. Must run before the app is
 * ready: macOS hands over the link that it starts the app for right then. Elsewhere that link is an argument of the start.
 */
export function watchLinks(argv: readonly string[]): Links {
  const first = linkIn(argv);
  let waiting: (Address | undefined)[] = first === undefined ? [] : [first];
  let open: Open = (address) => (waiting = [address]);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    open(linkedAddress(url));
  });
  // What the second instance was started with is untrusted (E35).
  app.on('second-instance', (_event, others) => open(linkIn(others)));
  return {
    followLinks: (follower) => {
      // While it is developed, the program that the system would start is Electron's own.
      if (app.isPackaged) app.setAsDefaultProtocolClient(URL_SCHEME, process.env.PORTABLE_EXECUTABLE_FILE);
      open = follower;
      for (const address of waiting) open(address);
      return waiting.length > 0;
    },
  };
}

/** Chromium adds arguments of its own, where it likes. */
function linkIn(argv: readonly string[]): Address | undefined {
  return argv.map(linkedAddress).find((address) => address !== undefined);
}
