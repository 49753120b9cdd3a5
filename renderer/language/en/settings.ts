const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const settings = {
  title: 'Settings',
  on: 'on',
  off: 'off',
  never: 'Never',
  undo: 'Undo',
  undone: 'Changed back',
  spans: {
    seconds: (count: number) => counted(count, 'second', 'seconds'),
    minutes: (count: number) => counted(count, 'minute', 'minutes'),
    hours: (count: number) => counted(count, 'hour', 'hours'),
  },
  appearance: {
    title: 'Appearance',
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    language: 'Language',
    languageHelp: 'Messages of the engine and of the command line are in English.',
    languages: { system: 'As the system', en: 'English', de: 'Deutsch' },
  },
  guard: {
    title: 'Prod guard',
    on: 'Guard environments of tier prod',
    onHelp:
      'Their tokens leave Fob only while they are armed, by whichever way. Turn it off on machines that nobody sits at.',
    minutes: 'Arming opens for',
    minutesHelp: 'Counts from the next time that something is armed.',
  },
  tokens: {
    title: 'Tokens',
    clipboard: 'Take a copied token out of the clipboard after',
    clipboardHelp: 'By the desktop app. A browser does not let a page do that.',
    early: 'Refresh before expiry',
    earlyHelp: 'Where a profile does not say; at least a tenth of the token’s life.',
  },
  lock: {
    title: 'Lock',
    idle: 'Lock the vault without use after',
    idleHelp:
      'Tokens and commands that somebody asked for count as use, refreshing in the background does not.',
    screen: 'Lock with the screen',
    screenHelp: 'Noticed by the desktop app.',
    sleep: 'Lock when the machine sleeps',
    sleepHelp: 'Noticed by the desktop app.',
  },
  shortcuts: {
    title: 'Shortcuts',
    show: 'Show Fob from anywhere',
    none: 'None',
    clear: 'Take away',
    help: 'Press the keys here, with Ctrl, Alt or the like. A shortcut that another program has stays with it.',
  },
  vault: {
    title: 'Vault',
    slots: 'What opens it',
    kinds: {
      passphrase: 'Passphrase',
      keyring: 'Keyring of the system',
      'safe-storage': 'Keychain of the desktop app',
    },
    help: 'A page gets no keys of the vault, so they are changed in a terminal:',
    commands: {
      slots: 'Lists what opens the vault, in detail',
      'add-slot': 'Adds another way to open it',
      'remove-slot': 'Takes one away',
      passphrase: 'Changes the passphrase',
      backup: 'Writes an encrypted copy of everything',
      'rotate-key': 'Encrypts everything with a new key',
    },
  },
  terminal: {
    title: 'Command line',
    text: 'The program fob gives the same tokens to terminals and scripts. It talks to this host.',
    build: 'From a checkout of Fob, this makes it:',
    buildLabel: 'Commands that build Fob',
    link: 'and this puts it on your path, on Linux and macOS:',
    linkLabel: 'Commands that put fob on the path',
    windows: 'On Windows, run it with node dist\\cli\\fob.js.',
  },
};
