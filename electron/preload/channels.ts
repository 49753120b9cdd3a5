/** The two channels between the main process and the window's page. Both ends take the names from here. */

/** Page to main, answered: `(name, argument)` of a call of the IPC contract; the answer is a `Settled`. */
export const CALL_CHANNEL = 'fob:call';

/** Main to page: `(name, payload)` of a push of the IPC contract. */
export const PUSH_CHANNEL = 'fob:push';
