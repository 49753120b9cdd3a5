import { createContext, use } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { useTicking } from '../ui/clock.ts';
import { armedLeft, needsArming } from './armed.ts';

/** What the token is wanted for: it says what the button that confirms does. */
export type Purpose = 'copy' | 'reveal' | 'arm';

/** The prod guard for the components. None of these functions ever changes. */
export interface Guard {
  /**
   * Whether the token may be asked for now: at once where nothing guards it or it is armed, else after the person was
   * asked and has armed it. Resolves to `false` when they leave it; never rejects.
   */
  readonly pass: (address: Address, purpose: Purpose) => Promise<boolean>;
  readonly disarm: (address: Address) => Promise<void>;
}

export const GuardContext = createContext<Guard | undefined>(undefined);

export function useGuard(): Guard {
  const guard = use(GuardContext);
  if (guard === undefined) throw new Error('There is no guard around this component.');
  return guard;
}

/** `none`: nothing guards it. Drawn anew only when it changes. */
export function useGuardKind(environment: EnvironmentView): 'none' | 'armed' | 'unarmed' {
  return useTicking((now) => {
    if (environment.guard === undefined) return 'none';
    return needsArming(environment, now) ? 'unarmed' : 'armed';
  });
}

/** Whole seconds that it is still armed. */
export function useArmedSeconds(environment: EnvironmentView): number {
  return useTicking((now) => Math.ceil(armedLeft(environment, now) / 1000));
}
