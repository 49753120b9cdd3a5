import type { Words } from '../words.ts';

export const compare: Words['compare'] = {
  title: 'Vergleichen',
  intro:
    'Zwei Token nebeneinander: was eine andere Umgebung anders sagt, oder was eine Erneuerung geändert hat.',
  mode: 'Vergleichen',
  environments: 'Zwei Umgebungen',
  refresh: 'Vor und nach einer Erneuerung',
  left: 'Links',
  right: 'Rechts',
  of: 'Umgebung',
  swap: 'Seiten tauschen',
  before: (address) => `${address}, zuvor`,
  after: (address) => `${address}, jetzt`,
  noneToCompare: 'Es gibt noch nichts zu vergleichen.',
  noneToCompareHelp: 'Legen Sie zuerst ein Profil an.',
  noToken: (address) => `${address} hat gerade kein Token.`,
  getToken: (address) => `Ein Token für ${address} holen`,
  opaque: (address) =>
    `Das Zugriffstoken von ${address} ist undurchsichtig: Es sagt nichts, was sich vergleichen ließe.`,
  noPrevious: (address) =>
    `Fob kennt kein Token von ${address} vor dem jetzigen. Nach der nächsten Erneuerung gibt es eines.`,
  previousNote: 'Das Token davor wurde dekodiert, nicht geprüft; es ist fort, nur seine Claims sind bekannt.',
  reading: 'Die Token werden gelesen …',
  onlyDifferences: 'Nur Unterschiede',
  claims: 'Claims des Zugriffstokens',
  header: 'Kopf',
  claim: 'Claim',
  verdict: 'Ergebnis',
  lifetime: 'Lebensdauer',
  lifetimeHelp: 'Gesamte Lebensdauer: von der Ausstellung bis zum Ablauf',
  signs: {
    same: 'gleich',
    differs: 'verschieden',
    always: 'wie immer verschieden',
    left: 'nur links',
    right: 'nur rechts',
  },
  absent: 'nicht vorhanden',
  summary: (differences) => {
    if (differences === 0) return 'Die Token sagen dasselbe.';
    return differences === 1 ? 'Ein Unterschied, der zählt' : `${differences} Unterschiede, die zählen`;
  },
  nothingDiffers: 'Kein Claim ist verschieden, außer denen, die es immer sind.',
};
