/** Claims side by side. */
export const compare = {
  title: 'Compare',
  intro: 'Two tokens side by side: what another environment says differently, or what a refresh changed.',
  mode: 'Compare',
  environments: 'Two environments',
  refresh: 'Before and after a refresh',
  left: 'Left',
  right: 'Right',
  of: 'Environment',
  swap: 'Swap sides',
  before: (address: string) => `${address}, before`,
  after: (address: string) => `${address}, now`,
  noneToCompare: 'There is nothing to compare yet.',
  noneToCompareHelp: 'Add a profile first.',
  noToken: (address: string) => `${address} has no token at hand.`,
  getToken: (address: string) => `Get a token of ${address}`,
  opaque: (address: string) =>
    `The access token of ${address} is opaque: it says nothing that could be compared.`,
  noPrevious: (address: string) =>
    `Fob remembers no token of ${address} before the present one. After its next refresh there is one.`,
  previousNote: 'The token before was decoded, not verified; it is gone and only its claims are remembered.',
  reading: 'Reading the tokens…',
  onlyDifferences: 'Only differences',
  claims: 'Claims of the access token',
  header: 'Header',
  claim: 'Claim',
  verdict: 'Verdict',
  lifetime: 'lifetime',
  lifetimeHelp: 'Lifetime in all: from issue to expiry',
  signs: {
    same: 'the same',
    differs: 'differs',
    always: 'differs as always',
    left: 'only on the left',
    right: 'only on the right',
  },
  absent: 'not there',
  summary: (differences: number) =>
    differences === 0
      ? 'The tokens say the same.'
      : `${differences} ${differences === 1 ? 'difference' : 'differences'} that matter${differences === 1 ? 's' : ''}`,
  nothingDiffers: 'No claim differs but those that always do.',
};
