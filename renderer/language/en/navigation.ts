export const navigation = {
  label: 'Views',
  environments: 'Environments',
  compare: 'Compare',
  inspect: 'Inspect a token',
  refusal: 'Why 401?',
  activity: 'Activity',
  settings: 'Settings',
  about: 'About Fob',
  /** Beneath the pictures of the rail: one short word each. */
  short: {
    environments: 'Tokens',
    compare: 'Compare',
    inspect: 'Inspect',
    refusal: 'Why 401?',
    activity: 'Activity',
    settings: 'Settings',
    about: 'About',
  },
};
