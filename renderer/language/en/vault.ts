/** In front of the profiles, while the vault is locked or not made yet. */
export const vault = {
  makeTitle: 'Make your vault',
  makeText: 'Fob keeps secrets and tokens encrypted on this machine. Choose the passphrase that opens them.',
  lockedTitle: 'Fob is locked',
  lockedText: 'Your secrets and tokens are encrypted. Unlock the vault to use them.',
  make: 'Make the vault',
  newPassphrase: 'New passphrase',
  passphraseHelp:
    'Several random words are good. It cannot be recovered: write it down or keep it in your password manager.',
  again: 'Passphrase again',
  useKeychain: 'Use the system keychain instead',
  unlock: 'Unlock',
  passphrase: 'Passphrase',
  unlockByKeychain: 'Unlock with the system keychain',
  problems: {
    tooShort: (length: number) => `Use at least ${length} characters.`,
    different: 'This is not the same as above.',
  },
};
