import type { Words } from '../words.ts';

export const navigation: Words['navigation'] = {
  label: 'Ansichten',
  environments: 'Umgebungen',
  compare: 'Vergleichen',
  inspect: 'Token untersuchen',
  refusal: 'Warum 401?',
  activity: 'Verlauf',
  settings: 'Einstellungen',
  about: 'Über Fob',
  short: {
    environments: 'Token',
    compare: 'Vergleich',
    inspect: 'Prüfen',
    refusal: 'Warum 401?',
    activity: 'Verlauf',
    settings: 'Optionen',
    about: 'Über Fob',
  },
};
