import { createContext, use } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import type { AddWay } from './navigation.tsx';

/** The dialogs that every view may open. None of these functions ever changes, so that lists can hand them on. */
export interface Dialogs {
  readonly addProfile: () => void;
  /** The same, at one of its ways. */
  readonly addProfileBy: (way: AddWay) => void;
  /** Opens the service of an address in the editor. */
  readonly editProfile: (address: Address) => void;
  /** Asks before a profile goes. `onRemoved` hears when it has gone, to take the focus. */
  readonly remove: (address: Address, onRemoved?: () => void) => void;
  /** Begins or goes on with a sign-in. */
  readonly signIn: (environment: EnvironmentView) => void;
  readonly signOut: (address: Address) => void;
}

export const DialogsContext = createContext<Dialogs | undefined>(undefined);

/** Opens the dialogs of the window. */
export function useDialogs(): Dialogs {
  const dialogs = use(DialogsContext);
  if (dialogs === undefined) throw new Error('There are no dialogs around this component.');
  return dialogs;
}
