import { connectHost } from './bridge/host.ts';

/**
 * The way to the host. A small file of its own, so that the host is asked while the rest of the page is still loading;
 * what shows the page also shows a failure.
 */
export const connecting = connectHost(window);
connecting.catch(() => undefined);
