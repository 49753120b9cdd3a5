import type { Words } from '../words.ts';

export const vault: Words['vault'] = {
  makeTitle: 'Tresor anlegen',
  makeText:
    'Fob bewahrt Geheimnisse und Token verschlüsselt auf diesem Rechner auf. Wählen Sie die Passphrase, die sie öffnet.',
  lockedTitle: 'Fob ist gesperrt',
  lockedText:
    'Ihre Geheimnisse und Token sind verschlüsselt. Entsperren Sie den Tresor, um sie zu verwenden.',
  make: 'Tresor anlegen',
  newPassphrase: 'Neue Passphrase',
  passphraseHelp:
    'Mehrere zufällige Wörter sind gut. Sie lässt sich nicht wiederherstellen: Schreiben Sie sie auf, oder bewahren Sie sie in Ihrem Passwortmanager auf.',
  again: 'Passphrase wiederholen',
  useKeychain: 'Stattdessen den Schlüsselbund des Systems verwenden',
  unlock: 'Entsperren',
  passphrase: 'Passphrase',
  unlockByKeychain: 'Mit dem Schlüsselbund des Systems entsperren',
  problems: {
    tooShort: (length) => `Verwenden Sie mindestens ${length} Zeichen.`,
    different: 'Das stimmt nicht mit der ersten Eingabe überein.',
  },
};
