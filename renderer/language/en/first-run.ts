export const firstRun = {
  label: 'First steps',
  steps: { vault: 'Where secrets are kept', service: 'Add a service', demo: 'Or try the demo' },
  skip: 'Skip for now',
};
