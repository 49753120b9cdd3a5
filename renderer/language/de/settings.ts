import type { Words } from '../words.ts';

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const settings: Words['settings'] = {
  title: 'Einstellungen',
  on: 'ein',
  off: 'aus',
  never: 'Nie',
  undo: 'Rückgängig',
  undone: 'Änderung zurückgenommen',
  spans: {
    seconds: (count) => counted(count, 'Sekunde', 'Sekunden'),
    minutes: (count) => counted(count, 'Minute', 'Minuten'),
    hours: (count) => counted(count, 'Stunde', 'Stunden'),
  },
  appearance: {
    title: 'Darstellung',
    theme: 'Farbschema',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
    language: 'Sprache',
    languageHelp: 'Meldungen der Engine und der Befehlszeile sind auf Englisch.',
    languages: { system: 'Wie das System', en: 'English', de: 'Deutsch' },
  },
  guard: {
    title: 'Schutz von prod',
    on: 'Umgebungen der Stufe prod schützen',
    onHelp:
      'Ihre Token verlassen Fob nur, solange sie freigegeben sind, auf welchem Weg auch immer. Schalten Sie das auf Rechnern aus, an denen niemand sitzt.',
    minutes: 'Eine Freigabe gilt',
    minutesHelp: 'Zählt ab der nächsten Freigabe.',
  },
  tokens: {
    title: 'Token',
    clipboard: 'Kopierte Token aus der Zwischenablage entfernen nach',
    clipboardHelp: 'Durch die Desktop-App. Ein Browser erlaubt das einer Seite nicht.',
    early: 'Vor Ablauf erneuern',
    earlyHelp: 'Wo ein Profil nichts festlegt; mindestens ein Zehntel der Lebensdauer des Tokens.',
  },
  lock: {
    title: 'Sperre',
    idle: 'Tresor ohne Nutzung sperren nach',
    idleHelp:
      'Als Nutzung zählen Token und Befehle, die jemand verlangt hat, nicht die Erneuerung im Hintergrund.',
    screen: 'Mit dem Bildschirm sperren',
    screenHelp: 'Bemerkt die Desktop-App.',
    sleep: 'Sperren, wenn der Rechner schläft',
    sleepHelp: 'Bemerkt die Desktop-App.',
  },
  shortcuts: {
    title: 'Tastenkürzel',
    show: 'Fob von überall anzeigen',
    palette: 'Von überall suchen und kopieren',
    copy: (address) => `Token von ${address} kopieren`,
    none: 'Keines',
    clear: 'Entfernen',
    clearOf: (label) => `Entfernen: ${label}`,
    refused: 'Ein anderes Programm belegt diese Tasten, oder das System nimmt keine an.',
    help: 'Drücken Sie hier die Tasten, mit Strg, Alt oder Ähnlichem. Ein Kürzel, das ein anderes Programm belegt, bleibt bei ihm.',
  },
  desktop: {
    title: 'Desktop-App',
    start: 'Mit der Sitzung starten',
    startHelp: 'Ohne Fenster, in der Leiste.',
    notifications: 'Mitteilungen',
    notificationsHelp:
      'Wenn eine Anmeldung nötig ist, das Erneuern fehlschlägt oder ein Zertifikat oder eine Sitzung bald endet. Nie mit einem Token darin.',
  },
  vault: {
    title: 'Tresor',
    slots: 'Was ihn öffnet',
    kinds: {
      passphrase: 'Passphrase',
      keyring: 'Schlüsselbund des Systems',
      'safe-storage': 'Schlüsselbund der Desktop-App',
    },
    help: 'Eine Seite erhält keine Schlüssel des Tresors, deshalb werden sie im Terminal geändert:',
    commands: {
      slots: 'Listet im Einzelnen auf, was den Tresor öffnet',
      'add-slot': 'Fügt einen weiteren Weg hinzu, ihn zu öffnen',
      'remove-slot': 'Entfernt einen davon',
      passphrase: 'Ändert die Passphrase',
      backup: 'Schreibt eine verschlüsselte Kopie von allem',
      'rotate-key': 'Verschlüsselt alles mit einem neuen Schlüssel',
    },
  },
  terminal: {
    title: 'Befehlszeile',
    text: 'Das Programm fob gibt dieselben Token an Terminals und Skripte. Es spricht mit diesem Host.',
    build: 'Aus einem Checkout von Fob wird es so gebaut:',
    buildLabel: 'Befehle, die Fob bauen',
    link: 'und so kommt es unter Linux und macOS in Ihren Pfad:',
    linkLabel: 'Befehle, die fob in den Pfad legen',
    states: {
      installed: (path) => `Installiert: ${path}`,
      none: (path) => `Er kann hier abgelegt werden: ${path}`,
      other: (path) => `Dort liegt ein Programm, das nicht von Fob ist: ${path}`,
    },
    notInPath:
      'Der Ordner ist noch nicht in PATH: ein Terminal findet den Befehl, sobald Sie ihn dort eintragen.',
    needs: 'Er läuft mit dem Node.js dieses Rechners, ab 20.16.',
    install: 'Befehl fob installieren',
    again: 'Neu installieren',
    installed: (path) => `Installiert: ${path}`,
    windows: 'Unter Windows führen Sie es mit node dist\\cli\\fob.js aus.',
  },
};
