export const firstRun = {
  label: 'First steps',
  steps: { vault: 'Where secrets are kept', service: 'Add a service', demo: 'Or try the demo' },
  skip: 'Skip for now',
  demo: {
    start: 'Try the demo',
    help: 'The demo is three environments of an identity provider inside Fob. It listens on this machine alone, until Fob ends.',
    started: 'The demo runs: copy a token of one of its environments',
  },
};
