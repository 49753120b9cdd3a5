/** The frame around the views, and what stands in for them. */
export const shell = {
  addProfile: 'Add profile',
  lock: 'Lock',
  connectionLost: 'Connection to Fob lost. Retrying…',
  lastHeard: (ago: string) => `Last update ${ago}.`,
  loading: 'Loading',
  notSignedIn: 'This page is not signed in',
  sessionOver: 'The session of this page is over',
  /** Before and after the command `fob ui`. */
  runBefore: 'Run',
  runAfter:
    'in a terminal to open it. Only that command can: it keeps other programs and web pages away from your tokens.',
  cannotShow: 'Fob cannot show your profiles',
  tryAgain: 'Try again',
  viewFailed: 'This view could not be shown',
  viewFailedHelp: 'Fob may have been updated or stopped meanwhile. Loading the page again usually helps.',
  reload: 'Load the page again',
};
