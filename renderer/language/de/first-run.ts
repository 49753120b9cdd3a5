import type { Words } from '../words.ts';

export const firstRun: Words['firstRun'] = {
  label: 'Erste Schritte',
  steps: {
    vault: 'Wo Geheimnisse liegen',
    service: 'Einen Dienst hinzufügen',
    demo: 'Oder die Demo ausprobieren',
  },
  skip: 'Vorerst überspringen',
};
