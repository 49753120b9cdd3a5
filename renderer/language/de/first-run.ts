import type { Words } from '../words.ts';

export const firstRun: Words['firstRun'] = {
  label: 'Erste Schritte',
  steps: {
    vault: 'Wo Geheimnisse liegen',
    service: 'Einen Dienst hinzufügen',
    demo: 'Oder die Demo ausprobieren',
  },
  skip: 'Vorerst überspringen',
  demo: {
    start: 'Demo ausprobieren',
    help: 'Die Demo sind drei Umgebungen eines Identity Providers in Fob selbst. Er ist nur auf diesem Rechner erreichbar, bis Fob endet.',
    started: 'Die Demo läuft: Kopieren Sie ein Token einer ihrer Umgebungen',
  },
};
