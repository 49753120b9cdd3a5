/** What the desktop says outside its windows: in the tray, its menu and notifications. */
export const en = {
  tray: {
    open: 'Open Fob',
    palette: 'Find and copy…',
    lock: 'Lock',
    quit: 'Quit Fob',
    all: 'All environments in Fob…',
    disarm: (address: string) => `Disarm ${address}`,
    copy: (address: string, status: string) => `Copy ${address}: ${status}`,
    formats: { raw: 'Copy token', header: 'Copy header', curl: 'Copy as curl', env: 'Copy as env line' },
    refresh: 'Refresh now',
    signIn: 'Sign in…',
    show: 'Open in Fob',
    update: (version: string) => `Restart for Fob ${version}`,
  },
  status: {
    locked: 'locked',
    invalid: 'profile not usable',
    missing: 'secret missing',
    sign_in_needed: 'sign-in needed',
    error: 'failed',
    refreshing: 'refreshing',
    valid: 'valid',
    expired: 'expired',
    none: 'no token yet',
    left: (span: string) => `${span} left`,
    armed: (span: string) => `armed ${span}`,
    notArmed: 'not armed',
  },
  span: {
    short: 'less than 1 min',
    minutes: (count: number) => `${count} min`,
    hours: (count: number) => `${count} h`,
    days: (count: number) => `${count} d`,
  },
  tooltip: {
    vault: { absent: '', unlocked: '', locked: 'vault locked', damaged: 'vault damaged' },
    empty: 'no profiles yet',
    valid: (valid: number, all: number) => `${valid} of ${all} valid`,
    toSignIn: (count: number) => `${count} to sign in`,
    failed: (count: number) => `${count} failed`,
  },
  notices: {
    copied: (address: string) => `Copied ${address}`,
    signInTitle: (address: string) => `${address}: sign-in needed`,
    signInBody: 'Its session has ended. Click to sign in.',
    failingTitle: (address: string) => `${address}: refresh is failing`,
    failingBody: 'Click to see why.',
    certificateTitle: (address: string) => `${address}: client certificate`,
    certificateBody: (span: string) => `It expires in ${span}. Ask for a new one in time.`,
    sessionTitle: (address: string) => `${address}: session ends soon`,
    sessionBody: (span: string) => `A new sign-in will be needed in ${span}.`,
  },
  shortcuts: {
    refused: (keys: string) =>
      `The shortcut ${keys} is not to be had: another program has it, or the system takes none.`,
  },
};

export type TrayWords = typeof en;
