import type { Words } from '../words.ts';

export const shell: Words['shell'] = {
  addProfile: 'Profil hinzufügen',
  lock: 'Sperren',
  connectionLost: 'Verbindung zu Fob verloren. Neuer Versuch läuft …',
  lastHeard: (ago) => `Letzte Aktualisierung ${ago}.`,
  loading: 'Wird geladen',
  notSignedIn: 'Diese Seite ist nicht angemeldet',
  sessionOver: 'Die Sitzung dieser Seite ist beendet',
  runBefore: 'Führen Sie',
  runAfter:
    'in einem Terminal aus, um sie zu öffnen. Nur dieser Befehl kann das: So bleiben Ihre Token vor anderen Programmen und Webseiten geschützt.',
  cannotShow: 'Fob kann Ihre Profile nicht anzeigen',
  tryAgain: 'Erneut versuchen',
  viewFailed: 'Diese Ansicht konnte nicht angezeigt werden',
  viewFailedHelp:
    'Vielleicht wurde Fob inzwischen aktualisiert oder beendet. Meist hilft es, die Seite neu zu laden.',
  reload: 'Seite neu laden',
};
