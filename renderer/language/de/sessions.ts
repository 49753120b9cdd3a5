import type { Words } from '../words.ts';

export const sessions: Words['sessions'] = {
  title: (address) => `Bei ${address} anmelden`,
  starting: 'Der Identitätsanbieter wird gefragt …',
  close: 'Schließen',
  tryAgain: 'Noch einmal versuchen',
  cancel: 'Anmeldung abbrechen',
  waits: (time) => `Fob wartet noch ${time}.`,
  hidden: 'Sie können dieses Fenster schließen: Fob wartet weiter.',
  signedIn: (address) => `Bei ${address} angemeldet`,
  browser: {
    elsewhereBegun:
      'Diese Anmeldung wurde in einem anderen Fenster begonnen. Machen Sie dort weiter, oder beginnen Sie hier neu.',
    opened: 'Melden Sie sich auf der Seite an, die sich in Ihrem Browser geöffnet hat.',
    go: 'Im Browser fortfahren',
    again: 'Neu beginnen',
    wasOpened: 'In Ihrem Browser geöffnet.',
    elsewhere: 'Mein Browser läuft auf einem anderen Rechner',
    form: 'Mit der Adresse abschließen',
    callback: 'Adresse, bei der Ihr Browser angekommen ist',
    callbackHelp:
      'Nach der Anmeldung zeigt er eine Fehlerseite, weil dort niemand antwortet. Kopieren Sie die ganze Adresse dieser Seite.',
    finish: 'Anmeldung abschließen',
    code: 'Stattdessen einen Code verwenden',
  },
  device: {
    openBefore: 'Öffnen Sie auf einem beliebigen Gerät',
    openAfter: 'und geben Sie diesen Code ein',
    copy: 'Code kopieren',
    copied: 'Code kopiert',
    here: 'Hier öffnen',
    qr: 'Dieselbe Adresse als QR-Code',
  },
  out: {
    title: (address) => `Von ${address} abmelden?`,
    text: 'Die Token werden beim Identitätsanbieter widerrufen, soweit er das kann, und hier vergessen. Das Profil und seine Geheimnisse bleiben.',
    stay: 'Angemeldet bleiben',
    signOut: 'Abmelden',
    doneTitle: (address) => `Von ${address} abgemeldet`,
    revoked: 'Der Identitätsanbieter hat die Token widerrufen, und Fob hat sie vergessen.',
    forgotten: 'Fob hat die Token vergessen. Beim Identitätsanbieter wurden sie nicht widerrufen.',
    browserSession: 'Ihr Browser ist dort möglicherweise noch angemeldet.',
    endSession: 'Auch diese Sitzung beenden',
    done: 'Fertig',
  },
};
