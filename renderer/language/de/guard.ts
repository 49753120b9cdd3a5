import type { Words } from '../words.ts';

const minutesText = (minutes: number) => `${minutes} ${minutes === 1 ? 'Minute' : 'Minuten'}`;

export const guard: Words['guard'] = {
  status: 'Freigegebene Umgebungen',
  arm: 'Freigeben …',
  armOf: (address) => `${address} freigeben …`,
  disarm: 'Freigabe beenden',
  disarmShort: 'Beenden',
  disarmOf: (address) => `Freigabe von ${address} beenden`,
  notArmed: 'Nicht freigegeben',
  armedWord: 'freigegeben',
  armedNow: (addresses) => `Freigegeben: ${addresses}`,
  armed: (address, minutes) => `${address} für ${minutesText(minutes)} freigegeben`,
  disarmed: (address) => `Freigabe von ${address} beendet`,
  question: (address, minutes) => `${address} für ${minutesText(minutes)} freigeben?`,
  explanation:
    'Fob gibt Token von prod nur heraus, solange die Umgebung freigegeben ist: hier, im Terminal und an Programme. Die Freigabe endet von selbst; Sie können sie jederzeit beenden.',
  confirm: {
    copy: 'Freigeben und kopieren',
    reveal: 'Freigeben und anzeigen',
    arm: 'Freigeben',
  },
  leave: 'Nicht freigeben',
  armHelp: 'Nur dann gibt Fob Token von prod heraus',
};
