import type { Words } from '../words.ts';

export const activity: Words['activity'] = {
  title: 'Verlauf',
  intro:
    'Wer wann welches Token genommen hat, und was aus den Token wurde. Kein Geheimnis steht darin, und nichts davon verlässt diesen Rechner.',
  reading: 'Der Verlauf wird gelesen …',
  filters: 'Filter',
  address: 'Umgebung',
  addressPlaceholder: 'Alle',
  kind: 'Was',
  taker: 'Genommen von',
  any: 'Alles',
  anyTaker: 'Allen',
  groups: {
    taken: 'Ausgegebene Token',
    renewed: 'Neue Token',
    failed: 'Fehler und Verweigerungen',
    people: 'Anmeldungen, Prod-Schutz und Tresor',
    profiles: 'Profile und Geheimnisse',
    slept: 'Zeiten, in denen nichts lief',
  },
  takers: {
    desktop: 'Fenster oder Taskleiste',
    browser: 'Browser-Oberfläche',
    socket: 'Befehlszeile oder Skript',
  },
  clear: 'Alles zeigen',
  reload: 'Neu lesen',
  count: (shown, all) => {
    if (shown !== all) return `${shown} von ${all} Ereignissen`;
    return all === 1 ? '1 Ereignis' : `${all} Ereignisse`;
  },
  list: 'Ereignisse, die neuesten zuerst',
  empty: 'Es ist noch nichts geschehen.',
  emptyHelp: 'Jedes Token, das Fob ausgibt, wird hier vermerkt, mit dem, der es genommen hat.',
  nothingFound: 'Kein Ereignis passt zu diesen Filtern.',
  export: 'Exportieren',
  downloadCsv: 'Als CSV herunterladen',
  downloadJson: 'Als JSON herunterladen',
  copyCsv: 'Als CSV kopieren',
  copied: (count) => (count === 1 ? '1 Ereignis kopiert' : `${count} Ereignisse kopiert`),
  details: (address) => `Details zu ${address}`,
};
