import type { Purpose } from '../../guard/guard.tsx';

const confirm: Record<Purpose, string> = {
  copy: 'Arm and copy',
  reveal: 'Arm and show',
  arm: 'Arm',
};

const minutesText = (minutes: number) => `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;

/** The prod guard. */
export const guard = {
  status: 'Armed environments',
  arm: 'Arm…',
  armOf: (address: string) => `Arm ${address}…`,
  disarm: 'Disarm',
  /** Beside what it ends, where there is little room. */
  disarmShort: 'Disarm',
  disarmOf: (address: string) => `Disarm ${address}`,
  notArmed: 'Not armed',
  armedWord: 'armed',
  armedNow: (addresses: string) => `Armed: ${addresses}`,
  armed: (address: string, minutes: number) => `${address} armed for ${minutesText(minutes)}`,
  disarmed: (address: string) => `${address} disarmed`,
  question: (address: string, minutes: number) => `Arm ${address} for ${minutesText(minutes)}?`,
  explanation:
    'Fob hands out tokens of prod only while it is armed: here, in a terminal and to programs. It ends by itself; you can disarm it at any time.',
  confirm,
  leave: 'Leave it closed',
  armHelp: 'Tokens of prod are handed out only then',
};
