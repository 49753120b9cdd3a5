import type { Words } from '../words.ts';

export const palette: Words['palette'] = {
  label: 'Befehle und Adressen',
  open: 'Befehle',
  placeholder: 'Befehl oder Adresse eingeben',
  results: 'Ergebnisse',
  nothing: 'Nichts gefunden',
  count: (count) => `${count} ${count === 1 ? 'Ergebnis' : 'Ergebnisse'}`,
  lock: 'Tresor sperren',
  theme: {
    system: 'Darstellung: wie das System',
    light: 'Darstellung: hell',
    dark: 'Darstellung: dunkel',
  },
  copyAs: (format) => `Kopieren: ${format}`,
  keys: {
    move: 'bewegen',
    copy: 'kopieren oder öffnen',
    run: 'ausführen',
    more: 'mehr zur Adresse',
    back: 'zurück',
  },
};
