export const ui = {
  close: 'Close',
  dismiss: 'Dismiss',
  lastAction: 'Last action',
  lastProblem: 'Last problem',
  /** Moments seen from now. */
  time: {
    now: 'now',
    justNow: 'just now',
    in: (span: string) => `in ${span}`,
    ago: (span: string) => `${span} ago`,
    minutes: (count: number) => `${count} min`,
    hours: (count: number) => `${count} h`,
    days: (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`,
    locale: 'en-GB',
  },
};
