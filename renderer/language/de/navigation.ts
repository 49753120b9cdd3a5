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
};
