import type { Words } from '../words.ts';

export const ui: Words['ui'] = {
  close: 'Schließen',
  dismiss: 'Ausblenden',
  lastAction: 'Letzte Aktion',
  lastProblem: 'Letztes Problem',
  time: {
    now: 'jetzt',
    justNow: 'gerade eben',
    in: (span) => `in ${span}`,
    ago: (span) => `vor ${span}`,
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
    days: (count) => `${count} ${count === 1 ? 'Tag' : 'Tagen'}`,
    locale: 'de-DE',
  },
};
