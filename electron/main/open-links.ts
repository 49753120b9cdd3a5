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

/** Calls `open` for each link that the system hands over, and without an address for a second start of the app. */
export function watchLinks(open: (address: Address | undefined) => void): void {
  // While it is developed, the program that the system would start is Electron's own.
  if (app.isPackaged) app.setAsDefaultProtocolClient(URL_SCHEME);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    open(linkedAddress(url));
  });
  // What the second instance was started with is untrusted (E35).
  app.on('second-instance', (_event, argv) => open(linkedAddress(argv.at(-1) ?? '')));
}
