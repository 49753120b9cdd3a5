export const navigation = {
  label: 'Views',
  environments: 'Environments',
  compare: 'Compare',
  inspect: 'Inspect a token',
  refusal: 'Why 401?',
  activity: 'Activity',
  settings: 'Settings',
  about: 'About Fob',
};
